import type { TextPool } from './text-pool.ts';

/**
 * The compiled catalogue as columns. Everything is a number in a typed array or a text in a pool, so that a file of
 * them opens without reading it. "Starts" columns have one entry more than there are rows: row i owns what stands
 * from `starts[i]` to `starts[i + 1]`.
 */
export interface Tables {
  /** All ids and aliases of vulnerabilities. */
  readonly ids: TextPool;
  readonly vulnerabilityOfId: Int32Array;

  /** One row per vulnerability. */
  readonly idOfVulnerability: Int32Array;
  readonly states: Uint8Array;
  readonly publishedAt: Float64Array;
  readonly modifiedAt: Float64Array;
  readonly summaries: TextPool;
  readonly cvssStarts: Int32Array;
  readonly cweStarts: Int32Array;
  readonly programStarts: Int32Array;
  /** Whose criteria they are: a `SOURCE`. */
  readonly programSources: Uint8Array;
  readonly statementStarts: Int32Array;
  readonly remediationStarts: Int32Array;
  /** Billionths; `EPSS_ABSENT` where there is none. */
  readonly epssProbability: Uint32Array;
  readonly epssPercentile: Uint32Array;
  readonly epssScoredOn: Int32Array;
  /** Index into `records` of what KEV and SSVC say; -1: nothing. */
  readonly decisions: Int32Array;

  /** Pairs: index of a vector, index of who assigned it. */
  readonly cvss: Int32Array;
  readonly cwes: Int32Array;
  /** Where each weakness applies; see `VulnerabilityIntake`. */
  readonly program: Int32Array;

  /** Distinct vectors: text, CVSS version (index), base score × 10. */
  readonly vectorTexts: Int32Array;
  readonly vectorVersions: Uint8Array;
  readonly vectorScores: Uint8Array;

  /** One row per product; part is an ASCII code, `NAMED` for products that advisories name. */
  readonly productParts: Uint8Array;
  readonly productVendors: Int32Array;
  readonly productNames: Int32Array;
  readonly productFamilies: Int32Array;
  readonly criterionStarts: Int32Array;

  /** One row per criterion, in the order of their products. */
  readonly criterionVersions: Int32Array;
  readonly criterionAttributes: Int32Array;
  /** Index into `bounds`; -1: none. */
  readonly criterionBounds: Int32Array;
  /** Four versions each: from (including), after, to (including), before; -1: no such bound. */
  readonly bounds: Int32Array;
  readonly attributes: TextPool;

  readonly versions: TextPool;
  /** Place of each version in the order of all keys; -1: it has none. */
  readonly versionRanks: Int32Array;
  /**
   * Place of each version's stem (see `stemKey()`) among the order keys: `2 × rank + 1`, or `2 × rank` in the gap before
   * it. Equal for versions that may be the same under different labels; -1: the version has no order.
   */
  readonly versionStems: Int32Array;
  /** The distinct order keys, sorted. */
  readonly orderKeys: TextPool;

  /** `STATEMENT.width` numbers each, in the order of their vulnerabilities. */
  readonly statements: Int32Array;
  /** `REMEDIATION.width` numbers each, in the order of their vulnerabilities. */
  readonly remediations: Int32Array;
  /** Index into `records` of each advisory's head. */
  readonly advisories: Int32Array;
  readonly recalls: Int32Array;

  readonly texts: TextPool;
  /** Whatever is asked for one at a time, as JSON. */
  readonly records: TextPool;
}

export const NAMED = 'n'.charCodeAt(0);
export const EPSS_ABSENT = 0xffffffff;

export const STATEMENT = {
  advisory: 0,
  product: 1,
  /** The CPE product the advisory adds to the name; -1: none. */
  cpeProduct: 2,
  platform: 3,
  cpePlatform: 4,
  status: 5,
  record: 6,
  width: 7,
} as const;

export const REMEDIATION = { advisory: 0, record: 1, width: 2 } as const;

export const CVSS_VERSIONS = ['2.0', '3.0', '3.1', '4.0'] as const;
