import type { Reject } from '#engine/words';

/** Parts of a file's records that could not be read; the records were taken without them. */
export interface LeftOut {
  readonly file: string;
  readonly parts: number;
  readonly first: Reject;
}

/** Counts what is left out, file by file. */
export function createLeftOut() {
  const byFile = new Map<string, { file: string; parts: number; first: Reject }>();
  return {
    note(it: Reject): void {
      const known = byFile.get(it.file);
      if (known === undefined) byFile.set(it.file, { file: it.file, parts: 1, first: it });
      else known.parts++;
    },
    list: (): LeftOut[] => [...byFile.values()],
  };
}

const FILES_NAMED_MAX = 10;

/** A sentence for each file, for few of many. */
export function leftOutWords(all: readonly LeftOut[]): string[] {
  const named = all.slice(0, FILES_NAMED_MAX).map(({ file, parts, first }) => {
    const where = [first.line === undefined ? null : `line ${first.line}`, first.field ?? null];
    const place = where.filter((it) => it !== null).join(', ');
    const what =
      parts === 1 ? 'a part of a record was left out' : `${parts} parts of records were left out, the first`;
    return `${file}: ${what}${place === '' ? '' : ` (${place})`}: ${first.reason}`;
  });
  const others = all.length - named.length;
  return others === 0 ? named : [...named, `Parts of records of ${others} more files were left out`];
}
