import type { Reject } from '#engine/words';
import { counted, printable } from './layout.ts';

const REJECTS_NAMED_MAX = 20;
const NOTICES_MAX = 40;

/** The first rejects by file, line and field, and how many more there are. */
export function* rejectLines(rejected: readonly Reject[], savedTo: string | null): Generator<string> {
  if (rejected.length === 0) return;
  yield `${counted(rejected.length, 'piece')} of input rejected; everything else was used`;
  for (const it of rejected.slice(0, REJECTS_NAMED_MAX)) yield `  ${rejectWords(it)}`;
  const more = rejected.length - REJECTS_NAMED_MAX;
  const where = savedTo === null ? '--rejects FILE saves all of them' : `all of them are in ${savedTo}`;
  if (more > 0) yield `  … and ${counted(more, 'more', 'more')}; ${where}`;
}

function rejectWords({ file, line, field, reason }: Reject): string {
  const place = line === undefined ? file : `${file}, line ${line}`;
  return printable(`${place}${field === undefined ? '' : `, ${field}`}: ${reason}`);
}

/** What a person should know; a folder of thousands of strange files does not flood the terminal. */
export function* noticeLines(notices: readonly string[]): Generator<string> {
  for (const it of notices.slice(0, NOTICES_MAX)) yield printable(it);
  const more = notices.length - NOTICES_MAX;
  if (more > 0) yield `… and ${counted(more, 'more notice')}; --out report.xlsx lists all`;
}
