import { NO, UNKNOWN } from './degree.ts';
import type { Degree } from './degree.ts';

/** What one source concludes about one weakness on one device. */
export interface Claim {
  readonly degree: Degree;
  /** It names versions; a claim about "all versions" or none in particular is weaker. */
  readonly explicit: boolean;
  readonly kind: 'criteria' | 'advisory';
  /** The maker speaks of its own product. */
  readonly byVendor: boolean;
  /** An assertion of "not affected" or "fixed" in so many words, not merely a version outside a range. */
  readonly cleared: boolean;
}

export interface Decision {
  readonly degree: Degree;
  readonly contradiction: string | null;
}

/** Weighs what the sources say. Never dismisses silently: where they disagree, the rule that decided is named. */
export function decide(claims: readonly Claim[]): Decision {
  const decided = claims.filter((it) => it.degree === NO || it.degree > UNKNOWN);
  const cleared = decided.find((it) => it.cleared && it.byVendor);
  const yes = decided.filter((it) => it.degree > UNKNOWN);
  const no = decided.filter((it) => it.degree === NO);
  const strongest = Math.max(NO, ...claims.map((it) => it.degree));

  if (yes.length === 0) {
    const unsettled = claims.some((it) => it.degree !== NO && !outranked(it, no));
    return { degree: unsettled ? strongest : NO, contradiction: null };
  }
  if (no.length === 0) return { degree: strongest, contradiction: null };
  if (cleared !== undefined)
    return { degree: NO, contradiction: 'The vendor says its product is not affected, which overrides' };

  const vendor = decided.filter((it) => it.byVendor);
  if (
    vendor.length > 0 &&
    vendor.every((it) => it.degree === NO) &&
    yes.every((it) => it.kind === 'criteria')
  )
    return { degree: NO, contradiction: "The vendor's statement about its own product outranks NVD" };
  if (yes.every((it) => outranked(it, no)))
    return {
      degree: NO,
      contradiction: 'An advisory that names versions outranks an NVD entry that names none',
    };
  return { degree: strongest, contradiction: 'Sources disagree, so affected stands' };
}

/** An NVD entry that names no version gives way to an advisory that does. */
function outranked(claim: Claim, against: readonly Claim[]): boolean {
  return (
    claim.kind === 'criteria' &&
    !claim.explicit &&
    against.some((it) => it.kind === 'advisory' && it.explicit)
  );
}
