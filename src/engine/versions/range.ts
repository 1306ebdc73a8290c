import type { Truth } from '#engine/words';
import type { CalendarDate } from './date.ts';
import type { VersReading } from './vers.ts';
import type { Version } from './version.ts';

export interface Bound {
  readonly version: Version;
  readonly inclusive: boolean;
  /** "4.x": the bound is a whole branch, so "< 4.x" says nothing about 4.0, and "<= 4.x" includes all of it. */
  readonly branch: boolean;
  /** A person wrote it: "4 and earlier" may mean 4.2 too. */
  readonly inWords?: true;
}

/** Why an answer is open: the version is missing, or what stands there is none that can be read. */
export const VERSION_NOT_KNOWN = 'the version is not known';

/** Which versions a source speaks of. Every kind answers three-valued: true, false, cannot be told. */
export type Range =
  | { readonly kind: 'all' }
  /** Words that say nothing about versions ("DHCP", "Legacy C-Series"): always undetermined. */
  | { readonly kind: 'unclear'; readonly text: string }
  | { readonly kind: 'exact'; readonly version: Version }
  /** "1.12.0.25 and earlier, 1.12.13.2": whether the second includes its predecessors is not said. */
  | { readonly kind: 'exact-or-earlier'; readonly version: Version }
  /** "9.x" */
  | { readonly kind: 'branch'; readonly version: Version }
  | { readonly kind: 'span'; readonly lower: Bound | null; readonly upper: Bound | null }
  /** Several upper bounds: one per branch ("< 19.0.1 | < 18.0.1") or per lettering series ("<= U61 | <= L81"). */
  | { readonly kind: 'branch-bounds'; readonly bounds: readonly Bound[] }
  /** "< May 2018": only versions that are dates can be compared with it. */
  | { readonly kind: 'dated'; readonly comparator: '<' | '<=' | '>' | '>='; readonly date: CalendarDate }
  | { readonly kind: 'any'; readonly of: readonly Range[] }
  /** Two statements of the same thing; where they disagree nothing can be told. */
  | { readonly kind: 'both-ways'; readonly of: readonly Range[] }
  /** Inside the range it further depends on something that a version does not say ("with wireless option"). */
  | { readonly kind: 'conditional'; readonly range: Range; readonly condition: string }
  | { readonly kind: 'vers'; readonly vers: VersReading }
  | { readonly kind: 'cve5'; readonly statements: readonly Statement[]; readonly otherwise: Truth };

/** One entry of a CVE 5 `versions` list: what holds for the versions in its range, and where that changes. */
export interface Statement {
  readonly range: Range;
  readonly affected: Truth;
  readonly changes: readonly { readonly at: Version | null; readonly affected: Truth }[];
}
