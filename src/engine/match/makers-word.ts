import type { Advisory } from '#engine/catalogue';
import type { ProductLink } from '#engine/identify';
import type { Identifier } from './linked-item.ts';

/** Formats that do not ask in which role somebody speaks. */
const WITHOUT_ROLES: ReadonlySet<Advisory['feed']> = new Set(['openvex', 'cyclonedx-vex']);

/**
 * How an advisory is the word of the maker; null: it is somebody else's, or nobody's in particular. A document that says in
 * which role it speaks must say "vendor", which resellers and whoever builds products in say too: so whoever published it
 * must also be the maker of what the device was found to be, or of what that stands in.
 * Source: CSAF 2.0 §3.2.1.8.1, "vendor".
 */
export function makersWord(
  asMaker: Identifier['asMaker'],
  { feed, publisher, publisherRole }: Advisory,
  about: readonly { readonly link: ProductLink }[],
): string | null {
  if (publisher === null || (publisherRole !== 'vendor' && !WITHOUT_ROLES.has(feed))) return null;
  for (const { link } of about) {
    const how = asMaker(publisher, link);
    if (how !== null) return how;
  }
  return null;
}
