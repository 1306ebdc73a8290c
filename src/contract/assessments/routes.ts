import * as z from 'zod';
import { TIERS } from '#engine/words';
import { route } from '../kit.ts';
import { pageOf, PageQuery, several } from '../page.ts';
import {
  AssessmentId,
  AssessmentParams,
  AssessmentView,
  ChosenColumns,
  ColumnsView,
  Preset,
} from './assessment.ts';
import { DeviceView } from './device.ts';
import { Explanation, FINDING_SORTS, FindingRow, VerdictShown } from './finding.ts';
import { ActionRow, DeviceRow, PlaceRow, RejectRow } from './lists.ts';

/** What can be asked for: the sample hospital, or the files of an earlier assessment with other columns. */
const NewAssessment = z.union([
  z.strictObject({ sample: z.literal(true), preset: Preset.default('graded') }),
  z.strictObject({ from: AssessmentId, mapping: ChosenColumns, preset: Preset.default('graded') }),
]);
export type NewAssessment = z.output<typeof NewAssessment>;

/** Fields beside uploaded files; `mapping` is JSON, file name → field → column. */
export const UploadFields = z.strictObject({
  preset: Preset.default('graded'),
  mapping: z
    .string()
    .max(100_000)
    .default('{}')
    .transform((text, context) => {
      const parsed = ChosenColumns.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      context.addIssue('Not a JSON object of file names, fields and columns');
      return z.NEVER;
    }),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export const createAssessment = route({
  method: 'POST',
  path: '/api/v1/assessments',
  permission: 'assessments.make',
  summary: 'Assess an inventory: uploaded files, the sample hospital, or earlier files with another mapping',
  body: NewAssessment,
  upload: UploadFields,
  response: AssessmentView,
  status: 202,
});

export const listAssessments = route({
  method: 'GET',
  path: '/api/v1/assessments',
  permission: 'assessments.read',
  summary: 'The assessments kept in memory, newest first',
  response: pageOf(AssessmentView),
});

export const readAssessment = route({
  method: 'GET',
  path: '/api/v1/assessments/:id',
  permission: 'assessments.read',
  summary: 'State, progress and totals of one assessment',
  params: AssessmentParams,
  response: AssessmentView,
});

export const dropAssessment = route({
  method: 'DELETE',
  path: '/api/v1/assessments/:id',
  permission: 'assessments.make',
  summary: 'Stop an assessment if it runs, and forget it',
  params: AssessmentParams,
  response: z.undefined(),
  status: 204,
});

export const cancelAssessment = route({
  method: 'POST',
  path: '/api/v1/assessments/:id/cancel',
  permission: 'assessments.make',
  summary: 'Stop a running assessment; its files stay, so that it can be run again',
  params: AssessmentParams,
  response: AssessmentView,
});

export const watchAssessment = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/events',
  permission: 'assessments.read',
  summary: 'Server-sent events "assessment", each the whole state; ends once there is a result',
  params: AssessmentParams,
  response: AssessmentView,
  media: 'text/event-stream',
});

export const readColumns = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/columns',
  permission: 'assessments.read',
  summary: 'What each column of the inventory became, and why',
  params: AssessmentParams,
  response: ColumnsView,
});

export const listActions = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/actions',
  permission: 'assessments.read',
  summary: 'What to do, the act that clears most risk first',
  params: AssessmentParams,
  query: PageQuery,
  response: pageOf(ActionRow),
});

export const listFindings = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/findings',
  permission: 'assessments.read',
  summary: 'Affected and undetermined vulnerabilities on devices, ranked',
  params: AssessmentParams,
  query: PageQuery.extend({
    tier: several(z.enum(TIERS)),
    verdict: several(VerdictShown),
    site: several(z.string().max(200)),
    department: several(z.string().max(200)),
    action: z.string().max(300).optional(),
    due: z.enum(['overdue', 'week', 'month']).optional(),
    /** Only those on which sources contradict each other. */
    disputed: z.literal('yes').optional(),
    q: z.string().max(200).optional(),
    sort: z.enum(FINDING_SORTS).default('rank'),
  }),
  response: pageOf(FindingRow),
});

export const explainFinding = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/findings/:findingId/explanation',
  permission: 'assessments.read',
  summary: 'Why this vulnerability is on this device, in six steps',
  params: AssessmentParams.extend({ findingId: z.string().max(500) }),
  response: Explanation,
});

export const listDevices = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/devices',
  permission: 'assessments.read',
  summary: 'Devices of the inventory, riskiest first',
  params: AssessmentParams,
  query: PageQuery.extend({
    state: z.enum(['affected', 'undetermined', 'unrecognised', 'clear']).optional(),
    q: z.string().max(200).optional(),
  }),
  response: pageOf(DeviceRow),
});

export const readDevice = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/devices/:deviceId',
  permission: 'assessments.read',
  summary: 'One device: recognised as, findings, and what it surely has not, each with its reason',
  params: AssessmentParams.extend({ deviceId: z.string().max(500) }),
  response: DeviceView,
});

export const listRejects = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/rejects',
  permission: 'assessments.read',
  summary: 'Rows that could not be taken, each with its reason',
  params: AssessmentParams,
  query: PageQuery,
  response: pageOf(RejectRow),
});

export const listPlaces = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/places',
  permission: 'assessments.read',
  summary: 'Open risk by site and department',
  params: AssessmentParams,
  response: pageOf(PlaceRow),
});

/** `rejects`: what could not be taken, as CSV, to be repaired and read again. */
const EXPORT_FORMATS = ['csv', 'xlsx', 'json', 'csaf-vex', 'cyclonedx-vex', 'rejects'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const exportAssessment = route({
  method: 'GET',
  path: '/api/v1/assessments/:id/export',
  permission: 'assessments.read',
  summary: 'The whole result, or what was rejected, as a file',
  params: AssessmentParams,
  query: z.object({ format: z.enum(EXPORT_FORMATS) }),
  response: z.string(),
  media: 'application/octet-stream',
});
