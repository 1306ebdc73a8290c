/**
 * How sure a link between a device and a product is.
 * Only `confirmed` and `probable` start a deadline; a `candidate` waits for a person.
 */
export const CONFIDENCES = ['confirmed', 'probable', 'candidate'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What losing the device would mean to a patient; strongest first. */
export const CRITICALITIES = [
  'life-sustaining',
  'critical',
  'diagnostic',
  'general',
  'administrative',
] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/** How reachable the device's network segment is; most exposed first. */
/** How a statement came about (INV-07), the best first. */
export const EVIDENCE_GRADES = ['read-from-device', 'label', 'entered', 'network', 'unstated'] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

export const EXPOSURES = ['internet-facing', 'flat', 'segmented', 'isolated'] as const;
export type Exposure = (typeof EXPOSURES)[number];

export const FDA_CLASSES = ['I', 'II', 'III'] as const;
export type FdaClass = (typeof FDA_CLASSES)[number];

/** Who can bring a patch onto a device; `wait-for-approval`: the owner, once the vendor has approved it. */
export const PATCH_METHODS = ['owner', 'remote', 'wait-for-approval', 'vendor-visit', 'never'] as const;
export type PatchMethod = (typeof PATCH_METHODS)[number];

/** Remediation tiers of the house policy; `unscored` ranks as High until scored, and says so. */
export const TIERS = ['critical', 'high', 'unscored', 'medium', 'low'] as const;
export type Tier = (typeof TIERS)[number];

/** How far patching is on a device that is matched against feeds. */
export const PATCH_STATES = [
  /** It lacks no fix that its maker has published. */
  'patched',
  'unpatched',
  /** Approved decisions cover every fix it lacks. */
  'excused',
  /** No fix is known to be missing, and something cannot be told. */
  'untold',
  /** No feed names the device itself: nothing could be found, or only of its operating system and its parts. */
  'unnamed',
] as const;
export type PatchState = (typeof PATCH_STATES)[number];
