import { FILE_FORMATS, type FileFormat } from '#app/vulnerabilities/exports';
import { choiceOf, type Given, UsageError } from './options.ts';

export const FORMATS = ['table', ...FILE_FORMATS] as const;
export type Format = 'table' | FileFormat;

/** Endings that settle a format, longest first: CSAF and CycloneDX files have customary double endings. */
const ENDINGS: readonly (readonly [string, Format])[] = [
  ['.csaf.json', 'csaf-vex'],
  ['.cdx.json', 'cyclonedx-vex'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.xlsx', 'xlsx'],
  ['.txt', 'table'],
];

/** The format that was asked for, or that the file's ending means; a table where neither says. */
export function formatOf(given: Given, stdoutIsTerminal: boolean): Format {
  const asked = choiceOf(given, 'format', FORMATS);
  const outFile = given.one('out');
  const format = asked ?? (outFile === null ? 'table' : endingFormat(outFile));
  if (format === 'xlsx' && outFile === null && stdoutIsTerminal)
    throw new UsageError('Cannot show a workbook on a terminal: add --out report.xlsx');
  return format;
}

function endingFormat(file: string): Format {
  const lower = file.toLowerCase();
  const ending = ENDINGS.find(([it]) => lower.endsWith(it));
  if (ending === undefined)
    throw new UsageError(
      `Cannot tell the format of "${file}" by its ending: add --format, one of ${FORMATS.join(', ')}`,
    );
  return ending[1];
}
