import * as z from 'zod';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';
import { FindingExplanation, RecordFinding } from './finding.ts';

export const findFindings = route({
  method: 'GET',
  path: '/api/v1/findings',
  permission: 'findings.read',
  summary: 'Findings, the most urgent first, by filter: tier:critical due:<today site:north exploited:yes',
  query: PageQuery.extend({
    cursor: z.string().max(2000).optional(),
    /** In the one filter grammar; a problem names the character at fault. */
    filter: z.string().max(2000).default(''),
  }),
  response: pageOf(RecordFinding),
});

export const inspectFinding = route({
  method: 'GET',
  path: '/api/v1/devices/:deviceId/findings/:vulnerability',
  permission: 'findings.read',
  summary: 'Why a finding is what it is: identification, criterion, versions, score, tier and every clock',
  params: z.object({ deviceId: z.uuid(), vulnerability: z.string().max(200) }),
  response: FindingExplanation,
});
