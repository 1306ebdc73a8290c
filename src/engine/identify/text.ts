/**
 * Text as people write it, brought to a form that can be compared: broken encodings repaired, diacritics and case gone,
 * words and numbers apart.
 */

/** Windows-1252 code points of the bytes 0x80–0x9F. Source: WHATWG Encoding, index windows-1252. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** "GeutebrÃ¼ck" → "Geutebrück": UTF-8 that was once read as Windows-1252 is read again; other text stays as it is. */
function repairEncoding(text: string): string {
  if (!/[\u00c2-\u00f4]/.test(text)) return text;
  let repaired = '';
  for (let at = 0; at < text.length; ) {
    const lead = byteOf(text.charCodeAt(at));
    const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : 1;
    const decoded = length === 1 ? null : decode(text, at, lead, length);
    repaired += decoded ?? text[at];
    at += decoded === null ? 1 : length;
  }
  return repaired;
}

function decode(text: string, at: number, lead: number, length: number): string | null {
  let code = lead & (length === 2 ? 0x1f : 0x0f);
  for (let offset = 1; offset < length; offset++) {
    const byte = at + offset < text.length ? byteOf(text.charCodeAt(at + offset)) : 0;
    if (byte < 0x80 || byte > 0xbf) return null;
    code = (code << 6) | (byte & 0x3f);
  }
  return String.fromCharCode(code);
}

function byteOf(code: number): number {
  if (code <= 0xff) return code;
  const high = WINDOWS_1252.indexOf(String.fromCharCode(code));
  return high === -1 ? 0 : 0x80 + high;
}

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  '×': 'x',
  µ: 'u',
};

/** Lower case without diacritics, trade marks or broken encodings: "Dräger™" → "drager". */
export function fold(text: string): string {
  const plain = repairEncoding(text)
    .replaceAll(/[™®©°]/g, ' ')
    .toLowerCase();
  if (/^[\x20-\x7e]*$/.test(plain)) return plain;
  return plain
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[ßøæœłđı×µ]/g, (it) => LETTERS[it] ?? it);
}

/** Only letters and digits are left: "C-CURE 9000" → "ccure9000". */
export function squash(text: string): string {
  return fold(text).replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * Number of slips of the keyboard between two words (insertion, deletion, substitution, swap of neighbours), or
 * `limit + 1` as soon as it is more than `limit`. Damerau–Levenshtein, optimal string alignment.
 */
export function slipsBetween(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let cut = 0;
  while (cut < Math.min(a.length, b.length) - from && a.at(-1 - cut) === b.at(-1 - cut)) cut++;
  const ours = a.slice(from, a.length - cut);
  const theirs = b.slice(from, b.length - cut);
  if (limit === 1) return isOneSlip(ours, theirs) ? 1 : 2;
  return distance(ours, theirs, limit);
}

/** Of what is left where two words part: one letter, or two swapped. */
function isOneSlip(a: string, b: string): boolean {
  if (a.length <= 1 && b.length <= 1) return true;
  return a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0];
}

function distance(a: string, b: string, limit: number): number {
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, (older[column - 2] ?? 0) + 1);
      line.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    older = last;
    last = line;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}
