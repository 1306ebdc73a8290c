import * as z from 'zod';
import { IMPACT_PARTS } from '#engine/risk';
import { CONFIDENCES, FEED_KINDS, TIERS } from '#engine/words';

const points = z.number();

export const VerdictShown = z.enum(['affected', 'undetermined']);

export const Due = z.object({
  /** ISO date */
  by: z.string(),
  /** Clock that set it. */
  rule: z.string(),
  /** Days from the day of the assessment; negative: overdue. */
  days: z.number().int(),
  /** By the policy that counts the days. */
  standing: z.enum(['overdue', 'due-soon', 'in-time']),
});
export type Due = z.output<typeof Due>;

export const FindingRow = z.object({
  id: z.string(),
  tier: z.enum(TIERS),
  verdict: VerdictShown,
  confidence: z.enum(CONFIDENCES),
  score: points,
  deviceId: z.string(),
  deviceLabel: z.string(),
  version: z.string().nullable(),
  site: z.string().nullable(),
  department: z.string().nullable(),
  vulnerability: z.string(),
  summary: z.string().nullable(),
  cvss: z.number().nullable(),
  exploited: z.boolean(),
  contradicted: z.boolean(),
  why: z.string(),
  due: Due.nullable(),
  fix: z.string(),
});
export type FindingRow = z.output<typeof FindingRow>;

/** Columns a list of findings can be sorted by; a leading `-` turns the order round. */
export const FINDING_SORTS = [
  'rank',
  '-rank',
  'score',
  '-score',
  'due',
  '-due',
  'device',
  '-device',
  'vulnerability',
  '-vulnerability',
  'place',
  '-place',
] as const;
export type FindingSort = (typeof FINDING_SORTS)[number];

/** A link from what the inventory says to a product that some feed names. */
export const Identified = z.object({
  item: z.enum(['device', 'os', 'component']),
  text: z.string(),
  product: z.string(),
  confidence: z.enum(CONFIDENCES),
  evidence: z.array(z.string()),
});
export type Identified = z.output<typeof Identified>;

const Remedy = z.object({
  category: z.string(),
  details: z.string(),
  url: z.string().nullable(),
  advisory: z.string(),
});

/** The six steps of "why": identified as, criterion met, versions compared, score, tier, clocks. */
export const Explanation = z.object({
  finding: FindingRow,
  identified: z.array(Identified),
  grounds: z.array(
    z.object({
      source: z.enum([...FEED_KINDS, 'person', 'policy']),
      /** Advisory id or CPE criterion. */
      reference: z.string(),
      /** The product as the source names it. */
      product: z.string(),
      /** What the inventory says. */
      item: z.string(),
      confidence: z.enum(CONFIDENCES),
      /** The version that was compared. */
      version: z.string().nullable(),
      because: z.string(),
      says: z.enum(['affected', 'not-affected', 'undetermined']),
      fixedIn: z.string().nullable(),
    }),
  ),
  contradiction: z.string().nullable(),
  contributions: z.array(z.object({ label: z.string(), points, note: z.string(), assumed: z.boolean() })),
  because: z.array(z.string()),
  /** CERT/CC's deployer decision, beside the score, with what it was decided from. */
  ssvc: z.object({
    decision: z.enum(['defer', 'scheduled', 'out-of-cycle', 'immediate']),
    inputs: z.array(
      z.object({
        name: z.string(),
        value: z.string(),
        origin: z.enum(['stated', 'derived', 'assumed']),
      }),
    ),
  }),
  /** What it could come to on this device; it changes neither score nor tier. */
  impact: z.array(
    z.object({
      part: z.enum(IMPACT_PARTS),
      name: z.string(),
      /** Null: nobody says, and it cannot be told. */
      value: z.string().nullable(),
      origin: z.enum(['stated', 'derived']),
      note: z.string().nullable(),
    }),
  ),
  clocks: z.array(
    z.object({
      name: z.string(),
      rule: z.string(),
      source: z.string(),
      /** Name and version of the policy that set it. */
      policy: z.string(),
      /** What started it, in words, and when (ISO date); null: nothing has yet. */
      anchor: z.object({ what: z.string(), on: z.string() }).nullable(),
      state: z.enum(['runs', 'waits', 'met', 'routine']),
      due: Due.nullable(),
      switchedOn: z.boolean(),
      /** The vendor's clock is shown and never rules. */
      governs: z.enum(['hospital', 'vendor']),
      /** The strictest of those that are switched on. */
      rules: z.boolean(),
      note: z.string().nullable(),
    }),
  ),
  fix: z.object({
    kind: z.enum(['vendor-fix', 'mitigation', 'none']),
    version: z.string().nullable(),
    advisory: z.string().nullable(),
    details: z.string().nullable(),
    url: z.string().nullable(),
  }),
  remedies: z.array(Remedy),
  readiness: z.object({ state: z.string(), because: z.string() }),
  facts: z.object({
    publishedAt: z.string().nullable(),
    vector: z.string().nullable(),
    scoredBy: z.string().nullable(),
    epss: z.number().nullable(),
    exploitedSince: z.string().nullable(),
    ransomware: z.boolean(),
    cwes: z.array(z.string()),
    aliases: z.array(z.string()),
    advisories: z.array(z.string()),
  }),
  device: z.array(z.object({ field: z.string(), value: z.string() })),
});
export type Explanation = z.output<typeof Explanation>;
