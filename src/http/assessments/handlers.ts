import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { api } from '#contract/api';
import type { AssessmentView } from '#contract/assessments/assessment';
import { type ExportFormat, type NewAssessment, UploadFields } from '#contract/assessments/routes';
import { Refused } from '../answer.ts';
import { serveRoute, serveStream } from '../serve-route.ts';
import type { Crew } from './crew.ts';
import { streamEvents } from './events.ts';
import type { Ledger, Wish } from './ledger.ts';
import { filesOnDisk, receiveUpload } from './uploads.ts';

export interface AssessmentLimits {
  readonly uploadBytesMax: number;
  readonly samplePaths: readonly string[];
}

/** The routes under `/api/v1/assessments`. */
export function serveAssessments(app: FastifyInstance, ledger: Ledger, limits: AssessmentLimits): void {
  serveRoute(app, api.createAssessment, async ({ body }, { request, reply }) => {
    const wish = request.isMultipart()
      ? await uploadedWish(request, limits)
      : await repeatedWish(body, ledger, limits);
    const view = await startOrRelease(ledger, wish);
    void reply.header('location', `/api/v1/assessments/${view.id}`);
    return view;
  });
  serveRoute(app, api.listAssessments, async () => {
    const items = ledger.list();
    return { items, next: null, total: items.length };
  });
  serveRoute(app, api.readAssessment, async ({ params }) => ledger.entry(params.id).view);
  serveRoute(app, api.cancelAssessment, async ({ params }) => ledger.cancel(params.id));
  serveRoute(app, api.dropAssessment, async ({ params }) => {
    await ledger.drop(params.id);
    return undefined;
  });
  serveStream(app, api.watchAssessment, async ({ params }, reply) =>
    streamEvents(reply, ledger.entry(params.id)),
  );
  serveLists(app, (id) => readyCrew(ledger, id));
  serveExport(app, ledger);
}

function serveLists(app: FastifyInstance, crewOf: (id: string) => Crew): void {
  serveRoute(app, api.readColumns, async ({ params }) => crewOf(params.id).ask('columns'));
  serveRoute(app, api.listActions, async ({ params, query }) => crewOf(params.id).ask('actions', query));
  serveRoute(app, api.listFindings, async ({ params, query }) => crewOf(params.id).ask('findings', query));
  serveRoute(app, api.listDevices, async ({ params, query }) => crewOf(params.id).ask('devices', query));
  serveRoute(app, api.listRejects, async ({ params, query }) => crewOf(params.id).ask('rejects', query));
  serveRoute(app, api.listPlaces, async ({ params }) => crewOf(params.id).ask('places'));
  serveRoute(app, api.readDevice, async ({ params }) => {
    const found = await crewOf(params.id).ask('device', params.deviceId);
    if (found === null) throw new Refused(404, `Cannot find device "${params.deviceId}" in this assessment`);
    return found;
  });
  serveRoute(app, api.explainFinding, async ({ params }) => {
    const found = await crewOf(params.id).ask('explanation', params.findingId);
    if (found === null)
      throw new Refused(404, `Cannot find finding "${params.findingId}" in this assessment`);
    return found;
  });
}

function readyCrew(ledger: Ledger, id: string): Crew {
  const { view, crew } = ledger.entry(id);
  if (view.state !== 'done' || crew === null)
    throw new Refused(409, `Cannot read results of assessment ${id}: it is ${view.state}`);
  return crew;
}

async function uploadedWish(request: FastifyRequest, limits: AssessmentLimits): Promise<Wish> {
  const { upload, fields } = await receiveUpload(request, limits.uploadBytesMax);
  const parsed = UploadFields.safeParse(fields);
  if (parsed.success) return { upload, sample: false, ...parsed.data };
  await upload.release();
  throw parsed.error;
}

async function repeatedWish(body: NewAssessment, ledger: Ledger, limits: AssessmentLimits): Promise<Wish> {
  if ('from' in body) {
    const { wish } = ledger.entry(body.from);
    return { upload: wish.upload.hold(), sample: wish.sample, mapping: body.mapping, preset: body.preset };
  }
  if (limits.samplePaths.length === 0)
    throw new Refused(404, 'Cannot find the sample hospital: samples/ is missing');
  return { upload: await filesOnDisk(limits.samplePaths), sample: true, mapping: {}, preset: body.preset };
}

async function startOrRelease(ledger: Ledger, wish: Wish): Promise<AssessmentView> {
  try {
    return ledger.start(wish);
  } catch (error) {
    await wish.upload.release();
    throw error;
  }
}

const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
  'csaf-vex': 'application/json',
  'cyclonedx-vex': 'application/vnd.cyclonedx+json',
  rejects: 'text/csv; charset=utf-8',
} as const satisfies Record<ExportFormat, string>;

const ENDINGS = {
  csv: 'csv',
  xlsx: 'xlsx',
  json: 'json',
  'csaf-vex': 'csaf.json',
  'cyclonedx-vex': 'cdx.json',
  rejects: 'rejected.csv',
} as const satisfies Record<ExportFormat, string>;

function serveExport(app: FastifyInstance, ledger: Ledger): void {
  serveStream(app, api.exportAssessment, async ({ params, query: { format } }, reply) => {
    const crew = readyCrew(ledger, params.id);
    const folder = await mkdtemp(join(tmpdir(), 'patchward-export-'));
    const remove = () => void rm(folder, { recursive: true, force: true });
    const path = join(folder, 'export');
    try {
      await crew.ask('writeExport', format, path);
    } catch (error) {
      remove();
      throw error;
    }
    const stream = createReadStream(path);
    stream.on('close', remove);
    return reply
      .type(MEDIA_TYPES[format])
      .header('content-disposition', `attachment; filename="patchward-${params.id}.${ENDINGS[format]}"`)
      .send(stream);
  });
}
