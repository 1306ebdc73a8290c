import { exportRejects } from '#app/vulnerabilities/exports';
import type { Reject } from '#engine/words';
import { EXIT, type Exit } from './command.ts';
import { say, writeAll } from './io.ts';
import { noticeLines, rejectLines } from './notice-text.ts';
import type { Given } from './options.ts';
import { writeWhole } from './out-file.ts';
import type { Session } from './session.ts';

/** What became of the input apart from the result. */
export interface InputAccount {
  readonly rejected: readonly Reject[];
  readonly notices: readonly string[];
}

/**
 * Ends a command: first what was rejected and what a person should know, then the result, so that the result is what
 * stands on the screen.
 * @param outFile where the result goes; null: to stdout
 */
export async function answer(
  account: InputAccount,
  result: Iterable<string | Uint8Array>,
  outFile: string | null,
  given: Given,
  session: Session,
): Promise<Exit> {
  const { io } = session;
  const told = await tell(account, given, session);
  if (told > 0 && outFile === null && io.stdoutIsTerminal && io.stderrIsTerminal) say(io, '');
  if (outFile === null) await writeAll(io.stdout, result);
  else await writeWhole(outFile, result);
  return account.rejected.length === 0 ? EXIT.done : EXIT.rejectedInput;
}

/** @returns lines told */
async function tell({ rejected, notices }: InputAccount, given: Given, { io }: Session): Promise<number> {
  const saveTo = given.one('rejects');
  if (saveTo !== null) await writeWhole(saveTo, exportRejects(rejected));
  const noticed = given.has('quiet') ? [] : [...noticeLines(notices, io.stderrIsTerminal)];
  const lines = [...noticed, ...rejectLines(rejected, saveTo)];
  for (const line of lines) say(io, line);
  return lines.length;
}

export function* asLines(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}
