import type { Assessment } from '#app/vulnerabilities/assessment';
import { exportAssessment } from '#app/vulnerabilities/exports';
import { runAssessment } from '#app/vulnerabilities/run-assessment';
import { assessmentLines } from './assessment-text.ts';
import type { Command } from './command.ts';
import { type Format, FORMATS, formatOf } from './formats.ts';
import { countOf, type Given } from './options.ts';
import { orderOf, shownOn } from './order.ts';
import { paintFor } from './paint.ts';
import { createProgressBar } from './progress.ts';
import { answer, asLines } from './result.ts';
import type { Session } from './session.ts';
import { INVENTORY_OPTIONS, OUT, POLICY_OPTIONS, REJECTS } from './shared-options.ts';

const ROWS_SHOWN = 10;

export const assessCommand: Command = {
  name: 'assess',
  summary: 'Assess an inventory: what is affected, how urgent it is, what to do first and why',
  usage: 'assess --inventory FILE --feeds PATH [options]',
  options: [
    ...INVENTORY_OPTIONS.slice(0, -2),
    ...POLICY_OPTIONS,
    {
      name: 'format',
      short: 'f',
      value: 'WORD',
      help: `One of ${FORMATS.join(', ')}; "table" unless --out tells`,
    },
    OUT,
    {
      name: 'limit',
      value: 'N',
      help: `Acts, devices and findings shown in the table; ${ROWS_SHOWN} unless given`,
    },
    REJECTS,
    ...INVENTORY_OPTIONS.slice(-2),
  ],
  examples: [
    { line: 'assess --inventory devices.csv --feeds feeds/', what: 'What to do first, on the terminal' },
    {
      line: 'assess --inventory scan.xml --inventory cmms.xlsx --catalogue catalogue.pwc --out report.xlsx',
      what: 'Two sources joined, a workbook as the result',
    },
    {
      line: 'assess -i devices.csv --feeds feeds/ --map model="Model name" --policy strict --as-of 2026-03-01',
      what: 'A column named by hand, the strict policy, the same result on any day',
    },
    {
      line: 'assess -i devices.csv --feeds feeds/ --format csaf-vex -o fleet.csaf.json',
      what: 'A VEX document',
    },
  ],
  run: runAssess,
};

async function runAssess(given: Given, session: Session) {
  const format = formatOf(given, session.io.stdoutIsTerminal);
  const limit = countOf(given, 'limit') ?? ROWS_SHOWN;
  const order = await orderOf(given, session, 'probable');
  const bar = createProgressBar(session.io, given.has('quiet'), session.monotonicMs);
  try {
    const { assessment } = await runAssessment(order, { signal: session.signal, onProgress: shownOn(bar) });
    bar.end();
    const result = resultChunks(assessment, format, limit, given, session);
    return await answer(assessment, result, given.one('out'), given, session);
  } finally {
    bar.end();
  }
}

function resultChunks(
  assessment: Assessment,
  format: Format,
  limit: number,
  given: Given,
  { io }: Session,
): Iterable<string | Uint8Array> {
  const toFile = given.has('out');
  if (format !== 'table') return exportAssessment(assessment, format, toFile ? 'file' : 'stream');
  const paint = paintFor({ colour: io.colour && !toFile });
  return asLines(assessmentLines(assessment, { width: io.width, paint, limit }));
}
