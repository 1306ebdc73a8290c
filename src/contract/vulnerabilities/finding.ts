import * as z from 'zod';
import { DECISION_SAYINGS } from '#engine/decisions';
import { TIERS } from '#engine/words';
import { Explanation, FindingRow } from '../assessments/finding.ts';
import { FindingOverride, FindingReadiness } from './readiness.ts';
import { FeedStanding } from '../feeds/feed.ts';

/** A finding as the system of record lists it. Its device id is that of the inventory. */
export const RecordFinding = FindingRow.extend({
  /** What sources call the device: asset tag, serial number, host name … */
  deviceName: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  /** ISO date on which it was first seen on this device: clocks that count from then do so from here. */
  detectedOn: z.string(),
  readiness: FindingReadiness,
  /** What a person said of the device's readiness; null: nobody did. */
  override: FindingOverride.nullable(),
  /** The approved decision that covers it; null: it is open. */
  decision: z
    .object({ says: z.enum(DECISION_SAYINGS), reason: z.string(), expiresOn: z.string() })
    .nullable(),
});
export type RecordFinding = z.output<typeof RecordFinding>;

export const FindingExplanation = Explanation.extend({
  finding: RecordFinding,
  /** How far the feeds that this finding rests on can be leaned on. */
  standing: FeedStanding,
});
export type FindingExplanation = z.output<typeof FindingExplanation>;

const count = z.number().int().nonnegative();

/** Open findings in numbers, and how fresh what they rest on is. */
export const FindingSummary = z.object({
  /** The day due dates are judged against. */
  asOf: z.string(),
  /** When it was counted, where findings have changed since and are being counted anew; null: it holds now. */
  countedAt: z.string().nullable(),
  /** Name and version of the policy that sets tiers and deadlines. */
  policy: z.string(),
  /** Findings that approved decisions cover; all other numbers leave them out. */
  decided: count,
  devices: count,
  devicesAffected: count,
  /** Devices on which nothing is known to be affected, and something cannot be told. */
  devicesUndetermined: count,
  affected: count,
  undetermined: count,
  byTier: z.object(
    Object.fromEntries(TIERS.map((it) => [it, count])) as Record<(typeof TIERS)[number], typeof count>,
  ),
  exploited: count,
  riskPoints: z.number(),
  overdue: count,
  overdueCritical: count,
  /** Due within the days the policy calls soon. */
  dueSoon: count,
  /** Devices that changed and have not been matched yet. */
  waiting: count,
  /** How far these numbers can be leaned on: where a feed is in doubt they are as of then, and no good news. */
  standing: FeedStanding,
  /** What devices are matched against; null: no feed has been read yet. */
  catalogue: z
    .object({
      name: z.string(),
      madeAt: z.string(),
      vulnerabilities: count,
      rejected: count,
      feeds: z.array(
        z.object({
          feed: z.string(),
          files: count,
          records: count,
          rejected: count,
          newestOn: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
});
export type FindingSummary = z.output<typeof FindingSummary>;

/** Open risk of one department of one site. */
export const PlaceRisk = z.object({
  site: z.string().nullable(),
  department: z.string().nullable(),
  devices: count,
  affected: count,
  critical: count,
  high: count,
  riskPoints: z.number(),
  /** Devices in scope of patching: without a missing fix, and with one. */
  patched: count,
  unpatched: count,
});
export type PlaceRisk = z.output<typeof PlaceRisk>;

/** Findings that have a device, vulnerability, advisory or act in common. */
export const FindingGroup = z.object({
  key: z.string(),
  title: z.string(),
  note: z.string().nullable(),
  url: z.string().nullable(),
  /** Kind of act; null: it is grouped by something else. */
  act: z.enum(['vendor-fix', 'mitigation', 'none', 'clarify']).nullable(),
  tier: z.enum(TIERS),
  /** False: nothing of it can be told yet. */
  isAffected: z.boolean(),
  devices: count,
  /** Devices on which nothing of it can be mended now. */
  heldDevices: count,
  findings: count,
  vulnerabilities: count,
  critical: count,
  riskPoints: z.number(),
  /** Of the points of all groups, 0 to 1. */
  share: z.number(),
  /** Opens its rows. */
  filter: z.string(),
});
export type FindingGroup = z.output<typeof FindingGroup>;

/** A critical or high finding that ended because its device changed. */
export const FixedFinding = z.object({
  deviceId: z.string(),
  deviceName: z.string().nullable(),
  /** The device in words. */
  label: z.string(),
  site: z.string().nullable(),
  department: z.string().nullable(),
  vulnerability: z.string(),
  summary: z.string().nullable(),
  /** Tier it had when it ended. */
  tier: z.enum(TIERS),
  detectedOn: z.iso.date(),
  fixedOn: z.iso.date(),
  /** Days it was open. */
  days: count,
});
export type FixedFinding = z.output<typeof FixedFinding>;

/** What one device has, and had. */
export const DeviceFindings = z.object({
  /** The most urgent of the open ones. */
  items: z.array(RecordFinding).readonly(),
  total: count,
  /** False: the device is new or changed and is being matched. */
  matched: z.boolean(),
  closed: z
    .array(
      z.object({
        vulnerability: z.string(),
        openedAt: z.string(),
        closedAt: z.string(),
        /** What ended it: a change of the device, or of what sources say. */
        because: z.string(),
      }),
    )
    .readonly(),
  /** What the device, or its operating system, is not recognised as with certainty: candidates open no finding. */
  doubts: z
    .array(
      z.object({
        kind: z.enum(['device', 'os']),
        manufacturer: z.string(),
        model: z.string(),
        confidence: z.enum(['probable', 'candidate']),
        /** How many findings hang on what it is. */
        findings: count,
      }),
    )
    .readonly(),
});
export type DeviceFindings = z.output<typeof DeviceFindings>;

export const NotAffected = z.object({
  vulnerability: z.string(),
  why: z.string(),
  /** Sources disagree, and this is the rule that decided; null: they do not. */
  contradiction: z.string().nullable(),
  cvss: z.number().nullable(),
});
export type NotAffected = z.output<typeof NotAffected>;
