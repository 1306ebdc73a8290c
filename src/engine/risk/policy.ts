import type { Criticality, EvidenceGrade, Exposure, Tier } from '#engine/words';
import type { ControlKind } from './control.ts';

/** How points, tiers and deadlines come about: data that a board adopts, versions and edits. */
export interface Policy {
  readonly name: string;
  readonly version: string;
  readonly weights: Weights;
  readonly aggravators: Aggravators;
  /** The strongest rule that holds sets the tier. */
  readonly tiers: readonly TierRule[];
  readonly lowering: Lowering;
  readonly deadlines: Readonly<Record<Tier, Deadline>>;
  readonly clocks: Readonly<Record<ClockKind, ClockProfile>>;
  /** A clock counts as due soon when it runs out within so many days. */
  readonly dueSoonDays: number;
  /**
   * What a version must rest on before a device is believed to be clear because of it; left out: anything will do. Where it
   * rests on less, a finding that only the version excludes cannot be told.
   */
  readonly versionEvidence?: readonly EvidenceGrade[];
}

/** Whole points; the highest of every group together are at most 100. */
export interface Weights {
  /** Points per point of CVSS base score. */
  readonly severityPerScore: number;
  /** Severity that an unscored vulnerability is taken to have until somebody scores it. */
  readonly assumedSeverity: number;
  /** Only the strongest evidence counts; `epss` is multiplied by the probability. */
  readonly exploitation: Readonly<Record<'ransomware' | 'exploited' | 'publicExploit' | 'epss', number>>;
  readonly criticality: Readonly<Record<Criticality | 'unknown', number>>;
  readonly exposure: Readonly<Record<Exposure | 'unknown', number>>;
  readonly phi: Readonly<Record<'stores' | 'transmits' | 'none' | 'unknown', number>>;
  /** Points a verified control takes away. */
  readonly controls: Readonly<Record<ControlKind, number>>;
}

/** What makes a severe weakness critical. Being exploited is always one. */
export interface Aggravators {
  readonly criticalities: readonly Criticality[];
  /** PHI-rich: what a device must do with patient data to count. */
  readonly phi: 'stores' | 'handles';
  readonly exposures: readonly Exposure[];
}

/** Every condition named must hold. All are of the kind "at least", so that nothing added can lower a tier. */
export interface TierRule {
  readonly tier: 'critical' | 'high' | 'medium' | 'low';
  readonly words: string;
  readonly when: {
    readonly severityMin?: number;
    readonly exploited?: true;
    readonly criticalDevice?: true;
    readonly exposedSegment?: true;
    readonly lifeSustaining?: true;
    /** Of: exploited · critical device (life-sustaining or PHI-rich) · exposed segment. */
    readonly aggravatorsMin?: number;
  };
}

/** Nothing actively exploited is lowered below High, whatever stands here. */
export interface Lowering {
  /** Verified controls of these kinds lower Critical and High to Medium. Empty: none does. */
  readonly strongControls: readonly ControlKind[];
  /** A device without PHI, isolated and administrative lowers by one tier. */
  readonly minimalRiskDevice: boolean;
}

export interface Deadline {
  /** Calendar days; null: with routine updates. */
  readonly days: number | null;
  readonly words: string;
}

export const CLOCK_KINDS = ['house', 'mitigation', 'bod-26-04', 'kev', 'hipaa-proposal', 'vendor'] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

export const ANCHORS = ['published', 'detected', 'patch-available', 'kev-added'] as const;
export type Anchor = (typeof ANCHORS)[number];

export interface ClockProfile {
  readonly switchedOn: boolean;
  /** What starts the clock: the first of these that is known. */
  readonly anchors: readonly Anchor[];
  /** Calendar days by tier; a tier that is absent has no deadline. Clocks that bring their own dates leave it empty. */
  readonly days: Readonly<Partial<Record<Tier, number>>>;
  /** Regulation, guidance or decision the clock comes from, with its status. */
  readonly source: string;
}
