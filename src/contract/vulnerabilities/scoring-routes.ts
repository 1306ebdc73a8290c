import * as z from 'zod';
import { SCORING_STATES } from '#engine/rubric';
import { route } from '../kit.ts';
import { Because } from './decision.ts';

const Answers = z.record(z.string().max(10), z.string().max(20));

/** What a person scored by the rubric for medical devices: a vulnerability on the devices of a pattern. */
export const ScoringView = z.object({
  id: z.string(),
  vulnerability: z.string(),
  /** Pattern of configurations, in the one filter grammar. */
  filter: z.string(),
  answers: Answers,
  vector: z.string(),
  baseScore: z.number(),
  /** With the security requirements; null: none is set. */
  environmentalScore: z.number().nullable(),
  rationale: z.string(),
  /** What counted when it was asked for; null: nobody had scored it. */
  was: z.object({ vector: z.string(), score: z.number(), by: z.string() }).nullable(),
  state: z.enum(SCORING_STATES),
  requestedAt: z.string(),
  requestedBy: z.string(),
  /** Whoever scored cannot approve. */
  isMine: z.boolean(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
  endedBecause: z.string().nullable(),
});
export type ScoringView = z.output<typeof ScoringView>;

const Filter = z.string().trim().min(1, 'Say which devices').max(2000);
const Params = z.object({ id: z.uuid() });

export const listScorings = route({
  method: 'GET',
  path: '/api/v1/vulnerabilities/:id/scorings',
  permission: 'findings.read',
  summary: 'What people scored a vulnerability by the rubric for medical devices, newest first',
  params: z.object({ id: z.string().min(1).max(200) }),
  response: z.object({ items: z.array(ScoringView).readonly() }),
});

export const previewScoring = route({
  method: 'POST',
  path: '/api/v1/scorings/preview',
  permission: 'findings.triage',
  summary: 'Devices that a score would hold for: manufacturer:=Acme model:="Pump 3"; nothing is changed',
  body: z.object({ filter: Filter }),
  response: z.object({ devices: z.number().int() }),
});

export const requestScoring = route({
  method: 'POST',
  path: '/api/v1/scorings',
  permission: 'findings.triage',
  summary: 'Score a vulnerability on a model by the rubric; it counts once somebody else approves it',
  body: z.object({
    vulnerability: z.string().min(1).max(200),
    filter: Filter,
    answers: Answers,
    rationale: z.string().trim().min(10, 'Say why, in a sentence').max(4000),
  }),
  response: z.object({ id: z.string() }),
  status: 201,
});

export const approveScoring = route({
  method: 'POST',
  path: '/api/v1/scorings/:id/approve',
  permission: 'findings.approve',
  summary: 'Have a score count on its devices; whoever scored cannot',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const declineScoring = route({
  method: 'POST',
  path: '/api/v1/scorings/:id/decline',
  permission: 'findings.approve',
  summary: 'Decline a score, with the reason',
  params: Params,
  body: Because,
  response: z.undefined(),
  status: 204,
});

export const withdrawScoring = route({
  method: 'POST',
  path: '/api/v1/scorings/:id/withdraw',
  permission: 'findings.triage',
  summary: 'Take a score back: what sources say counts again',
  params: Params,
  body: Because,
  response: z.undefined(),
  status: 204,
});
