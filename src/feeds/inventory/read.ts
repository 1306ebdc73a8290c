import { csvRows, delimiterOf } from './csv.ts';
import { readCycloneDxJson, readCycloneDxXml } from './cyclonedx.ts';
import { batchesOf, NO_COLUMNS, type Statement, statementsOf } from './documents.ts';
import { fhirJsonOf, readFhirRecord } from './fhir.ts';
import { type InventoryFormat, type Recognised, sniff } from './formats.ts';
import { InputError } from './input-error.ts';
import { jsonDocument } from './json-document.ts';
import { jsonLines } from './json-lines.ts';
import { type JsonRecord, jsonTable } from './json-rows.ts';
import { readKeaLeases } from './kea-leases.ts';
import { readDhcpLeases } from './leases.ts';
import { NESSUS_CHOICE, readNessusHost } from './nessus.ts';
import { NMAP_CHOICE, readNmapHost } from './nmap.ts';
import { type InventorySource, type OpenSource, openSource, type Progress } from './source.ts';
import { readSpdxJson } from './spdx.ts';
import { readSpdxTags } from './spdx-tags.ts';
import { type Batch, type ColumnReport, type GivenMapping, type MappedTable, readTable } from './table.ts';
import { decode, encodingOf } from './text.ts';
import { wholeText } from './whole-text.ts';
import { readXlsx } from './xlsx.ts';
import { type XmlChoice, type XmlElement, type XmlTrouble, xmlRecords } from './xml.ts';

export interface InventoryOptions {
  /** Which column feeds which field, where a person has said so. */
  readonly mapping?: GivenMapping;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: Progress) => void;
}

/** An opened inventory. Batches stream; nothing is read beyond the first rows until they are asked for. */
export interface Inventory {
  readonly name: string;
  readonly format: InventoryFormat;
  /** What the columns were taken for; complete once the batches are read. Empty for formats with fixed fields. */
  readonly columns: () => ColumnReport;
  readonly batches: AsyncIterable<Batch>;
}

/**
 * Opens an inventory in any format the product knows, told by its content.
 * A bad row becomes a reject; only a source that is useless as a whole throws.
 * @throws InputError
 */
export async function readInventory(
  source: InventorySource,
  options: InventoryOptions = {},
): Promise<Inventory> {
  const opened = await openSource(source, (progress) => {
    options.signal?.throwIfAborted();
    options.progress?.(progress);
  });
  try {
    const sniffed = sniff(opened.head);
    if ('problem' in sniffed) throw new InputError(source.name, sniffed.problem);
    const { format } = sniffed;
    const read = await readerOf(format)(opened, options.mapping ?? {}, sniffed);
    return { name: source.name, format, columns: read.columns, batches: allBatches(read.batches, opened) };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

type Reader = (opened: OpenSource, given: GivenMapping, sniffed: Recognised) => Promise<MappedTable>;

function readerOf(format: InventoryFormat): Reader {
  switch (format) {
    case 'csv':
      return readCsv;
    case 'xlsx':
      return readWorkbookTable;
    case 'jsonl':
      return (opened, given) => readTable(opened.name, jsonTable(jsonLines(textOf(opened))), given);
    case 'json':
      return (opened, given) => readTable(opened.name, jsonTable(jsonDocument(textOf(opened))), given);
    case 'fhir':
      return (opened, _, { isXml, isLines }) =>
        document(
          opened,
          isXml ? fhirXml(opened) : fhirStatements(isLines ? jsonLines : jsonDocument, opened),
        );
    case 'nmap':
      return (opened) => document(opened, statementsOf(recordsIn(opened, NMAP_CHOICE), readNmapHost));
    case 'nessus':
      return (opened) => document(opened, statementsOf(recordsIn(opened, NESSUS_CHOICE), readNessusHost));
    case 'cyclonedx':
      return (opened, _, { isXml }) =>
        document(
          opened,
          isXml
            ? statementsOf(recordsIn(opened, CYCLONEDX_CHOICE), readCycloneDxXml)
            : fromWholeText(opened, async (text) => [await readCycloneDxJson(text)]),
        );
    case 'spdx':
      return (opened) =>
        document(
          opened,
          fromWholeText(opened, (text) => [
            text.trimStart().startsWith('{') ? readSpdxJson(text) : readSpdxTags(text),
          ]),
        );
    case 'dhcp':
      return (opened) => document(opened, fromWholeText(opened, readDhcpLeases));
    case 'kea':
      return (opened) => document(opened, readKeaLeases(csvRows(textOf(opened), ',')));
  }
}

function textOf(opened: OpenSource): AsyncIterable<string> {
  return decode(opened.chunks, opened.head);
}

function readCsv(opened: OpenSource, given: GivenMapping): Promise<MappedTable> {
  const headText = new TextDecoder(encodingOf(opened.head)).decode(opened.head).replaceAll(/\r\n?/g, '\n');
  const blocks = csvRows(textOf(opened), delimiterOf(headText));
  return readTable(opened.name, { columns: null, blocks }, given);
}

async function readWorkbookTable(opened: OpenSource, given: GivenMapping): Promise<MappedTable> {
  const { table, passedOver } = await readXlsx(opened.name, opened.chunks);
  const read = await readTable(opened.name, table, given);
  const rejected = passedOver.map((sheet) => ({
    file: opened.name,
    reason: `sheet "${sheet}" also lists devices and was not read: save it as a file of its own`,
  }));
  async function* batches(): AsyncIterable<Batch> {
    yield* read.batches;
    if (rejected.length > 0) yield { accepted: [], rejected };
  }
  return { columns: read.columns, batches: batches() };
}

async function document(opened: OpenSource, statements: AsyncIterable<Statement>): Promise<MappedTable> {
  return { columns: () => NO_COLUMNS, batches: batchesOf(opened.name, statements) };
}

function recordsIn(opened: OpenSource, choice: XmlChoice): AsyncIterable<XmlElement | XmlTrouble> {
  return xmlRecords(opened.name, textOf(opened), choice);
}

async function* fromWholeText(
  opened: OpenSource,
  read: (text: string) => Iterable<Statement> | Promise<Iterable<Statement>>,
): AsyncIterable<Statement> {
  yield* await read(await wholeText(opened.name, textOf(opened)));
}

async function* fhirStatements(
  records: (text: AsyncIterable<string>) => AsyncIterable<readonly JsonRecord[]>,
  opened: OpenSource,
): AsyncIterable<Statement> {
  for await (const block of records(textOf(opened)))
    for (const record of block) {
      const statement = readFhirRecord(record);
      if (statement !== null) yield statement;
    }
}

async function* fhirXml(opened: OpenSource): AsyncIterable<Statement> {
  const asDevice = (element: XmlElement): Statement =>
    readFhirRecord(fhirJsonOf(element)) ?? { line: element.line, problem: 'no FHIR Device' };
  yield* statementsOf(recordsIn(opened, FHIR_CHOICE), asDevice);
}

const FHIR_CHOICE: XmlChoice = {
  records: new Set(['Device']),
  leaveOut: new Set(['div', 'meta', 'contained']),
};
const CYCLONEDX_CHOICE: XmlChoice = {
  records: new Set(['bom']),
  leaveOut: new Set([
    'licenses',
    'hashes',
    'evidence',
    'externalReferences',
    'properties',
    'dependencies',
    'vulnerabilities',
  ]),
};

/** All batches, then a reject if the bytes ended early: what arrived is kept, and what did not is said. */
async function* allBatches(batches: AsyncIterable<Batch>, opened: OpenSource): AsyncIterable<Batch> {
  try {
    yield* batches;
    const problem = opened.trouble();
    const reason = `${problem}: what follows is missing`;
    if (problem !== null) yield { accepted: [], rejected: [{ file: opened.name, reason }] };
  } finally {
    await opened.close();
  }
}
