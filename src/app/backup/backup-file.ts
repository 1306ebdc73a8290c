import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import { InputError } from '../input-error.ts';

/**
 * A backup is gzipped lines of JSON: a head, batches of rows, and a last line with the number of rows of each table and
 * the SHA-256 of every byte before it, so that a file that was cut or changed is known before anything is written.
 */
export const BackupHead = z.object({
  format: z.literal('patchward-backup'),
  version: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Migrations the database had. */
  migrations: z.array(z.string()).min(1),
  /** Something sealed with the instance's key: who restores must have that key. */
  probe: z.base64(),
  tables: z
    .array(
      z.object({
        name: z.string(),
        columns: z.array(z.object({ name: z.string(), type: z.string() })).readonly(),
      }),
    )
    .readonly(),
  sequences: z.array(z.object({ name: z.string(), last: z.string().nullable() })).readonly(),
});
export type BackupHead = z.infer<typeof BackupHead>;

const BackupEnd = z.object({ end: z.record(z.string(), z.number().int()), sha256: z.string() });

/** Rows of the table at a place of the head's list, as the JSON they were read as. */
export interface BackupRows {
  readonly place: number;
  readonly json: string;
}

export function headLine(head: BackupHead): string {
  return `${JSON.stringify(head)}\n`;
}

/** The place stands in front, so that the rows need not be read to know whose they are. */
export function rowsLine({ place, json }: BackupRows): string {
  return `${place} ${json}\n`;
}

/** Adds what proves the file complete behind its lines. */
export async function* withEnd(
  lines: AsyncIterable<string>,
  counts: ReadonlyMap<string, number>,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  for await (const line of lines) {
    hash.update(line);
    yield line;
  }
  yield `${JSON.stringify({ end: Object.fromEntries(counts), sha256: hash.digest('hex') })}\n`;
}

/** A file that was found whole. */
export interface CheckedBackup {
  readonly head: BackupHead;
  /** Rows by table. */
  readonly counts: Readonly<Record<string, number>>;
}

/** @throws InputError unless the file is a whole and unchanged backup */
export async function checkBackup(path: string): Promise<CheckedBackup> {
  const hash = createHash('sha256');
  let head: BackupHead | null = null;
  let last: string | null = null;
  for await (const line of linesOf(path)) {
    if (last !== null) hash.update(`${last}\n`);
    head ??= headOf(path, line);
    last = line;
  }
  const end = BackupEnd.safeParse(jsonOf(last ?? ''));
  if (head === null || !end.success) throw new InputError(`Cannot restore "${path}": it is cut off`);
  if (hash.digest('hex') !== end.data.sha256)
    throw new InputError(`Cannot restore "${path}": checksum does not match, it was damaged or changed`);
  return { head, counts: end.data.end };
}

/** The rows of a file that `checkBackup` has passed. */
export async function* rowsOf(path: string): AsyncGenerator<BackupRows> {
  for await (const line of linesOf(path)) {
    const space = line.indexOf(' ');
    const place = line.slice(0, Math.max(0, space));
    if (/^\d+$/.test(place)) yield { place: Number(place), json: line.slice(space + 1) };
  }
}

function headOf(path: string, line: string): BackupHead {
  const head = BackupHead.safeParse(jsonOf(line));
  if (!head.success) throw new InputError(`Cannot restore "${path}": it is no backup of this product`);
  return head.data;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const bytes = createReadStream(path);
  const text = createGunzip();
  bytes.on('error', (error) => text.destroy(error));
  bytes.pipe(text).setEncoding('utf8');
  let parts: string[] = [];
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      let start = 0;
      for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
        parts.push(chunk.slice(start, end));
        yield parts.join('');
        parts = [];
        start = end + 1;
      }
      parts.push(chunk.slice(start));
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const because = String(error.code).startsWith('Z_') ? 'it is cut off, or no backup' : error.message;
    throw new InputError(`Cannot restore "${path}": ${because}`, { cause: error });
  }
}
