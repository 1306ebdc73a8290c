import type {
  AdvisoryRecord,
  CpeConfiguration,
  CvssVector,
  EpssRecord,
  ExploitedRecord,
  ProductStatus,
  RecallRecord,
  Remediation,
  SsvcRecord,
  VersionExpression,
  VulnerabilityRecord,
} from '#engine/words';

import type { Tables } from './tables.ts';

/**
 * Every product any feed names, by index. CPE products stand with their unescaped vendor and product; products that
 * advisories name in words stand as `named`, with the advisory's own vendor and product text.
 */
export interface ProductDirectory {
  readonly size: number;
  part(index: number): ProductPart;
  vendor(index: number): string;
  name(index: number): string;
  /** The product family an advisory puts the product in; null for CPE products. */
  family(index: number): string | null;
  /** Index of a CPE product by its unescaped, lower-case vendor and product; -1: no feed names it. */
  find(part: 'a' | 'o' | 'h', vendor: string, name: string): number;
}

export type ProductPart = 'a' | 'o' | 'h' | 'named';

/** What all feeds together say about one weakness, apart from where it applies. */
export interface Vulnerability {
  /** The CVE id where the alias group has one. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly state: VulnerabilityRecord['state'];
  readonly publishedAt: string | null;
  readonly modifiedAt: string | null;
  readonly summary: string | null;
  readonly cvss: readonly CvssVector[];
  readonly cwes: readonly string[];
  readonly exploited: Omit<ExploitedRecord, 'kind' | 'feed' | 'id'> | null;
  readonly epss: Omit<EpssRecord, 'kind' | 'feed' | 'id'> | null;
  readonly ssvc: Omit<SsvcRecord, 'kind' | 'feed' | 'id'> | null;
}

/** Who says it: the head of an advisory. */
export type Advisory = Omit<AdvisoryRecord, 'kind' | 'products' | 'vulnerabilities'>;

/** One product status of one advisory for one weakness. */
export interface Statement {
  readonly advisory: number;
  readonly vulnerability: number;
  /** Directory indices that the statement speaks of: the product as named, and its CPE product where it has one. */
  readonly products: readonly number[];
  /** Products it must be installed on or with; empty: no such condition. */
  readonly platforms: readonly number[];
  readonly platformVersion: VersionExpression;
  readonly version: VersionExpression;
  readonly status: ProductStatus;
  readonly justification: string | null;
  /** "Philips › IntelliVue MX40", as the advisory has it. */
  readonly productText: string;
  /** The advisory's id of the product, to which remediations refer. */
  readonly productId: string;
}

/** The compiled knowledge: everything the feeds said. Immutable; safe to share. */
export interface Catalogue {
  readonly directory: ProductDirectory;
  /** Number of vulnerabilities; their indices run from 0. */
  readonly size: number;
  vulnerability(index: number): Vulnerability;
  /** Probability of exploitation alone; null: there is no forecast. */
  forecast(index: number): number | null;
  /** Index by id or alias; -1: unknown. */
  indexOf(id: string): number;
  readonly advisoryCount: number;
  advisory(index: number): Advisory;
  /** What an advisory offers against a weakness. */
  remediations(advisory: number, vulnerability: number): readonly Remediation[];
  /** Advisories (indices) that speak of a weakness. */
  advisoriesOf(vulnerability: number): readonly number[];
  readonly recalls: readonly RecallRecord[];
  /** Where a weakness applies according to NVD (or, where NVD is silent, the CVE record's own CPE names). */
  configurations(vulnerability: number): readonly CpeConfiguration[];
  statements(vulnerability: number): readonly Statement[];
  /** The columns themselves, for matching and for the catalogue file. */
  readonly tables: Tables;
}
