import * as z from 'zod';
import { TIERS } from '#engine/words';
import { route } from '../kit.ts';

const count = z.number().int().nonnegative();
const ByTier = z.object(
  Object.fromEntries(TIERS.map((it) => [it, count])) as Record<(typeof TIERS)[number], typeof count>,
);

/** A policy as JSON; what is wrong with one is said by the use case, which names the field. */
const PolicyJson = z.record(z.string(), z.unknown());

export const PolicyView = z.object({
  /** The one in force. */
  policy: PolicyJson,
  presets: z.array(PolicyJson).readonly(),
  history: z
    .array(
      z.object({
        no: z.number().int(),
        name: z.string(),
        version: z.string(),
        reason: z.string(),
        setAt: z.string(),
        setBy: z.string(),
        policy: PolicyJson,
      }),
    )
    .readonly(),
});
export type PolicyView = z.output<typeof PolicyView>;

export const PolicyPreview = z.object({
  /** Devices whose findings were looked at, of those there are. */
  devices: count,
  devicesInAll: count,
  findings: count,
  before: ByTier,
  after: ByTier,
  moves: z.array(z.object({ from: z.enum(TIERS), to: z.enum(TIERS), findings: count })).readonly(),
  /** Findings whose strictest clock would run out sooner, or later. */
  sooner: count,
  later: count,
});
export type PolicyPreview = z.output<typeof PolicyPreview>;

export const readFindingPolicy = route({
  method: 'GET',
  path: '/api/v1/policy',
  permission: 'findings.read',
  summary: 'The policy that sets tiers and deadlines, the ones that ship, and who set which when',
  response: PolicyView,
});

export const previewFindingPolicy = route({
  method: 'POST',
  path: '/api/v1/policy/preview',
  permission: 'settings.read',
  summary: 'What another policy would change in tiers and clocks; nothing is changed',
  body: z.strictObject({ policy: PolicyJson }),
  response: PolicyPreview,
});

export const setFindingPolicy = route({
  method: 'POST',
  path: '/api/v1/policy',
  permission: 'settings.manage',
  summary: 'Put a policy into force; findings follow by a job. 412 when somebody else was first',
  body: z.strictObject({
    policy: PolicyJson,
    /** Number of the setting in force when it was made, 0: none was; left out: whichever is in force now. */
    madeOn: z.number().int().nonnegative().optional(),
    reason: z.string().trim().min(10, 'Say why, in a sentence').max(2000),
  }),
  response: PolicyView,
});
