import * as z from 'zod';
import { CONFIDENCES, TIERS } from '#engine/words';
import { Due } from './finding.ts';

const count = z.number().int().nonnegative();

/** One act that a person can carry out, and what it clears. */
export const ActionRow = z.object({
  id: z.string(),
  kind: z.enum(['vendor-fix', 'mitigation', 'none', 'clarify']),
  /** "Update 212 Alaris pumps to 12.3" */
  title: z.string(),
  details: z.string().nullable(),
  url: z.string().nullable(),
  devices: count,
  /** Devices on which it cannot be done now. */
  heldDevices: count,
  overdue: count,
  vulnerabilities: z.array(z.string()),
  findings: count,
  critical: count,
  highestTier: z.enum(TIERS),
  riskPoints: z.number(),
  /** Share of all open risk points, 0–1. */
  share: z.number(),
  due: Due.nullable(),
});
export type ActionRow = z.output<typeof ActionRow>;

export const DeviceRow = z.object({
  id: z.string(),
  label: z.string(),
  version: z.string().nullable(),
  site: z.string().nullable(),
  department: z.string().nullable(),
  criticality: z.string().nullable(),
  /** What it was recognised as, surest first. */
  products: z.array(z.object({ product: z.string(), confidence: z.enum(CONFIDENCES) })),
  affected: count,
  undetermined: count,
  notAffected: count,
  highestTier: z.enum(TIERS).nullable(),
  score: z.number(),
  due: Due.nullable(),
});
export type DeviceRow = z.output<typeof DeviceRow>;

export const RejectRow = z.object({
  file: z.string(),
  line: z.number().int().nullable(),
  field: z.string().nullable(),
  reason: z.string(),
  raw: z.string().nullable(),
});
export type RejectRow = z.output<typeof RejectRow>;

/** Stands where an inventory gives no site or department. */
export const NOT_RECORDED = 'Not recorded';

/** Open risk of one department of one site. */
export const PlaceRow = z.object({
  site: z.string(),
  department: z.string(),
  devices: count,
  findings: count,
  riskPoints: z.number(),
  highestTier: z.enum(TIERS),
  critical: count,
});
export type PlaceRow = z.output<typeof PlaceRow>;
