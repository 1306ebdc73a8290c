import type { Advisory, Catalogue, Statement } from '#engine/catalogue';
import { rulingVector } from '#engine/risk';
import { versionWords } from '#engine/versions';
import type { CpeMatch, CvssVector, Remediation } from '#engine/words';

/** What one advisory says of one vulnerability. */
export interface AdvisoryWord {
  readonly advisory: Advisory;
  readonly vulnerability: string;
  readonly statements: readonly {
    readonly product: string;
    readonly versions: string | null;
    readonly status: Statement['status'];
    readonly justification: string | null;
  }[];
  readonly remedies: readonly Remediation[];
}

/** A score with who gave it; `counts`: it is the one that tiers and scores are worked out from. */
export interface SourcedScore extends CvssVector {
  readonly counts: boolean;
}

const STATEMENTS_MAX = 300;

/** What each advisory says of a vulnerability; the product list of the CVE record stands among them. */
export function advisoryWords(
  catalogue: Catalogue,
  index: number,
  only: string | null = null,
): AdvisoryWord[] {
  const byAdvisory = Map.groupBy(catalogue.statements(index), (it) => it.advisory);
  return [...byAdvisory].flatMap(([number, statements]) => {
    const advisory = catalogue.advisory(number);
    if (only !== null && advisory.id !== only) return [];
    return [
      {
        advisory,
        vulnerability: catalogue.vulnerability(index).id,
        statements: statements
          .slice(0, STATEMENTS_MAX)
          .map(({ productText, version, status, justification }) => ({
            product: productText,
            versions: versionWords(version),
            status,
            justification,
          })),
        remedies: catalogue.remediations(number, index),
      },
    ];
  });
}

export function sourcedScores(scores: readonly CvssVector[]): SourcedScore[] {
  const ruling = rulingVector(scores);
  return scores.map((it) => ({ ...it, counts: it === ruling }));
}

/** Why the score that counts does, where sources give different ones. Null: they do not differ. */
export function scoreRule(scores: readonly CvssVector[]): string | null {
  const differ = new Set(scores.map((it) => it.baseScore)).size > 1;
  return differ
    ? 'Sources score it differently: the newest CVSS version counts, and within it the highest score'
    : null;
}

const CRITERIA_MAX = 200;

/** The products and versions that NVD's criteria name, in words. */
export function criteriaOf(catalogue: Catalogue, index: number): string[] {
  const words = catalogue
    .configurations(index)
    .flatMap(({ nodes }) => nodes.flatMap(({ matches }) => matches.map(criterionWords)));
  return [...new Set(words)].slice(0, CRITERIA_MAX);
}

function criterionWords(it: CpeMatch): string {
  const bounds = [
    it.versionStartIncluding === undefined ? null : `from ${it.versionStartIncluding}`,
    it.versionStartExcluding === undefined ? null : `after ${it.versionStartExcluding}`,
    it.versionEndIncluding === undefined ? null : `up to ${it.versionEndIncluding}`,
    it.versionEndExcluding === undefined ? null : `before ${it.versionEndExcluding}`,
  ].filter((word) => word !== null);
  return [it.criteria.replace(/(?::\*)+$/, ''), bounds.join(' '), it.vulnerable ? '' : '(beside it)']
    .filter((word) => word !== '')
    .join(' ');
}
