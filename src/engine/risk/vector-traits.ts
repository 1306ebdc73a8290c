import type { CvssVector } from '#engine/words';

export const ATTACK_VECTORS = ['network', 'adjacent', 'local', 'physical'] as const;
export type AttackVector = (typeof ATTACK_VECTORS)[number];

/** What a CVSS vector says that deadlines and decisions need beyond its score. */
export interface VectorTraits {
  readonly attackVector: AttackVector;
  /** Reaching and exploiting it takes neither luck, nor an account, nor a person. */
  readonly automatable: boolean;
  /** Everything the component holds or does is lost. */
  readonly totalImpact: boolean;
  /** Working or public exploit code is claimed by the exploit-maturity metric, where the vector carries it. */
  readonly publicExploit: boolean;
}

const ATTACK_VECTOR_OF: Readonly<Record<string, AttackVector>> = {
  N: 'network',
  A: 'adjacent',
  L: 'local',
  P: 'physical',
};

// A fleet asks for the same few thousand vectors over and over; the limit keeps a hostile feed from filling memory.
const REMEMBERED_MAX = 50_000;
const remembered = new Map<string, VectorTraits>();

/** The traits of a validated vector. */
export function traitsOf(cvss: Pick<CvssVector, 'version' | 'vector'>): VectorTraits {
  let traits = remembered.get(cvss.vector);
  if (traits === undefined) {
    traits = readTraits(cvss);
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(cvss.vector, traits);
  }
  return traits;
}

/**
 * "Automatable" follows the SSVC guide's reading of CVSS: the first four
 * steps of an attack can run unattended if it comes over the network, is simple, and needs no privileges and no person.
 */
function readTraits({ version, vector }: Pick<CvssVector, 'version' | 'vector'>): VectorTraits {
  const metrics = new Map(vector.split('/').map((it) => it.split(':') as [string, string]));
  const every = (expected: Readonly<Record<string, string>>) =>
    Object.entries(expected).every(([name, value]) => metrics.get(name) === value);
  const attackVector = ATTACK_VECTOR_OF[metrics.get('AV') ?? ''] ?? 'network';
  const maturity = metrics.get('E') ?? '';
  switch (version) {
    case '2.0':
      return {
        attackVector,
        automatable: every({ AV: 'N', AC: 'L', Au: 'N' }),
        totalImpact: every({ C: 'C', I: 'C', A: 'C' }),
        publicExploit: ['POC', 'F', 'H'].includes(maturity),
      };
    case '3.0':
    case '3.1':
      return {
        attackVector,
        automatable: every({ AV: 'N', AC: 'L', PR: 'N', UI: 'N' }),
        totalImpact: every({ C: 'H', I: 'H', A: 'H' }),
        publicExploit: ['P', 'F', 'H'].includes(maturity),
      };
    case '4.0':
      return {
        attackVector,
        // v4 can state it outright in the supplemental metric AU
        automatable:
          metrics.get('AU') === 'Y' ||
          (metrics.get('AU') !== 'N' && every({ AV: 'N', AC: 'L', AT: 'N', PR: 'N', UI: 'N' })),
        totalImpact: every({ VC: 'H', VI: 'H', VA: 'H' }),
        publicExploit: ['P', 'A'].includes(maturity),
      };
  }
}

/**
 * The vector that counts where sources gave several: the newest CVSS version, and within it the highest score, so
 * that a source's mildness never hides another's warning. Null: none.
 */
export function rulingVector<V extends CvssVector>(vectors: readonly V[]): V | null {
  let best: V | null = null;
  for (const it of vectors)
    if (
      best === null ||
      it.version > best.version ||
      (it.version === best.version && it.baseScore > best.baseScore)
    )
      best = it;
  return best;
}
