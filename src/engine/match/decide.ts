import { NO, UNKNOWN } from './degree.ts';
import type { Degree } from './degree.ts';

/** What one source concludes about one weakness on one device. */
export interface Claim {
  readonly degree: Degree;
  /** It names versions; a claim about "all versions" or none in particular is weaker. */
  readonly explicit: boolean;
  /** NVD's criteria, the product list of the CVE record, or an advisory. */
  readonly kind: 'criteria' | 'record' | 'advisory';
  /** The maker speaks of its own product. */
  readonly byVendor: boolean;
  /** An advisory of neither the maker nor an agency that coordinates, but say of somebody who has the product. */
  readonly byOutsider: boolean;
  /** Milliseconds since 1970; NaN: not dated, or not an advisory's. */
  readonly saidAt: number;
  /** It says "not affected" or "fixed" in so many words, not merely that the version lies outside a range. */
  readonly cleared: boolean;
  /** Items of the configuration that it speaks of: of a "yes" those it finds affected. */
  readonly items: ReadonlySet<unknown>;
  /** The device itself is among them: its maker speaks of everything in it. */
  readonly ofDevice: boolean;
  /** It is not known that the device is what it speaks of: no link is more than a candidate. */
  readonly doubtful: boolean;
}

export interface Decision {
  readonly degree: Degree;
  /** Null: the sources agree, or only one of them can tell. */
  readonly contradiction: string | null;
}

/**
 * Weighs what the sources say. Nothing is dismissed silently: where they disagree, the rule that decided is named, and
 * what one source affirms becomes "no" only through a source that outranks it.
 */
export function decide(all: readonly Claim[]): Decision {
  // What a device may be excludes it from nothing.
  const firm = all.filter((it) => it.degree !== NO || !it.doubtful);
  const known = firm.length === 0 ? all : firm;
  // An outsider can add devices, and takes none out that another source does not.
  const others = known.filter((it) => it.degree !== NO || !it.byOutsider);
  const claims = others.length === 0 ? known : others;
  const strongest = Math.max(NO, ...claims.map((it) => it.degree));
  const yes = claims.filter((it) => it.degree > UNKNOWN);
  const denials = claims.filter((it) => it.degree === NO);
  if (yes.length === 0) return { degree: unsettled(claims, denials) ? strongest : NO, contradiction: null };
  const no = denials.filter((it) => yes.every((other) => speaksOf(it, other)));
  if (no.length === 0) {
    const disagree =
      others.length < known.length || denials.some((it) => yes.some((other) => speaksOf(it, other)));
    return { degree: strongest, contradiction: disagree ? STANDS : null };
  }

  const vendor = claims.filter((it) => it.byVendor);
  const cleared = no.filter((it) => it.cleared && it.byVendor);
  if (cleared.length > 0) {
    if (isLastWord(cleared, vendor))
      return {
        degree: NO,
        contradiction: 'The vendor says that its product is not affected, which overrides',
      };
    return {
      degree: strongest,
      contradiction: 'The vendor has not taken back what it says against itself, so affected stands',
    };
  }
  if (
    no.some((it) => it.byVendor) &&
    vendor.every((it) => it.degree === NO) &&
    yes.every((it) => it.kind === 'criteria')
  )
    return { degree: NO, contradiction: "The vendor's statement about its own product outranks NVD" };
  if (yes.every((it) => isVague(it)) && no.some((it) => isPrecise(it)))
    return {
      degree: NO,
      contradiction: 'An advisory that names versions outranks an NVD entry that names none',
    };
  if (yes.every((it) => it.kind === 'record') && no.some((it) => isPrecise(it)))
    return {
      degree: UNKNOWN,
      contradiction: 'The CVE record and an advisory disagree on the versions, so a person must tell',
    };
  return { degree: strongest, contradiction: STANDS };
}

/** What a vendor says otherwise of its product, of which all or none may be dated, was said before. */
function isLastWord(cleared: readonly Claim[], vendor: readonly Claim[]): boolean {
  return vendor
    .filter((it) => it.degree !== NO && it.kind === 'advisory')
    .every((it) => cleared.some((no) => no.saidAt > it.saidAt));
}

const STANDS = 'No source that clears the device outranks the others, so affected stands';

/** Who makes one item of a device knows nothing of the others: only the device's maker does. */
function speaksOf(one: Claim, other: Claim): boolean {
  return one.ofDevice || [...other.items].every((it) => one.items.has(it));
}

/** Somebody cannot tell, and nobody who can outranks them. */
function unsettled(claims: readonly Claim[], no: readonly Claim[]): boolean {
  const settles = (vague: Claim) => no.some((it) => isPrecise(it) && speaksOf(it, vague));
  return claims.some((it) => it.degree !== NO && !(isVague(it) && settles(it)));
}

/** An NVD entry that names no version. */
function isVague(claim: Claim): boolean {
  return claim.kind === 'criteria' && !claim.explicit;
}

function isPrecise(claim: Claim): boolean {
  return claim.kind === 'advisory' && claim.explicit;
}
