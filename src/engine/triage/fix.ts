import type { Remediation } from '#engine/words';
import { readRemedy } from './remedy-text.ts';

export const FIX_KINDS = ['vendor-fix', 'mitigation', 'none'] as const;

/** The fix that counts for a finding, or what stands in for it. */
export interface Fix {
  readonly kind: (typeof FIX_KINDS)[number];
  /** Version that no longer has the weakness, where a source states one. */
  readonly version: string | null;
  readonly advisory: string | null;
  readonly details: string | null;
  readonly url: string | null;
  /** The part that has the weakness, when it is not the device itself: "Windows 10 22H2". */
  readonly part: string | null;
}

export type SourcedRemediation = Remediation & { readonly advisory: string };

/** What the source that speaks of the device says beside its verdict. */
export type Statement = Pick<Fix, 'part' | 'advisory'> & {
  /** The first version without the weakness; null: the source names none. */
  readonly version: string | null;
};

/**
 * Chooses the fix: a fixed version that a source states, else the words of the vendor's fix, else a mitigation.
 * A "vendor fix" whose words only promise or refuse one is none.
 */
export function chooseFix(remediations: readonly SourcedRemediation[], said: Statement): Fix {
  const best = bestVendorFix(remediations);
  // Words of another source than the one that named the part speak of the device
  const partOf = (it: SourcedRemediation) => (it.advisory === said.advisory ? said.part : null);
  if (said.version !== null)
    return {
      kind: 'vendor-fix',
      version: said.version,
      advisory: best?.advisory ?? said.advisory,
      details: best?.details ?? null,
      url: best?.url ?? null,
      part: said.part,
    };
  if (best !== null)
    return { ...fixBy('vendor-fix', best, partOf(best)), version: readRemedy(best.details).version };
  const mitigation = remediations.find((it) => it.category === 'mitigation' || it.category === 'workaround');
  if (mitigation !== undefined) return fixBy('mitigation', mitigation, partOf(mitigation));
  return { kind: 'none', version: null, advisory: null, details: null, url: null, part: said.part };
}

function fixBy(kind: Fix['kind'], it: SourcedRemediation, part: string | null): Fix {
  return { kind, version: null, advisory: it.advisory, details: it.details, url: it.url, part };
}

/**
 * The one whose words name a version, else one that says a fix is out, else a bare pointer to the vendor.
 * Agencies file "update to 12.3" under mitigation as well: with a version named it is a fix, whatever its heading.
 */
function bestVendorFix(remediations: readonly SourcedRemediation[]): SourcedRemediation | null {
  let best: SourcedRemediation | null = null;
  let bestWorth = 0;
  for (const it of remediations) {
    const worth = worthOf(it);
    if (worth > bestWorth) [best, bestWorth] = [it, worth];
  }
  // Links and telephone numbers beside a promise or a refusal are no sign of a fix
  const denied = remediations.some((it) => ['announced', 'refused'].includes(readRemedy(it.details).says));
  return bestWorth === POINTER_WORTH && denied ? null : best;
}

const POINTER_WORTH = 1;

function worthOf({ category, details }: SourcedRemediation): number {
  const { says, version } = readRemedy(details);
  const headed = category === 'vendor-fix' || category === 'optional-patch';
  if (says === 'available' && version !== null) return headed ? 4 : 3;
  if (!headed) return 0;
  if (says === 'available') return 2;
  return says === 'pointer' ? POINTER_WORTH : 0;
}
