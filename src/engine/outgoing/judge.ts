import { type Allowed, isInBlock, isNamed } from './allowed.ts';
import { addressBlock, specialRangeOf } from './special-ranges.ts';

/** Whether a request may go to an address. */
export type Reach =
  | { readonly kind: 'public' }
  /** Not public, but listed. */
  | { readonly kind: 'listed' }
  | { readonly kind: 'refused'; readonly because: string };

/**
 * Judges one address that a name stands for. A listed name opens private addresses alone, so that whoever changes what
 * the name stands for gains neither this machine nor the services of a cloud.
 */
export function judgeAddress(host: string, address: string, allowed: readonly Allowed[]): Reach {
  const block = addressBlock(address);
  if (block === null) return { kind: 'refused', because: `"${address}" is no address` };
  const range = specialRangeOf(block);
  if (range === null) return { kind: 'public' };
  const listed =
    range.openedBy !== 'nothing' &&
    (isInBlock(block, allowed) || (range.openedBy === 'name or block' && isNamed(host, allowed)));
  if (listed) return { kind: 'listed' };
  const says =
    host === address ? `${address} is a ${range.name}` : `${host} is at ${address}, a ${range.name}`;
  switch (range.openedBy) {
    case 'nothing':
      return { kind: 'refused', because: says };
    case 'block':
      return { kind: 'refused', because: `${says}, and no block of the allowed destinations holds it` };
    case 'name or block':
      return { kind: 'refused', because: `${says}, and it is not among the allowed destinations` };
  }
}
