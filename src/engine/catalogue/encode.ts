import type { Tables } from './tables.ts';
import { TextPool } from './text-pool.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

type Column = Int32Array | Uint32Array | Uint8Array | Float64Array;
type ColumnType = keyof typeof COLUMN_TYPES;

const COLUMN_TYPES = {
  i32: Int32Array,
  u32: Uint32Array,
  u8: Uint8Array,
  f64: Float64Array,
} as const;

interface Section {
  readonly name: string;
  readonly type: ColumnType;
  readonly start: number;
  readonly length: number;
}

const ALIGNMENT_BYTES = 8;

/** The columns as blocks of bytes: a length, a table of contents in JSON, then each column on a multiple of eight. */
export function encodeTables(tables: Tables): Uint8Array[] {
  const columns = Object.entries(tables).flatMap(([name, it]: [string, Column | TextPool]) =>
    it instanceof TextPool
      ? ([
          [`${name}.bytes`, it.bytes],
          [`${name}.ends`, it.ends],
        ] as const)
      : ([[name, it]] as const),
  );
  let start = 0;
  const sections: Section[] = columns.map(([name, it]) => {
    const section = { name, type: typeOf(it), start, length: it.length };
    start += aligned(it.byteLength);
    return section;
  });
  const contents = encodeUtf8(JSON.stringify(sections));
  const head = new Uint8Array(aligned(4 + contents.length));
  new DataView(head.buffer).setUint32(0, contents.length, true);
  head.set(contents, 4);
  return [head, ...columns.flatMap(([, it]) => padded(it))];
}

/** Columns over the bytes, nothing copied. `bytes` must begin on a multiple of eight in its buffer. */
export function decodeTables(bytes: Uint8Array): Tables {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const sections = JSON.parse(decodeUtf8(bytes, 4, 4 + length)) as Section[];
  const base = bytes.byteOffset + aligned(4 + length);
  const columns = new Map(
    sections.map(({ name, type, start, length: count }) => [
      name,
      new COLUMN_TYPES[type](bytes.buffer as ArrayBuffer, base + start, count),
    ]),
  );
  const tables: Record<string, Column | TextPool> = {};
  for (const [name, column] of columns) {
    const [pool, part] = name.split('.') as [string, string | undefined];
    if (part === undefined) tables[pool] = column;
    else if (part === 'bytes')
      tables[pool] = new TextPool(column as Uint8Array, columns.get(`${pool}.ends`) as Int32Array);
  }
  return tables as unknown as Tables;
}

function typeOf(column: Column): ColumnType {
  if (column instanceof Int32Array) return 'i32';
  if (column instanceof Uint32Array) return 'u32';
  return column instanceof Float64Array ? 'f64' : 'u8';
}

function padded(column: Column): Uint8Array[] {
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const gap = aligned(bytes.length) - bytes.length;
  return gap === 0 ? [bytes] : [bytes, new Uint8Array(gap)];
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
}
