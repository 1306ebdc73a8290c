import * as z from 'zod';
import { route } from '../kit.ts';
import { PageQuery } from '../page.ts';

const count = z.number().int().nonnegative();

/** Devices of a pattern are affected by a vulnerability, or by all that an advisory names, now and later, although no source says so. */
export const PatternRuleView = z.object({
  id: z.string(),
  /** Pattern of configurations, in the one filter grammar. */
  filter: z.string(),
  /** Null: it is about an advisory. */
  vulnerability: z.string().nullable(),
  /** Null: it is about one vulnerability. */
  advisory: z.string().nullable(),
  reason: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  /** Null: it counts. */
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
});
export type PatternRuleView = z.output<typeof PatternRuleView>;

const Ids = z.array(z.string().min(1).max(200)).max(100).default([]);
const Pattern = z.strictObject({
  filter: z.string().trim().min(1, 'Say which devices').max(2000),
  vulnerabilities: Ids,
  /** Everything that these name, now and later. */
  advisories: Ids,
});

export const listPatternRules = route({
  method: 'GET',
  path: '/api/v1/pattern-rules',
  permission: 'findings.read',
  summary: 'Rules about patterns of devices, newest first, those that ended among them',
  query: PageQuery,
  response: z.object({ items: z.array(PatternRuleView).readonly(), next: z.string().nullable() }),
});

export const previewPatternRule = route({
  method: 'POST',
  path: '/api/v1/pattern-rules/preview',
  permission: 'findings.triage',
  summary: 'What a rule would touch now: os:"Windows 10 IoT" osVersion:=1809 -model:X; nothing is changed',
  body: Pattern,
  response: z.object({
    configurations: count,
    devices: count,
    /** Findings it would add. */
    added: count,
  }),
});

export const makePatternRules = route({
  method: 'POST',
  path: '/api/v1/pattern-rules',
  permission: 'findings.triage',
  summary:
    'Have all devices of a pattern be affected by vulnerabilities, or by what advisories name, now and later',
  body: Pattern.extend({ reason: z.string().trim().min(10, 'Say why, in a sentence').max(4000) }),
  response: z.object({ ids: z.array(z.string()).readonly() }),
  status: 201,
});

export const endPatternRule = route({
  method: 'DELETE',
  path: '/api/v1/pattern-rules/:id',
  permission: 'findings.triage',
  summary: 'End a rule: its devices are judged by what sources say again',
  params: z.object({ id: z.uuid() }),
  response: z.undefined(),
  status: 204,
});
