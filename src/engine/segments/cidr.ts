import { addressText, readAddress } from './address.ts';

/** A block of addresses. */
export interface Cidr {
  readonly bits: 32 | 128;
  readonly base: bigint;
  readonly prefix: number;
  /** As it is written: "10.20.0.0/16". */
  readonly text: string;
}

/** A block as people write it; an address alone is a block of one. Bits behind the prefix must be zero. */
export function readCidr(written: string): Cidr | { readonly problem: string } {
  const text = written.trim();
  const [addressPart = '', prefixPart, ...more] = text.split('/');
  const address = readAddress(addressPart);
  if (address === null || more.length > 0)
    return { problem: `"${text}" is no block of addresses: write 10.20.0.0/16 or 2001:db8::/48` };
  const { bits, value } = address;
  const prefix = prefixPart === undefined ? bits : Number(prefixPart);
  if (prefixPart !== undefined && (!/^\d{1,3}$/.test(prefixPart) || prefix > bits))
    return { problem: `"${text}" has no prefix length between 0 and ${bits}` };
  const host = BigInt(bits - prefix);
  const base = (value >> host) << host;
  const wanted = `${addressText({ bits, value: base })}/${prefix}`;
  if (base !== value) return { problem: `"${text}" is an address inside a block: write ${wanted}` };
  return { bits, base, prefix, text: wanted };
}

/** Whether all of `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  if (outer.bits !== inner.bits || outer.prefix > inner.prefix) return false;
  const host = BigInt(outer.bits - outer.prefix);
  return inner.base >> host === outer.base >> host;
}
