import type { Exposure } from '#engine/words';
import { csvRows, delimiterOf } from './inventory/csv.ts';
import type { Row } from './inventory/rows.ts';
import { type ByteChunks, openSource } from './inventory/source.ts';
import { decode } from './inventory/text.ts';
import { readExposure } from './inventory/value-words.ts';

/** A network segment as a row of a list has it. */
export interface SegmentRow {
  readonly line: number;
  readonly name: string;
  readonly cidrs: readonly string[];
  readonly vlan: string | null;
  readonly exposure: Exposure | null;
  readonly notes: string;
}

export interface SegmentReject {
  readonly line: number;
  readonly field: string | null;
  readonly reason: string;
}

type Field = 'name' | 'cidrs' | 'vlan' | 'exposure' | 'notes';

const HEADINGS: Readonly<Record<Field, RegExp>> = {
  cidrs: /\b(?:cidrs?|subnets?|prefix(?:es)?|network address|blocks?|ip range|range)\b/i,
  vlan: /\bvlan\b(?!.*name)/i,
  exposure: /\b(?:exposure|reachab\w*|zone type|security level)\b/i,
  notes: /\b(?:notes?|comments?|remarks?|description)\b/i,
  name: /\b(?:name|segment|network|zone)\b/i,
};

/** Reads a list of segments: its first row names the columns. A cell may hold several blocks. */
export async function readSegmentsCsv(
  file: string,
  stream: ByteChunks,
): Promise<
  | { readonly rows: readonly SegmentRow[]; readonly rejects: readonly SegmentReject[] }
  | { readonly problem: string }
> {
  const opened = await openSource({ name: file, stream }, () => undefined);
  const delimiter = delimiterOf(new TextDecoder().decode(opened.head));
  const all: Row[] = [];
  for await (const rows of csvRows(decode(opened.chunks, opened.head), delimiter)) all.push(...rows);
  const [head, ...body] = all.filter((it) => it.cells.some((cell) => cell.trim() !== ''));
  const columns = new Map<Field, number>();
  for (const [field, heading] of Object.entries(HEADINGS) as [Field, RegExp][]) {
    const taken = new Set(columns.values());
    const index = (head?.cells ?? []).findIndex((it, at) => !taken.has(at) && heading.test(it));
    if (index !== -1) columns.set(field, index);
  }
  if (!columns.has('name')) return { problem: 'no column is headed Name, Segment or Network' };
  const rows: SegmentRow[] = [];
  const rejects: SegmentReject[] = [];
  for (const row of body) {
    const read = rowOf(row, columns);
    if ('reason' in read) rejects.push(read);
    else rows.push(read);
  }
  return { rows, rejects };
}

function rowOf({ line, cells }: Row, columns: ReadonlyMap<Field, number>): SegmentRow | SegmentReject {
  const cell = (field: Field) => {
    const index = columns.get(field);
    return index === undefined ? '' : (cells[index] ?? '').trim();
  };
  const name = cell('name');
  if (name === '') return { line, field: 'name', reason: 'The segment has no name' };
  const written = cell('exposure');
  const exposure = written === '' ? null : readExposure(written);
  if (exposure !== null && 'problem' in exposure)
    return { line, field: 'exposure', reason: exposure.problem };
  return {
    line,
    name,
    cidrs: cell('cidrs')
      .split(/[\s,;|]+/)
      .filter((it) => it !== ''),
    vlan: cell('vlan') || null,
    exposure: exposure?.value ?? null,
    notes: cell('notes'),
  };
}
