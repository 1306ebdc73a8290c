import type { Segment } from './sites.ts';

/** Hands out the addresses of each segment, one after the other. */
export function createAddresses(): (segment: Segment) => string {
  const given = new Map<Segment, number>();
  return (segment) => {
    // The first hundred are the network's own: gateways, switches, printers of the network team.
    const place = (given.get(segment) ?? 100) + 1;
    given.set(segment, place);
    const [first, second, third] = segment.cidr.split('.');
    return `${first}.${second}.${Number(third) + (place >> 8)}.${place & 255}`;
  };
}
