import { exportAbsence } from '#app/vulnerabilities/exports';
import { runAbsence } from '#app/vulnerabilities/run-absence';
import type { AbsenceStatement } from '#engine/absence';
import { absenceLines } from './absence-text.ts';
import type { Command } from './command.ts';
import { choiceOf, countOf, type Given, UsageError } from './options.ts';
import { orderOf, shownOn } from './order.ts';
import { paintFor } from './paint.ts';
import { createProgressBar } from './progress.ts';
import { answer, asLines } from './result.ts';
import type { Session } from './session.ts';
import { INVENTORY_OPTIONS, OUT, REJECTS } from './shared-options.ts';

const FORMATS = ['table', 'csv', 'json'] as const;
const ROWS_SHOWN = 15;

export const absentCommand: Command = {
  name: 'absent',
  summary:
    'Say where a product is, where it is known not to be and on what grounds, and where that cannot be told',
  usage: 'absent --inventory FILE --feeds PATH --product NAME [options]',
  options: [
    {
      name: 'product',
      short: 'p',
      value: 'NAME',
      help: 'The product, as people call it: "Microsoft SQL Server"',
    },
    ...INVENTORY_OPTIONS.slice(0, -2),
    {
      name: 'format',
      short: 'f',
      value: 'WORD',
      help: `One of ${FORMATS.join(', ')}; "table" unless --out tells`,
    },
    OUT,
    { name: 'limit', value: 'N', help: `Devices shown per answer in the table; ${ROWS_SHOWN} unless given` },
    REJECTS,
    ...INVENTORY_OPTIONS.slice(-2),
  ],
  examples: [
    {
      line: 'absent --inventory devices.csv --feeds feeds/ --product "Microsoft SQL Server"',
      what: 'The answer in counts, the grounds for each device, and a statement to cite',
    },
    {
      line: 'absent -i devices.csv --catalogue catalogue.pwc -p VxWorks --out vxworks.csv',
      what: 'One row per device',
    },
  ],
  run: runAbsent,
};

async function runAbsent(given: Given, session: Session) {
  const product = given.one('product')?.trim() ?? '';
  if (product === '') throw new UsageError('No product is given: add --product "Maker and name"');
  const format = formatOf(given);
  const order = await orderOf(given, session, 'probable');
  const limit = countOf(given, 'limit') ?? ROWS_SHOWN;
  const bar = createProgressBar(session.io, given.has('quiet'), session.monotonicMs);
  try {
    const { statement, rejected, notices } = await runAbsence(product, order, {
      signal: session.signal,
      onProgress: shownOn(bar),
    });
    bar.end();
    const result = resultChunks(statement, format, limit, given, session);
    return await answer({ rejected, notices }, result, given.one('out'), given, session);
  } finally {
    bar.end();
  }
}

function formatOf(given: Given): (typeof FORMATS)[number] {
  const ending = /\.(csv|json)$/i.exec(given.one('out') ?? '')?.[1]?.toLowerCase();
  return choiceOf(given, 'format', FORMATS) ?? FORMATS.find((it) => it === ending) ?? 'table';
}

function resultChunks(
  statement: AbsenceStatement,
  format: (typeof FORMATS)[number],
  limit: number,
  given: Given,
  { io }: Session,
): Iterable<string> {
  const toFile = given.has('out');
  if (format !== 'table') return exportAbsence(statement, format, toFile ? 'file' : 'stream');
  const paint = paintFor({ colour: io.colour && !toFile });
  return asLines(absenceLines(statement, { width: io.width, paint, limit }));
}
