import { isAscii, isUtf8 } from 'node:buffer';
import type { ByteChunks } from './source.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** How the text is encoded, by byte order mark or by what the beginning looks like. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (looksLikeUtf16(head, 1)) return 'utf-16le';
  if (looksLikeUtf16(head, 0)) return 'utf-16be';
  return isUtf8(wholeCharacters(head)) ? 'utf-8' : 'windows-1252';
}

/** Mostly Latin text in UTF-16 has a zero in every second byte. */
function looksLikeUtf16(head: Uint8Array, zeroAt: 0 | 1): boolean {
  const length = Math.min(head.length & ~1, 512);
  if (length < 8) return false;
  let zeros = 0;
  for (let i = 0; i < length; i += 2) {
    if (head[i + zeroAt] === 0) zeros++;
    if (head[i + 1 - zeroAt] === 0) return false;
  }
  return zeros > length * 0.4;
}

/**
 * Text of the bytes, line ends as `\n`, no byte order mark.
 * What began as pure ASCII and then breaks UTF-8 was Windows-1252 all along; what already held UTF-8 is damaged
 * there, and the broken bytes become U+FFFD.
 */
export async function* decode(chunks: ByteChunks, head: Uint8Array): AsyncIterable<string> {
  const encoding = encodingOf(head);
  const text = encoding === 'utf-8' ? decodeUtf8(chunks) : decodeWith(chunks, encoding);
  let heldReturn = '';
  for await (const piece of text) {
    let it = heldReturn + piece;
    heldReturn = it.endsWith('\r') ? '\r' : '';
    if (heldReturn !== '') it = it.slice(0, -1);
    if (it !== '') yield it.includes('\r') ? it.replaceAll(/\r\n?/g, '\n') : it;
  }
  if (heldReturn !== '') yield '\n';
}

async function* decodeWith(chunks: ByteChunks, encoding: Encoding): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* decodeUtf8(chunks: ByteChunks): AsyncIterable<string> {
  let decoder = new TextDecoder('utf-8');
  let onlyAscii = true;
  let held: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const whole = wholeCharacters(bytes);
    held = bytes.subarray(whole.length);
    if (onlyAscii && !isAscii(whole)) {
      onlyAscii = false;
      if (!isUtf8(whole)) decoder = new TextDecoder('windows-1252');
    }
    yield decoder.decode(whole, { stream: true });
  }
  yield decoder.decode(held);
}

/** Without a UTF-8 sequence cut off at the end. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needed ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}
