import type { Row, Table } from './rows.ts';

/** One record of a JSON source, or why it cannot be taken. */
export type JsonRecord =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly problem: string; readonly raw: string };

/** Levels of nesting that become part of a column's name; what lies deeper stays JSON. */
const LEVELS_MAX = 8;

/** Records as table rows: nested keys joined by dots, lists of values by commas, lists of records kept as JSON. */
export function jsonTable(records: AsyncIterable<readonly JsonRecord[]>): Table {
  const columns: string[] = [];
  const indexes = new Map<string, number>();
  const indexOf = (name: string): number => {
    const known = indexes.get(name);
    if (known !== undefined) return known;
    columns.push(name);
    indexes.set(name, columns.length - 1);
    return columns.length - 1;
  };
  async function* blocks(): AsyncIterable<Row[]> {
    for await (const block of records) yield block.map((it) => rowOf(it, indexOf));
  }
  return { columns, blocks: blocks() };
}

function rowOf(record: JsonRecord, indexOf: (name: string) => number): Row {
  if ('problem' in record) return { line: record.line, cells: [record.raw], problem: record.problem };
  const { line, value } = record;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { line, cells: [], problem: 'the record is no object with named values' };
  const cells: string[] = [];
  flatten(value, '', 1, (name, text) => {
    const index = indexOf(name);
    while (cells.length < index) cells.push('');
    cells[index] = text;
  });
  return { line, cells };
}

/** Everything an object says, flattened to texts by dotted name. */
export function flatTexts(record: object): Record<string, string> {
  const texts: Record<string, string> = {};
  flatten(record, '', 1, (name, text) => {
    if (text !== '') texts[name] = text;
  });
  return texts;
}

function flatten(
  record: object,
  prefix: string,
  level: number,
  put: (name: string, text: string) => void,
): void {
  for (const [key, value] of Object.entries(record) as [string, unknown][]) {
    const name = prefix + key;
    if (value === null || value === undefined) continue;
    if (typeof value !== 'object') put(name, scalarText(value));
    else if (Array.isArray(value)) put(name, listText(value));
    else if (level < LEVELS_MAX) flatten(value, `${name}.`, level + 1, put);
    else put(name, JSON.stringify(value));
  }
}

function listText(list: readonly unknown[]): string {
  const texts = list
    .filter((it) => it !== null)
    .map((it) => (typeof it === 'object' ? null : scalarText(it)));
  return texts.includes(null) ? JSON.stringify(list) : texts.join(', ');
}

function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
