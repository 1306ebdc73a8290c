import { exportRejects } from '#app/vulnerabilities/exports';
import type { Reject } from '#engine/words';
import { EXIT, type Exit } from './command.ts';
import { say, writeAll } from './io.ts';
import type { Given } from './options.ts';
import { writeWhole } from './out-file.ts';
import { noticeLines, rejectLines } from './notice-text.ts';
import type { Session } from './session.ts';

/** Writes a result to the file of `--out`, or to stdout. */
export async function writeResult(
  outFile: string | null,
  chunks: Iterable<string | Uint8Array>,
  { io }: Session,
): Promise<void> {
  if (outFile === null) await writeAll(io.stdout, chunks);
  else await writeWhole(outFile, chunks);
}

/** Names what was rejected and what a person should know, and ends with the exit code that says so. */
export async function closeWith(
  { rejected, notices }: { readonly rejected: readonly Reject[]; readonly notices: readonly string[] },
  given: Given,
  { io }: Session,
): Promise<Exit> {
  const saveTo = given.one('rejects');
  if (saveTo !== null) await writeWhole(saveTo, exportRejects(rejected));
  if (!given.has('quiet')) for (const line of noticeLines(notices)) say(io, line);
  for (const line of rejectLines(rejected, saveTo)) say(io, line);
  return rejected.length === 0 ? EXIT.done : EXIT.rejectedInput;
}

export function* asLines(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}
