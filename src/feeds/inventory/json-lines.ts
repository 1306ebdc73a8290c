import type { JsonRecord } from './json-rows.ts';

/** A record longer than this is no device. */
const RECORD_CHARS_MAX = 32 * 1024 * 1024;
/** Deeper nesting is an attack on the reader, not an inventory. */
const DEPTH_MAX = 100;

/** One JSON value per line; a broken line costs only itself. */
export async function* jsonLines(text: AsyncIterable<string>): AsyncIterable<JsonRecord[]> {
  let held = '';
  let line = 1;
  let skipping = false;
  for await (const piece of text) {
    const records: JsonRecord[] = [];
    let from = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', from)) {
      const whole = held + piece.slice(from, end);
      held = '';
      if (!skipping && whole.trim() !== '') records.push(parseRow(whole, line));
      skipping = false;
      line += 1;
      from = end + 1;
    }
    if (!skipping) held += piece.slice(from);
    if (held.length > RECORD_CHARS_MAX) {
      records.push(tooLong(held, line));
      held = '';
      skipping = true;
    }
    if (records.length > 0) yield records;
  }
  if (held.trim() !== '') yield [parseRow(held, line)];
}

export function tooLong(start: string, line: number): JsonRecord {
  const problem = `the record is longer than ${RECORD_CHARS_MAX.toLocaleString('en')} characters`;
  return { line, problem, raw: start.slice(0, 200) };
}

export function isTooLong(chars: number): boolean {
  return chars > RECORD_CHARS_MAX;
}

/** The same, with numbers as they are written where a number would lose something: version 9.20, a serial of 20 digits. */
export function parseRow(text: string, line: number): JsonRecord {
  return parseRecord(text, line, LOSES.test(text) ? asWritten : undefined);
}

const LOSES = /\d{16}|\.\d*0(?!\d)|\d[eE]/;

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

const asWritten: Reviver = (_, value, context) =>
  typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
    ? context.source
    : value;

/** The parsed record, or the reason why not. */
export function parseRecord(text: string, line: number, reviver?: Reviver): JsonRecord {
  if (isTooDeep(text))
    return { line, problem: `nested deeper than ${DEPTH_MAX} levels`, raw: text.slice(0, 200) };
  try {
    return { line, value: JSON.parse(text, reviver) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { line, problem: 'no valid JSON', raw: text.slice(0, 200) };
  }
}

/** Counts brackets outside strings, before a recursive parser sees them. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      if (++depth > DEPTH_MAX) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}
