import type { Reject } from '#engine/words';
import { counted, printable } from './layout.ts';

export const REJECTS_NAMED_MAX = 20;
const NOTICES_ON_SCREEN_MAX = 20;

/**
 * The first rejects by file, line and field, and how many more there are.
 * @param total where only the first are given
 * @param isRestUsed whether anything else was in the input
 */
export function* rejectLines(
  rejected: readonly Reject[],
  savedTo: string | null,
  {
    total = rejected.length,
    isRestUsed = true,
  }: { readonly total?: number; readonly isRestUsed?: boolean } = {},
): Generator<string> {
  if (total === 0) return;
  yield `${counted(total, 'piece')} of input rejected; ${isRestUsed ? 'everything else was used' : 'nothing else was there'}`;
  for (const it of rejected.slice(0, REJECTS_NAMED_MAX)) yield `  ${rejectWords(it)}`;
  const more = total - REJECTS_NAMED_MAX;
  const where = savedTo === null ? '--rejects FILE saves all of them' : `all of them are in ${savedTo}`;
  if (more > 0) yield `  … and ${counted(more, 'more', 'more')}; ${where}`;
}

function rejectWords({ file, line, field, reason }: Reject): string {
  const place = line === undefined ? file : `${file}, line ${line}`;
  return printable(`${place}${field === undefined ? '' : `, ${field}`}: ${reason}`);
}

/** What a person should know. A log gets every line; a screen only as many as leave room for the result. */
export function* noticeLines(notices: readonly string[], onScreen: boolean): Generator<string> {
  const shown = onScreen ? notices.slice(0, NOTICES_ON_SCREEN_MAX) : notices;
  for (const it of shown) yield printable(it);
  const more = notices.length - shown.length;
  if (more > 0) yield `… and ${counted(more, 'more notice')}; 2> notices.txt keeps all of them`;
}
