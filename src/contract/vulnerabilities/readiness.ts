import * as z from 'zod';
import { READINESS_KINDS, READINESS_REASONS } from '#engine/triage';

const count = z.number().int().nonnegative();

const Stated = z.object({
  kind: z.enum(READINESS_KINDS),
  /** Null: it is not noted yet; the daily check adds it. */
  reason: z.enum(READINESS_REASONS).nullable(),
});

/** How ready a finding is, beside what is derived. */
export const FindingReadiness = z.object({
  counts: Stated,
  derived: Stated,
  /** `no-fix`: somebody said patchable, and no fix exists, so that what is derived stands. */
  said: z.enum(['nothing', 'counts', 'no-fix']),
});
export type FindingReadiness = z.output<typeof FindingReadiness>;

/** What a person said of a device against what is derived. */
export const FindingOverride = z.object({
  id: z.string(),
  says: Stated,
  rationale: z.string(),
  expiresOn: z.string(),
  by: z.string(),
  owner: z.string(),
});

/** How ready open, affected findings are. */
export const ReadinessOverview = z.object({
  /** The least ready of them; null: there are none. */
  kind: z.enum(READINESS_KINDS).nullable(),
  derivedKind: z.enum(READINESS_KINDS).nullable(),
  counts: z.array(FindingReadiness.extend({ findings: count })).readonly(),
});
export type ReadinessOverview = z.output<typeof ReadinessOverview>;

export const ReadinessOverrideView = z.object({
  id: z.string(),
  /** Null: devices of the filter. */
  deviceId: z.string().nullable(),
  filter: z.string().nullable(),
  says: z.enum(READINESS_KINDS),
  reason: z.enum(READINESS_REASONS),
  rationale: z.string(),
  /** Last day it holds, ISO. */
  expiresOn: z.string(),
  owner: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  /** Null: it counts. */
  endedAt: z.string().nullable(),
  endedBecause: z.string().nullable(),
  /** Null: it ran out by itself. */
  endedBy: z.string().nullable(),
  /** Devices for which it counts now. */
  devices: count,
});
export type ReadinessOverrideView = z.output<typeof ReadinessOverrideView>;

export const DeviceReadiness = ReadinessOverview.extend({
  /** What counts for it, and whatever was said of it alone, newest first. */
  overrides: z.array(ReadinessOverrideView).readonly(),
});
export type DeviceReadiness = z.output<typeof DeviceReadiness>;

export const ReadinessScope = z.object({
  /** One device; null: those of the filter. */
  deviceId: z.uuid().nullable().default(null),
  /** In the one filter grammar, without own fields; it also covers devices that come later. */
  filter: z.string().trim().max(2000).default(''),
});

export const ReadinessWish = ReadinessScope.extend({
  says: z.enum(READINESS_KINDS),
  reason: z.enum(READINESS_REASONS),
  rationale: z.string().trim().min(10, 'Say why, in a sentence').max(4000),
  expiresOn: z.iso.date(),
  /** Who sees to it; null: whoever says it. */
  ownerId: z.uuid().nullable().default(null),
});

export const ReadinessReach = z.object({
  devices: count,
  /** Affected findings of these. */
  findings: count,
  /** Of these, those for which no fix exists. */
  withoutFix: count,
});
