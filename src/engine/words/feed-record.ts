/**
 * What feeds say, in the product's own words. Every reader in `feeds/` yields these; the catalogue takes them in.
 * Instants are ISO 8601 strings as published; ids keep the case of their source (CVE ids upper case).
 */

export const FEED_KINDS = [
  'nvd',
  'cve',
  'kev',
  'epss',
  'ssvc',
  'csaf',
  'openvex',
  'cyclonedx-vex',
  'openfda',
] as const;
export type FeedKind = (typeof FEED_KINDS)[number];

/** A CVSS vector that passed strict validation, with the base score computed from it (never the source's claim). */
export interface CvssVector {
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  readonly vector: string;
  /** 0.0–10.0 */
  readonly baseScore: number;
  /** Who assigned it, e.g. `nvd@nist.gov`, `cisa-adp`, an advisory id. */
  readonly by: string;
}

/** One NVD match criterion. Bounds are version strings as NVD wrote them. */
export interface CpeMatch {
  readonly vulnerable: boolean;
  /** CPE 2.3 formatted string. */
  readonly criteria: string;
  readonly versionStartIncluding?: string;
  readonly versionStartExcluding?: string;
  readonly versionEndIncluding?: string;
  readonly versionEndExcluding?: string;
}

export interface CpeNode {
  readonly operator: 'AND' | 'OR';
  readonly negate: boolean;
  readonly matches: readonly CpeMatch[];
}

/** One applicability statement: its nodes joined by `operator`, each node's matches joined by the node's own. */
export interface CpeConfiguration {
  readonly operator: 'AND' | 'OR';
  readonly negate: boolean;
  readonly nodes: readonly CpeNode[];
}

/** One weakness as one source describes it. */
export interface VulnerabilityRecord {
  readonly kind: 'vulnerability';
  readonly feed: FeedKind;
  readonly id: string;
  readonly aliases: readonly string[];
  readonly state: 'published' | 'rejected' | 'awaiting-analysis';
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  /** First sentence or so, in English; null where the source has none. */
  readonly summary: string | null;
  readonly cvss: readonly CvssVector[];
  readonly cwes: readonly string[];
  readonly configurations: readonly CpeConfiguration[];
}

export interface ExploitedRecord {
  readonly kind: 'exploited';
  readonly feed: 'kev';
  readonly id: string;
  /** ISO date */
  readonly addedOn: string;
  readonly dueOn: string | null;
  readonly ransomware: boolean;
  readonly action: string | null;
}

export interface EpssRecord {
  readonly kind: 'epss';
  readonly feed: 'epss';
  readonly id: string;
  /** Probability of exploitation in the next 30 days, 0–1. */
  readonly probability: number;
  /** 0–1 */
  readonly percentile: number;
  readonly scoredOn: string | null;
}

export interface SsvcRecord {
  readonly kind: 'ssvc';
  readonly feed: 'ssvc';
  readonly id: string;
  readonly exploitation: 'none' | 'poc' | 'active' | null;
  readonly automatable: boolean | null;
  readonly technicalImpact: 'partial' | 'total' | null;
  readonly decidedAt: string | null;
}

/**
 * A product as an advisory names it: text, not a key. `version` is the version expression exactly as written
 * (range, list, single version, "all versions" …); null where the advisory names no version.
 */
export interface AdvisoryProduct {
  /** Unique within its advisory. */
  readonly productId: string;
  readonly vendor: string | null;
  readonly family: string | null;
  readonly name: string;
  readonly version: VersionExpression;
  readonly cpe: string | null;
  readonly purl: string | null;
  readonly modelNumbers: readonly string[];
  readonly serialNumbers: readonly string[];
  /** The product it must be installed on or with (CSAF relationships); both must be present to match. */
  readonly platform: AdvisoryProduct | null;
}

export type VersionExpression =
  | { readonly kind: 'unstated' }
  /** One version or a list of versions, as text. */
  | { readonly kind: 'exact'; readonly text: string }
  /** A range in whatever language the source used. */
  | { readonly kind: 'range'; readonly text: string }
  /** CVE 5 `affected[].versions`. */
  | {
      readonly kind: 'cve5';
      readonly scheme: string | null;
      readonly defaultStatus: Cve5Status;
      readonly entries: readonly Cve5Version[];
    };

export type Cve5Status = 'affected' | 'unaffected' | 'unknown';

export interface Cve5Version {
  readonly version: string;
  readonly status: Cve5Status;
  readonly scheme: string | null;
  readonly lessThan: string | null;
  readonly lessThanOrEqual: string | null;
  readonly changes: readonly { readonly at: string; readonly status: Cve5Status }[];
}

export type ProductStatus = 'affected' | 'fixed' | 'not-affected' | 'under-investigation';

export interface Remediation {
  readonly category:
    | 'vendor-fix'
    | 'mitigation'
    | 'workaround'
    | 'optional-patch'
    | 'no-fix-planned'
    | 'none-available'
    | 'fix-planned';
  readonly details: string;
  readonly url: string | null;
  /** Empty: applies to every product of the vulnerability. */
  readonly productIds: readonly string[];
  readonly date: string | null;
}

/** What an advisory says about one weakness. */
export interface AdvisoryVulnerability {
  readonly id: string;
  readonly aliases: readonly string[];
  /** Its title, or else the words that describe it. */
  readonly title: string | null;
  readonly cvss: readonly (CvssVector & { readonly productIds: readonly string[] })[];
  readonly cwes: readonly string[];
  readonly statuses: readonly {
    readonly productId: string;
    readonly status: ProductStatus;
    readonly justification: string | null;
  }[];
  readonly remediations: readonly Remediation[];
}

/** Who speaks: the maker, an agency that coordinates, somebody who has the products, anybody else. */
export const PUBLISHER_ROLES = ['vendor', 'coordinator', 'user', 'other'] as const;
export type PublisherRole = (typeof PUBLISHER_ROLES)[number];

/** What a vendor or agency published about products: CSAF, VEX, and the `affected` part of a CVE 5 record. */
export interface AdvisoryRecord {
  readonly kind: 'advisory';
  readonly feed: 'csaf' | 'cve' | 'openvex' | 'cyclonedx-vex';
  readonly id: string;
  readonly title: string;
  readonly publisher: string | null;
  /** `vendor` speaks of its own products. */
  readonly publisherRole: PublisherRole;
  readonly isVex: boolean;
  readonly publishedAt: string | null;
  readonly revisedAt: string | null;
  readonly url: string | null;
  readonly products: readonly AdvisoryProduct[];
  readonly vulnerabilities: readonly AdvisoryVulnerability[];
}

/** An openFDA recall or enforcement report. */
export interface RecallRecord {
  readonly kind: 'recall';
  readonly feed: 'openfda';
  readonly id: string;
  readonly firm: string | null;
  readonly productDescription: string | null;
  readonly productCode: string | null;
  readonly recallClass: 'I' | 'II' | 'III' | null;
  readonly status: string | null;
  readonly reason: string | null;
  /** What the firm does about it, and asks for. */
  readonly action: string | null;
  readonly initiatedOn: string | null;
  readonly endedOn: string | null;
  readonly codeInfo: string | null;
  readonly distribution: string | null;
  readonly quantity: string | null;
}

export type FeedRecord =
  | VulnerabilityRecord
  | ExploitedRecord
  | EpssRecord
  | SsvcRecord
  | AdvisoryRecord
  | RecallRecord;
