import type { Justification } from '#engine/decisions';
import type { Clock, Contribution, SsvcDecision } from '#engine/risk';
import type { Action, Fix, Readiness, SourcedRemediation } from '#engine/triage';
import type { Ground } from '#engine/match';
import type { ProductLink } from '#engine/identify';
import type { Confidence, CvssVector, Device, FeedKind, Reject, Tier, Verdict } from '#engine/words';

/** What one feed contributed, so that a missing or stale one is seen and never taken for "nothing found". */
export interface FeedLedgerEntry {
  readonly feed: FeedKind;
  readonly files: number;
  readonly records: number;
  readonly rejected: number;
  /** ISO date of the newest record; null when the feed states none. */
  readonly newestOn: string | null;
}

/** A link from the device's text to a product that some feed names, in words. */
export interface IdentifiedProduct {
  readonly item: 'device' | 'os' | 'component';
  /** What the inventory says. */
  readonly text: string;
  /** What the feed calls it: a CPE prefix or "vendor › product" of an advisory. */
  readonly product: string;
  readonly confidence: Confidence;
  readonly evidence: ProductLink['evidence'];
}

/** What is known about a vulnerability apart from any device. */
export interface VulnerabilityFacts {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly summary: string | null;
  readonly publishedAt: string | null;
  readonly cvss: CvssVector | null;
  readonly exploited: {
    readonly addedOn: string;
    readonly dueOn: string | null;
    readonly ransomware: boolean;
  } | null;
  /** Probability of exploitation in the next 30 days, 0–1. */
  readonly epss: number | null;
  readonly cwes: readonly string[];
  /** Ids of the advisories that speak of it. */
  readonly advisories: readonly string[];
}

/**
 * One vulnerability as it bears on all devices of one configuration in one clinical context.
 * Shared by those devices: a fleet of a million holds each of these once.
 */
export interface Judgement {
  readonly vulnerability: VulnerabilityFacts;
  readonly verdict: Verdict;
  readonly confidence: Confidence;
  /** 0–100; higher is more urgent. */
  readonly score: number;
  readonly contributions: readonly Contribution[];
  readonly tier: Tier;
  readonly because: readonly string[];
  /** CERT/CC's deployer decision, beside the score. */
  readonly ssvc: SsvcDecision;
  readonly clocks: readonly Clock[];
  /** The strictest clock that is switched on; null when none runs. */
  readonly ruling: Clock | null;
  /** The fix that counts, or what stands in for it. */
  readonly fix: Fix;
  readonly remediations: readonly SourcedRemediation[];
  readonly readiness: Readiness;
  /** Two sources disagree; both stand in the grounds, and this says which rule decided. */
  readonly contradiction: string | null;
  /** Why a person says it is not affected; absent: no person decided that. */
  readonly justification?: Justification;
  /** Short words for lists: why the verdict is what it is. */
  readonly why: string;
  readonly grounds: () => readonly Ground[];
}

/** One device with everything judged about it. */
export interface AssessedDevice {
  readonly device: Device;
  /** "Philips IntelliVue MX40 B.06.18": maker, model and version as the inventory writes them. */
  readonly label: string;
  readonly identified: readonly IdentifiedProduct[];
  /** Affected and undetermined, highest score first. */
  readonly judgements: readonly Judgement[];
  /** Excluded by version, fix or a vendor's statement. */
  readonly notAffected: readonly Judgement[];
}

/** One vulnerability on one device: a row of the list. */
export interface Finding {
  /** `<device id>~<vulnerability id>` */
  readonly id: string;
  readonly device: AssessedDevice;
  readonly judgement: Judgement;
}

export interface AssessmentCounts {
  readonly devices: number;
  /** Devices that a feed names themselves, not only their operating system or a part. */
  readonly identified: number;
  readonly configurations: number;
  readonly devicesAffected: number;
  readonly devicesUndetermined: number;
  readonly findingsAffected: number;
  readonly findingsUndetermined: number;
  readonly vulnerabilities: number;
  readonly byTier: Readonly<Record<Tier, number>>;
  readonly overdue: number;
}

/** The result of one run: everything that lists, exports and pages show. */
export interface Assessment {
  /** ISO date the run was made for; every due date is judged against it. */
  readonly asOf: string;
  readonly policy: { readonly name: string; readonly version: string };
  readonly minConfidence: Confidence;
  readonly counts: AssessmentCounts;
  readonly feeds: readonly FeedLedgerEntry[];
  readonly devices: readonly AssessedDevice[];
  /** Ranked: highest score first, ties by due date, device id and vulnerability id. Affected and undetermined. */
  readonly findings: readonly Finding[];
  /** Ranked by the risk points they clear. */
  readonly actions: readonly Action[];
  readonly rejected: readonly Reject[];
  /** Things a person should know that rejected nothing: unmapped columns, skipped files, doubtful merges. */
  readonly notices: readonly string[];
}
