import * as z from 'zod';
import { DECISION_SAYINGS, DECISION_STATES, JUSTIFICATIONS } from '#engine/decisions';
import { RecordFinding } from './finding.ts';

const count = z.number().int().nonnegative();

/** What somebody decided about a vulnerability on some devices. It is a rule: it also covers devices that come later. */
export const DecisionView = z.object({
  id: z.string(),
  /** The same for decisions that were asked for together. */
  batch: z.string(),
  vulnerability: z.string(),
  says: z.enum(DECISION_SAYINGS),
  justification: z.enum(JUSTIFICATIONS).nullable(),
  reason: z.string(),
  /** Devices it speaks of, in the one filter grammar; empty: all. */
  filter: z.string(),
  /** Last day it holds, ISO. */
  expiresOn: z.string(),
  state: z.enum(DECISION_STATES),
  requestedAt: z.string(),
  requestedBy: z.string(),
  /** Whoever asked cannot approve. */
  isMine: z.boolean(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  endedBecause: z.string().nullable(),
  /** Devices whose finding it covers now. */
  devices: count,
});
export type DecisionView = z.output<typeof DecisionView>;

const Scope = z.object({
  vulnerabilities: z.array(z.string().min(1).max(200)).min(1).max(200),
  filter: z.string().max(2000).default(''),
});

export const DecisionScope = Scope;

export const DecisionWish = Scope.extend({
  says: z.enum(DECISION_SAYINGS),
  justification: z.enum(JUSTIFICATIONS).nullable().default(null),
  reason: z.string().trim().min(10, 'Say why, in a sentence').max(4000),
  expiresOn: z.iso.date(),
});

export const DecisionReach = z.object({ findings: count, first: z.array(RecordFinding).readonly() });

export const Because = z.object({ because: z.string().trim().min(3, 'Say why').max(1000) });
