import * as z from 'zod';
import { RECALL_CLASSES, RECALL_KINDS, RECALL_STATES } from '#engine/recalls';
import { Due } from '../assessments/finding.ts';

const count = z.number().int().nonnegative();
const VERDICTS = ['affected', 'undetermined', 'not-affected'] as const;

/** A recall or correction, and what it comes to here. */
export const RecallView = z.object({
  /** The agency's number: "Z-0001-2026"; of a safety communication our own. */
  id: z.string(),
  kind: z.enum(RECALL_KINDS),
  /** Of a safety communication. */
  title: z.string().nullable(),
  url: z.string().nullable(),
  /** Who entered it; null: a feed brought it. */
  toldBy: z.string().nullable(),
  firm: z.string().nullable(),
  /** Product, in the words of the report. */
  description: z.string().nullable(),
  productCode: z.string().nullable(),
  /** Null: not classified yet. */
  recallClass: z.enum(RECALL_CLASSES).nullable(),
  /** At the agency. */
  status: z.string().nullable(),
  reason: z.string().nullable(),
  /** What the firm does and asks for. */
  action: z.string().nullable(),
  initiatedOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  /** Which units, in the words of the report. */
  codeInfo: z.string().nullable(),
  distribution: z.string().nullable(),
  quantity: z.string().nullable(),
  knownSince: z.string(),
  /** When the feeds ceased to have it; null: they have it. */
  goneAt: z.string().nullable(),
  /** Day it first meant, or may have meant, a device here. */
  firstMetOn: z.string().nullable(),
  /** Null: it means no device here, or is dealt with. */
  due: Due.nullable(),
  state: z.enum(RECALL_STATES),
  stateReason: z.string().nullable(),
  stateAt: z.string().nullable(),
  stateBy: z.string().nullable(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  affected: count,
  undetermined: count,
  notAffected: count,
  /** Of those affected or not to be told, dealt with. */
  settled: count,
});
export type RecallView = z.output<typeof RecallView>;

export const RecallDetail = RecallView.extend({
  history: z.array(z.object({ at: z.string(), what: z.string() })).readonly(),
});
export type RecallDetail = z.output<typeof RecallDetail>;

/** How a recall stands to a device. */
const Standing = z.object({
  verdict: z.enum(VERDICTS),
  grounds: z
    .array(z.object({ what: z.string(), truth: z.boolean().nullable(), because: z.string() }))
    .readonly(),
  since: z.string(),
  settled: z
    .object({
      state: z.enum(['done', 'not-applicable']),
      evidence: z.string(),
      at: z.string(),
      by: z.string(),
    })
    .nullable(),
});

/** A device that a recall names. */
export const RecalledDevice = Standing.extend({
  deviceId: z.string(),
  deviceName: z.string().nullable(),
  deviceLabel: z.string(),
  serial: z.string().nullable(),
  site: z.string().nullable(),
  department: z.string().nullable(),
});
export type RecalledDevice = z.output<typeof RecalledDevice>;

export const DeviceRecall = Standing.extend({ recall: RecallView });
export type DeviceRecall = z.output<typeof DeviceRecall>;

export const RecallVerdict = z.enum(VERDICTS);
