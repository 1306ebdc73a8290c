import { constants, deflateRawSync } from 'node:zlib';
import { strToU8, Zip, ZipPassThrough } from 'fflate';
import { createSheet, sheetXml } from './xlsx-sheet.ts';
import { CONTENT_TYPES_HEAD, escapedXml, PACKAGE_RELATIONSHIPS, STYLES_XML, XML_HEAD } from './xlsx-parts.ts';
import type { Column, Table } from './table.ts';

export interface Sheet {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly xml: (isFirst: boolean) => Iterable<string>;
}

// The zip format keeps local time with no zone. A fixed moment makes the same report the same bytes.
const ZIP_MOMENT = new Date(2000, 0, 1);
const CHUNK_CHARS = 262_144;
const DEFLATED = 8;

/** A sheet of the table's rows, which stand one per line under a frozen header. */
export function sheetOf<Row>(name: string, table: Table<Row>): Sheet {
  return { name, xml: (isFirst) => sheetXml(table, isFirst) };
}

/**
 * A workbook (ECMA-376), written as a stream: rows are pulled as the file grows, so a million findings never stand in
 * memory as XML. Header rows are frozen, bold and filtered; dates are dates and numbers are numbers.
 */
export function* xlsxChunks(sheets: readonly Sheet[]): Generator<Uint8Array> {
  const book = createBook();
  for (const part of partsOf(sheets)) {
    book.begin(part.path);
    for (const piece of part.pieces) yield* book.write(piece);
    yield* book.finish();
  }
  yield* book.close();
}

/** A workbook of one sheet whose rows come page by page. */
export async function* xlsxPages<Row>(
  name: string,
  columns: readonly Column<Row>[],
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<Uint8Array> {
  const book = createBook();
  const sheet = createSheet(columns, true);
  const [content, ...parts] = partsOf([{ name, xml: () => [] }]).toReversed();
  for (const part of parts.toReversed()) {
    book.begin(part.path);
    for (const piece of part.pieces) yield* book.write(piece);
    yield* book.finish();
  }
  book.begin(content?.path ?? '');
  yield* book.write(sheet.head);
  for await (const rows of pages)
    for (const row of rows) if (!sheet.isFull()) yield* book.write(sheet.row(row));
  yield* book.write(sheet.tail());
  yield* book.finish();
  yield* book.close();
}

/** The archive that a workbook is, entry by entry. */
function createBook() {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw new Error('Cannot compress the workbook', { cause: error });
    ready.push(chunk);
  });
  let entry = new DeflatedEntry('');
  let text = '';
  return {
    begin(path: string): void {
      entry = new DeflatedEntry(path);
      entry.mtime = ZIP_MOMENT;
      zip.add(entry);
    },
    write(piece: string): Uint8Array[] {
      text += piece;
      if (text.length < CHUNK_CHARS) return [];
      entry.push(strToU8(text));
      text = '';
      return ready.splice(0);
    },
    finish(): Uint8Array[] {
      entry.push(strToU8(text), true);
      text = '';
      return ready.splice(0);
    },
    close(): Uint8Array[] {
      zip.end();
      return ready.splice(0);
    },
  };
}

/**
 * An entry that Node compresses: it takes a fifth of the time of compression in JavaScript, which would otherwise be
 * most of the work. Each chunk ends at a byte boundary, so that the chunks joined are one deflate stream (RFC 1951).
 */
class DeflatedEntry extends ZipPassThrough {
  override compression = DEFLATED;

  protected override process(chunk: Uint8Array, final: boolean): void {
    const finishFlush = final ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
    this.ondata(null, deflateRawSync(chunk, { finishFlush }), final);
  }
}

interface Part {
  readonly path: string;
  readonly pieces: Iterable<string>;
}

function partsOf(sheets: readonly Sheet[]): Part[] {
  return [
    { path: '[Content_Types].xml', pieces: [contentTypes(sheets)] },
    { path: '_rels/.rels', pieces: [PACKAGE_RELATIONSHIPS] },
    { path: 'xl/workbook.xml', pieces: [workbook(sheets)] },
    { path: 'xl/_rels/workbook.xml.rels', pieces: [workbookRelationships(sheets)] },
    { path: 'xl/styles.xml', pieces: [STYLES_XML] },
    ...sheets.map((sheet, i) => ({
      path: `xl/worksheets/sheet${i + 1}.xml`,
      pieces: sheet.xml(i === 0),
    })),
  ];
}

function contentTypes(sheets: readonly Sheet[]): string {
  const overrides = sheets.map(
    (_, i) =>
      `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  return `${CONTENT_TYPES_HEAD}${overrides.join('')}</Types>`;
}

function workbook(sheets: readonly Sheet[]): string {
  const entries = sheets.map(
    (it, i) => `<sheet name="${escapedXml(it.name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  return (
    `${XML_HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
    `<sheets>${entries.join('')}</sheets></workbook>`
  );
}

function workbookRelationships(sheets: readonly Sheet[]): string {
  const kinds = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const entries = sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${kinds}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  return (
    `${XML_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
    `${entries.join('')}<Relationship Id="rId${sheets.length + 1}" Type="${kinds}/styles" Target="styles.xml"/></Relationships>`
  );
}
