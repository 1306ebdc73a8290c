// The engine knows neither Buffer nor TextDecoder; these two functions are all it needs of them.

/** Text as UTF-8. Lone surrogates become U+FFFD, as everywhere. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[length++] = code;
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      code = text.codePointAt(i) ?? REPLACEMENT;
      if (code > 0xffff) i++;
      else code = REPLACEMENT;
    }
    length = encodeCodePoint(bytes, length, code);
  }
  return bytes.slice(0, length);
}

const REPLACEMENT = 0xfffd;

/** Writes one code point at `at`; returns where the next one goes. */
function encodeCodePoint(bytes: Uint8Array, at: number, code: number): number {
  let next = at;
  if (code < 0x80) bytes[next++] = code;
  else if (code < 0x800) {
    bytes[next++] = 0xc0 | (code >> 6);
    bytes[next++] = 0x80 | (code & 0x3f);
  } else if (code < 0x10000) {
    bytes[next++] = 0xe0 | (code >> 12);
    bytes[next++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[next++] = 0x80 | (code & 0x3f);
  } else {
    bytes[next++] = 0xf0 | (code >> 18);
    bytes[next++] = 0x80 | ((code >> 12) & 0x3f);
    bytes[next++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[next++] = 0x80 | (code & 0x3f);
  }
  return next;
}

const CHUNK = 4096;

/** UTF-8 as text; bytes that are none become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  for (let i = start; i < end; i++) if ((bytes[i] as number) >= 0x80) return decodeWide(bytes, start, end);
  if (end - start <= SHORT) return fromFew(bytes, start, end);
  if (end - start <= CHUNK) return fromCodes(bytes.subarray(start, end));
  let text = '';
  for (let i = start; i < end; i += CHUNK) text += fromCodes(bytes.subarray(i, Math.min(end, i + CHUNK)));
  return text;
}

/** For a short text the call below costs more than the text. */
const SHORT = 24;

function fromFew(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let at = start;
  for (; at + 4 <= end; at += 4)
    text += String.fromCharCode(
      bytes[at] as number,
      bytes[at + 1] as number,
      bytes[at + 2] as number,
      bytes[at + 3] as number,
    );
  for (; at < end; at++) text += String.fromCharCode(bytes[at] as number);
  return text;
}

/** `fromCharCode` takes any array-like of numbers; its type asks for a plain array. */
function fromCodes(codes: Uint8Array): string {
  return String.fromCharCode.apply(null, codes as unknown as number[]);
}

function decodeWide(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let at = start;
  while (at < end) {
    const lead = bytes[at] as number;
    const size = sequenceLength(lead);
    let code = size === 1 ? lead : lead & (0x7f >> size);
    let whole = size > 0 && at + size <= end;
    for (let i = 1; whole && i < size; i++) {
      const next = bytes[at + i] as number;
      if ((next & 0xc0) !== 0x80) whole = false;
      code = (code << 6) | (next & 0x3f);
    }
    if (whole && (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))) whole = false;
    text += String.fromCodePoint(whole ? code : REPLACEMENT);
    at += whole ? size : 1;
  }
  return text;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}
