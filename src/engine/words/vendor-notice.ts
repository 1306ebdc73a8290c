import type { Remediation } from './feed-record.ts';

/** What a maker says about weaknesses of its products where no feed does: a letter, a page, an e-mail that a person read. */
export interface VendorNotice {
  readonly title: string;
  readonly maker: string;
  readonly products: readonly NoticeProduct[];
  /** CVE ids; empty: it names none, and the notice itself stands for what is wrong. */
  readonly cves: readonly string[];
  /** What is wrong, in its words. */
  readonly text: string;
  /** CVSS vector it gives for all it names; null: none. */
  readonly cvss: string | null;
  readonly remedy: NoticeRemedy;
  /** What can be done until then; null: it says nothing. */
  readonly workaround: string | null;
  /** Where it can be read. */
  readonly url: string | null;
  /** Civil date. */
  readonly publishedOn: string;
}

export interface NoticeProduct {
  readonly model: string;
  /** Versions that are affected, as the maker writes them ("all versions prior to 3.2"); null: all of them. */
  readonly versions: string | null;
}

/** What makers offer, or say that they do not. */
export const NOTICE_REMEDIES = [
  'vendor-fix',
  'fix-planned',
  'mitigation',
  'none-available',
  'no-fix-planned',
] as const satisfies readonly Remediation['category'][];

export interface NoticeRemedy {
  readonly kind: (typeof NOTICE_REMEDIES)[number];
  readonly details: string;
}
