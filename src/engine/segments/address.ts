/** An IPv4 or IPv6 address as a number. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Null: the text is no address. A zone ("fe80::1%eth0") is left off; "::ffff:10.1.2.3" is the IPv4 address in it. */
export function readAddress(text: string): Address | null {
  const bare = text.trim().replace(/%.*$/, '');
  if (bare.includes(':')) return readV6(bare);
  const value = readV4(bare);
  return value === null ? null : { bits: 32, value };
}

function readV4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return null;
    value = value * 256n + BigInt(part);
  }
  return value;
}

const V4_IN_V6 = 0xffffn;

function readV6(text: string): Address | null {
  const tail = /^(.*:)([\d.]+)$/.exec(text);
  const dotted = tail?.[2]?.includes('.') === true ? readV4(tail[2]) : null;
  if (text.includes('.') && dotted === null) return null;
  const groupText =
    dotted === null
      ? text
      : `${tail?.[1] ?? ''}${(dotted >> 16n).toString(16)}:${(dotted & 0xffffn).toString(16)}`;
  const halves = groupText.split('::');
  if (halves.length > 2) return null;
  const [head, rest] = halves.map((it) => (it === '' ? [] : it.split(':')));
  const groups = expanded(head ?? [], rest ?? null);
  if (groups === null || !groups.every((it) => /^[\da-f]{1,4}$/i.test(it))) return null;
  const value = groups.reduce((sum, it) => sum * 65_536n + BigInt(`0x${it}`), 0n);
  return value >> 32n === V4_IN_V6 ? { bits: 32, value: value & 0xffff_ffffn } : { bits: 128, value };
}

/** Eight groups: "::" stands for as many zeros as are missing, at least one. */
function expanded(head: readonly string[], rest: readonly string[] | null): readonly string[] | null {
  if (rest === null) return head.length === 8 ? head : null;
  const missing = 8 - head.length - rest.length;
  return missing < 1 ? null : [...head, ...Array.from({ length: missing }, () => '0'), ...rest];
}

export function addressText({ bits, value }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  return shortest(groups);
}

/** RFC 5952: the longest run of two or more zero groups, the first of equals, becomes "::". */
function shortest(groups: readonly string[]): string {
  let best = { from: 0, length: 1 };
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (groups[from + length] === '0') length++;
    if (length > best.length) best = { from, length };
  }
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.from).join(':')}::${groups.slice(best.from + best.length).join(':')}`;
}
