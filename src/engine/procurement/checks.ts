import type { PatchMethod, Truth } from '#engine/words';

/** What has to be known of a model before it is bought or put in service, in the order a person asks. */
export const CLEARANCE_CHECKS = [
  'mds2',
  'sbom',
  'patchPath',
  'supportEnd',
  'disclosure',
  'vulnerabilities',
] as const;
export type ClearanceCheck = (typeof CLEARANCE_CHECKS)[number];

export const CHECK_WORDS: Readonly<Record<ClearanceCheck, string>> = {
  mds2: 'The maker’s security form (MDS2) is here',
  sbom: 'A bill of materials (SBOM) is here',
  patchPath: 'Somebody can bring patches onto it',
  supportEnd: 'The end of support is known, and two years away at least',
  disclosure: 'The maker says where weaknesses are reported',
  vulnerabilities: 'No known vulnerability is open on it',
};

/** What the product knows of a model. Undefined and null: it does not know. */
export interface ModelFacts {
  readonly hasMds2: boolean;
  readonly hasSbom: boolean;
  readonly patchMethod: PatchMethod | null;
  /** Why the way to patch it is as it is, or cannot be told. */
  readonly patchBecause: string;
  /** ISO day. */
  readonly eosDate: string | null;
  readonly disclosure: string | null;
  /** Open findings on devices of it; null: there is no device to judge by. */
  readonly openFindings: { readonly affected: number; readonly undetermined: number } | null;
}

/** What a person says where the product cannot tell, or knows better. */
export interface PersonalAnswer {
  readonly met: boolean;
  readonly note: string;
  readonly by: string;
}

export interface CheckResult {
  readonly check: ClearanceCheck;
  /** Null: it cannot be told, which is not the same as met. */
  readonly met: Truth;
  readonly because: string;
  /** A person said so; null: the product worked it out. */
  readonly by: string | null;
}

/** Support that ends sooner than this is no support to buy. */
const SUPPORT_DAYS_MIN = 730;
const DAY_MS = 86_400_000;

/** Every check, as the product or a person answers it. A person's word counts before the product's. */
export function checkModel(
  facts: ModelFacts,
  said: Partial<Readonly<Record<ClearanceCheck, PersonalAnswer>>>,
  today: string,
): CheckResult[] {
  return CLEARANCE_CHECKS.map((check) => {
    const own = said[check];
    if (own !== undefined) return { check, met: own.met, because: own.note, by: own.by };
    return { check, ...TOLD[check](facts, today), by: null };
  });
}

type Told = Pick<CheckResult, 'met' | 'because'>;

const TOLD: Readonly<Record<ClearanceCheck, (it: ModelFacts, today: string) => Told>> = {
  mds2: ({ hasMds2 }) =>
    hasMds2 ? { met: true, because: 'A form is on file' } : { met: false, because: 'No form is on file' },
  sbom: ({ hasSbom }) =>
    hasSbom
      ? { met: true, because: 'A bill of materials is on file' }
      : { met: false, because: 'No bill of materials is on file' },
  patchPath: ({ patchMethod, patchBecause }) =>
    patchMethod === null
      ? { met: null, because: patchBecause }
      : { met: patchMethod !== 'never', because: patchBecause },
  supportEnd: ({ eosDate }, today) => {
    if (eosDate === null) return { met: null, because: 'No end of support is known' };
    const days = Math.round((Date.parse(eosDate) - Date.parse(today)) / DAY_MS);
    return { met: days >= SUPPORT_DAYS_MIN, because: `Support ends on ${eosDate}` };
  },
  disclosure: ({ disclosure }) =>
    disclosure === null
      ? { met: null, because: 'Nothing is recorded of the vendor' }
      : { met: true, because: disclosure },
  vulnerabilities: ({ openFindings }) => {
    if (openFindings === null)
      return { met: null, because: 'No device of it is in the inventory to judge by' };
    const { affected, undetermined } = openFindings;
    if (affected > 0)
      return {
        met: false,
        because: `${affected} ${affected === 1 ? 'finding' : 'findings'} open on its devices`,
      };
    return undetermined > 0
      ? { met: null, because: `${undetermined} undetermined on its devices` }
      : { met: true, because: 'No finding is open on its devices' };
  },
};
