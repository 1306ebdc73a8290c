import { isTooLong, parseRow, tooLong } from './json-lines.ts';
import type { JsonRecord } from './json-rows.ts';

/** Keys under which systems put their list of devices. A list under any other key belongs to a record. */
const LIST_KEYS: ReadonlySet<string> = new Set([
  'devices',
  'device',
  'assets',
  'items',
  'results',
  'result',
  'value',
  'values',
  'data',
  'entry',
  'hosts',
  'inventory',
  'records',
  'rows',
  'equipment',
  'endpoints',
  'content',
  'nodes',
  'response',
  'objects',
  'payload',
]);

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

interface Frame {
  readonly isList: boolean;
  /** Only list keys lead here from the root, so a list here is a list of records. */
  readonly leadsToRecords: boolean;
}

/**
 * Records of a JSON document of any size: elements of the root list or of a list under a well-known key
 * (`{"devices": […]}`, `{"data": {"items": […]}}`), else the root object itself as one record.
 */
export async function* jsonDocument(text: AsyncIterable<string>): AsyncIterable<JsonRecord[]> {
  const splitter = createSplitter();
  for await (const piece of text) {
    const records = splitter.push(piece);
    if (records.length > 0) yield records;
  }
  const records = splitter.finish();
  if (records.length > 0) yield records;
}

function createSplitter() {
  const frames: Frame[] = [];
  let line = 1;
  let inString = false;
  let escaped = false;
  let key = '';
  let string = '';
  /** Text of the value being captured, and where its depth began; null: none. */
  let record: { start: number; line: number; depth: number; oversized: boolean } | null = null;
  let captured = '';
  let depth = 0;
  let listsSeen = 0;
  let root: { start: number; line: number; text: string; oversized: boolean } | null = null;
  let records: JsonRecord[] = [];

  function finishRecord(piece: string, end: number): void {
    if (record === null) return;
    const text = captured + piece.slice(record.start, end);
    records.push(
      record.oversized || isTooLong(text.length) ? tooLong(text, record.line) : parseRow(text, record.line),
    );
    record = null;
    captured = '';
  }

  function open(at: number, isList: boolean): void {
    depth += 1;
    if (record !== null) return;
    const parent = frames.at(-1);
    if (parent === undefined) root = { start: at, line, text: '', oversized: false };
    if (parent?.isList === true && parent.leadsToRecords) {
      record = { start: at, line, depth: depth - 1, oversized: false };
      return;
    }
    const leadsToRecords =
      parent === undefined || (parent.leadsToRecords && !parent.isList && LIST_KEYS.has(key.toLowerCase()));
    frames.push({ isList, leadsToRecords });
    if (isList && leadsToRecords) listsSeen += 1;
  }

  function close(piece: string, at: number): void {
    depth -= 1;
    if (record !== null) {
      if (depth === record.depth) finishRecord(piece, at + 1);
      else if (depth < record.depth) {
        finishRecord(piece, at);
        frames.pop();
      }
      if (frames.length > 0) return;
    } else frames.pop();
    if (depth <= 0) finishRoot(piece, at + 1);
  }

  function finishRoot(piece: string, end: number): void {
    if (root !== null && listsSeen === 0) {
      const text = root.text + piece.slice(root.start, end);
      records.push(root.oversized ? tooLong(text, root.line) : parseRow(text, root.line));
    }
    root = null;
    listsSeen = 0;
    depth = 0;
    frames.length = 0;
  }

  /** A number, word or string where a record was expected. */
  function scalar(at: number): void {
    const parent = frames.at(-1);
    if (record === null && parent?.isList === true && parent.leadsToRecords)
      record = { start: at, line, depth, oversized: false };
    else if (frames.length === 0 && root === null && record === null)
      record = { start: at, line, depth, oversized: false };
  }

  function scan(piece: string): void {
    for (let i = 0; i < piece.length; i++) {
      const code = piece.charCodeAt(i);
      if (code === 10) {
        line += 1;
        if (frames.length === 0 && root === null && record !== null && !inString) finishRecord(piece, i);
      }
      if (inString) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) inString = false;
        else if (record === null && string.length < 100) string += piece[i];
        continue;
      }
      switch (code) {
        case QUOTE:
          scalar(i);
          inString = true;
          string = '';
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          open(i, code === OPEN_BRACKET);
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          close(piece, i);
          break;
        case COLON:
          if (record === null) key = string;
          break;
        case COMMA:
          if (record !== null && record.depth === depth) finishRecord(piece, i);
          break;
        default:
          if (code > 32) scalar(i);
      }
    }
  }

  /** Takes over what the piece holds of values that go on in the next piece. */
  function carry(piece: string): void {
    if (record !== null) {
      if (!record.oversized) captured += piece.slice(record.start);
      record.start = 0;
      if (isTooLong(captured.length)) {
        record.oversized = true;
        captured = captured.slice(0, 200);
      }
    }
    if (root !== null) {
      if (listsSeen === 0 && !root.oversized) root.text += piece.slice(root.start);
      root.start = 0;
      if (listsSeen > 0) root.text = '';
      else if (isTooLong(root.text.length)) {
        root.oversized = true;
        root.text = root.text.slice(0, 200);
      }
    }
  }

  function take(): JsonRecord[] {
    const taken = records;
    records = [];
    return taken;
  }

  return {
    push(piece: string): JsonRecord[] {
      scan(piece);
      carry(piece);
      return take();
    },
    finish(): JsonRecord[] {
      if (record !== null || root !== null || depth > 0) {
        const raw = (record === null ? (root?.text ?? '') : captured).slice(0, 200);
        const at = record?.line ?? root?.line ?? line;
        records.push({ line: at, problem: 'the file ends in the middle of a record or list', raw });
      }
      return take();
    },
  };
}
