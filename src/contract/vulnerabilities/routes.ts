import * as z from 'zod';
import { route } from '../kit.ts';
import { PageQuery, cappedPageOf, pageOf, sortBy } from '../page.ts';
import {
  DeviceFindings,
  FindingExplanation,
  FindingGroup,
  FindingSummary,
  FixedFinding,
  NotAffected,
  PlaceRisk,
  RecordFinding,
} from './finding.ts';

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
  response: cappedPageOf(RecordFinding),
});

export const exportFindings = route({
  method: 'GET',
  path: '/api/v1/findings/export',
  permission: 'findings.read',
  summary: 'The findings of a list as a file: CSV, XLSX, JSON, CSAF VEX, CycloneDX VEX or OpenVEX',
  query: z.object({
    filter: z.string().max(2000).default(''),
    format: z.enum(['csv', 'xlsx', 'json', 'csaf-vex', 'cyclonedx-vex', 'openvex']).default('csv'),
  }),
  response: z.unknown(),
  media: 'application/octet-stream',
});

export const groupFindings = route({
  method: 'GET',
  path: '/api/v1/findings/groups',
  permission: 'findings.read',
  summary: 'Findings by device, vulnerability, advisory or single act, what comes to most risk first',
  query: PageQuery.extend({
    cursor: z.string().max(2000).optional(),
    by: z.enum(['device', 'vulnerability', 'advisory', 'action']).default('action'),
    filter: z.string().max(2000).default(''),
  }),
  response: pageOf(FindingGroup),
});

export const listFixedFindings = route({
  method: 'GET',
  path: '/api/v1/findings/fixed',
  permission: 'findings.read',
  summary:
    'Critical and high findings that ended because their device changed, by filter: tier:critical fixed:>=today-90d took:>30',
  query: PageQuery.extend({
    cursor: z.string().max(2000).optional(),
    filter: z.string().max(2000).default(''),
    sort: sortBy(['fixed', 'days', 'vulnerability'], '-fixed'),
  }),
  response: pageOf(FixedFinding).extend({
    /** Mean of the days of all that the filter selects; null: there is none. */
    meanDays: z.number().nullable(),
  }),
});

export const inspectFinding = route({
  method: 'GET',
  path: '/api/v1/devices/:deviceId/findings/:vulnerability',
  permission: 'findings.read',
  summary: 'Why a finding is what it is: identification, criterion, versions, score, tier and every clock',
  params: z.object({ deviceId: z.uuid(), vulnerability: z.string().max(200) }),
  response: FindingExplanation,
});

export const summarizeFindings = route({
  method: 'GET',
  path: '/api/v1/findings/summary',
  permission: 'findings.read',
  summary:
    'Open findings in numbers, of the part of the hospital the caller sees, and how fresh their sources are',
  response: FindingSummary,
});

export const listPlaceRisks = route({
  method: 'GET',
  path: '/api/v1/findings/places',
  permission: 'findings.read',
  summary: 'Open risk by site and department, the highest first',
  response: z.object({
    items: z.array(PlaceRisk).readonly(),
    /** When it was counted, where findings have changed since and are being counted anew; null: it holds now. */
    countedAt: z.string().nullable(),
  }),
});

const DeviceParams = z.object({ id: z.uuid() });

export const listDeviceFindings = route({
  method: 'GET',
  path: '/api/v1/devices/:id/findings',
  permission: 'findings.read',
  summary: 'Findings of one device, open and closed; the most urgent first',
  params: DeviceParams,
  response: DeviceFindings,
});

export const listNotAffected = route({
  method: 'GET',
  path: '/api/v1/devices/:id/not-affected',
  permission: 'findings.read',
  summary: 'Vulnerabilities whose sources name a product of the device and exclude it, with the reason',
  params: DeviceParams,
  response: z.object({ items: z.array(NotAffected).readonly() }),
});
