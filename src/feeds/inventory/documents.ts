import type { Component, DeviceFields, Observation, Reject, SourceKind } from '#engine/words';
import type { InventoryField } from './fields.ts';
import type { Batch, ColumnReport } from './table.ts';
import { type FieldsDraft, readInto } from './values.ts';
import type { XmlElement, XmlTrouble } from './xml.ts';

/** Formats with fixed fields have no columns to map. */
export const NO_COLUMNS: ColumnReport = { mapping: [], unmappedColumns: [], droppedColumns: [] };

const RECORDS_PER_BATCH = 500;

/** One device as a document describes it, before its values are checked. */
export interface DeviceStatement {
  readonly line?: number;
  readonly source: SourceKind;
  readonly texts: Readonly<Partial<Record<Exclude<InventoryField, 'components' | 'reported'>, string>>>;
  readonly components?: readonly Component[];
  readonly componentsComplete?: boolean;
  readonly unmapped?: Readonly<Record<string, string>>;
  readonly reported?: readonly string[];
  /** What was left out and why, by field. */
  readonly notes?: readonly { readonly field: string; readonly reason: string }[];
}

export type Statement =
  | DeviceStatement
  | { readonly line?: number; readonly problem: string; readonly raw?: string };

/** Checks the values of statements and collects them to batches. */
export async function* batchesOf(file: string, statements: AsyncIterable<Statement>): AsyncIterable<Batch> {
  let accepted: Observation[] = [];
  let rejected: Reject[] = [];
  for await (const it of statements) {
    const place = it.line === undefined ? { file } : { file, line: it.line };
    if ('problem' in it)
      rejected.push({ ...place, reason: it.problem, ...(it.raw === undefined ? {} : { raw: it.raw }) });
    else {
      accepted.push(observationOf(it, place, rejected));
      for (const note of it.notes ?? []) rejected.push({ ...place, ...note });
    }
    if (accepted.length + rejected.length >= RECORDS_PER_BATCH) {
      yield { accepted, rejected };
      accepted = [];
      rejected = [];
    }
  }
  yield { accepted, rejected };
}

function observationOf(
  it: DeviceStatement,
  place: { file: string; line?: number },
  rejected: Reject[],
): Observation {
  const fields: FieldsDraft = {};
  for (const [field, text] of Object.entries(it.texts) as [keyof DeviceFields, string][]) {
    const { problem } = readInto(fields, field, text.trim(), null);
    if (problem !== null) rejected.push({ ...place, field, reason: problem });
  }
  if (it.components !== undefined && it.components.length > 0) fields.components = it.components;
  if (it.componentsComplete !== undefined) fields.componentsComplete = it.componentsComplete;
  return {
    origin: place,
    source: it.source,
    fields,
    ...(it.unmapped === undefined || Object.keys(it.unmapped).length === 0 ? {} : { unmapped: it.unmapped }),
    ...(it.reported === undefined || it.reported.length === 0 ? {} : { reported: it.reported }),
  };
}

/** Only the keys that have a value. */
export function present<Key extends string>(
  texts: Readonly<Record<Key, string | undefined>>,
): Partial<Record<Key, string>> {
  const kept: Partial<Record<Key, string>> = {};
  for (const key in texts) {
    const text = texts[key];
    if (text !== undefined && text.trim() !== '') kept[key] = text;
  }
  return kept;
}

/** Statements from XML records; trouble with the XML itself becomes a reject. */
export async function* statementsOf(
  records: AsyncIterable<XmlElement | XmlTrouble>,
  read: (element: XmlElement) => Statement,
): AsyncIterable<Statement> {
  for await (const it of records)
    yield 'problem' in it
      ? { line: it.line, problem: `the XML is broken (${it.problem}): what follows is missing` }
      : read(it);
}
