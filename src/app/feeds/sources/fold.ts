/** JSON lines in which each record stands once: later words take the place of earlier ones. Order is by id. */
export function foldLines(
  before: Buffer | null,
  records: ReadonlyMap<string, string>,
  idOf: (json: string) => string,
): Buffer {
  const lines = new Map<string, string>();
  for (const line of before === null ? [] : before.toString('utf8').split('\n'))
    if (line !== '') lines.set(idOf(line), line);
  for (const [id, line] of records) lines.set(id, line);
  const ordered = [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(ordered.map(([, line]) => `${line}\n`).join(''));
}
