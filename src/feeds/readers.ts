import Papa from 'papaparse';
import { type ByteStream, FeedFault } from './byte-stream.ts';
import { readCsaf } from './csaf.ts';
import { validateCsaf } from './csaf-validate.ts';
import { readCve } from './cve.ts';
import { readCycloneDxVex } from './cyclonedx-vex.ts';
import type { FeedFormat } from './detect.ts';
import { type EpssLayout, readEpssComment, readEpssEntry, readEpssHeader, readEpssLine } from './epss.ts';
import { jsonItems } from './json-items.ts';
import { asObject } from './json-shapes.ts';
import { readKevEntry } from './kev.ts';
import { readRecall } from './openfda.ts';
import { readOpenVex } from './openvex.ts';
import type { FeedReader, FeedSink, Place } from './sink.ts';
import { readSsvc } from './ssvc.ts';
import { textLines } from './text-lines.ts';

type RecordReader = (json: unknown, place: Place, sink: FeedSink) => void | Promise<void>;

/** How each format is cut into records, and who reads one. */
export const READERS: Partial<Record<FeedFormat, FeedReader>> = {
  cve: documents(readCve),
  csaf: documents(readCsaf),
  openvex: documents(readOpenVex),
  'cyclonedx-vex': documents(readCycloneDxVex),
  ssvc: documents(readSsvc),
  openfda: elementsOf('results', readRecall),
  'openfda-lines': documents(readRecall),
  kev: elementsOf('vulnerabilities', readKevEntry),
  'kev-csv': readKevCsv,
  epss: readEpssCsv,
  'epss-api': elementsOf('data', readEpssEntry),
};

/** Reads CSAF and has each document judged first: what fails a mandatory test becomes a warning. */
export const readValidatedCsaf: FeedReader = documents(async (json, place, sink) => {
  for (const outcome of (await validateCsaf(json)).outcomes)
    if (outcome.group === 'mandatory' && !outcome.passed)
      for (const { field, reason } of outcome.problems)
        sink.warn?.({ ...place, field, reason: `CSAF test ${outcome.id}: ${reason}` });
  readCsaf(json, place, sink);
});

/** A file that is one document, or several in lines or in an array. */
function documents(read: RecordReader): FeedReader {
  return (bytes, file, sink) => readItems(bytes, null, file, sink, read);
}

function elementsOf(key: string, read: RecordReader): FeedReader {
  return (bytes, file, sink) => readItems(bytes, key, file, sink, read);
}

async function readItems(
  bytes: ByteStream,
  key: string | null,
  file: string,
  sink: FeedSink,
  read: RecordReader,
): Promise<void> {
  for await (const item of jsonItems(bytes, key)) {
    const place = key === null && item.number === 1 ? { file } : { file, line: item.number };
    if ('fault' in item) sink.reject({ ...place, reason: item.fault });
    else await read(item.value, place, sink);
  }
}

async function readEpssCsv(bytes: ByteStream, file: string, sink: FeedSink): Promise<void> {
  let scoredOn: string | null = null;
  let layout: EpssLayout | null = null;
  let line = 0;
  for await (const lines of textLines(bytes))
    for (const text of lines) {
      line++;
      if (text.startsWith('#')) scoredOn = readEpssComment(text) ?? scoredOn;
      else if (layout === null) {
        layout = readEpssHeader(text);
        if (layout === null) throw new FeedFault(`Line ${line} is not the header of an EPSS file`);
      } else if (text !== '') readEpssLine(text, layout, scoredOn, { file, line }, sink);
    }
}

/** CISA's CSV is a megabyte; a file beyond this limit is something else. */
const KEV_CSV_BYTES_MAX = 64 * 2 ** 20;

async function readKevCsv(bytes: ByteStream, file: string, sink: FeedSink): Promise<void> {
  let text = '';
  for await (const lines of textLines(bytes)) {
    text += lines.map((it) => `${it}\n`).join('');
    if (text.length > KEV_CSV_BYTES_MAX)
      throw new FeedFault(`A KEV table of more than ${KEV_CSV_BYTES_MAX} characters`);
  }
  const { data } = Papa.parse<unknown>(text, { header: true, skipEmptyLines: true });
  data.forEach((row, index) => readKevEntry(asObject(row), { file, line: index + 1 }, sink));
}
