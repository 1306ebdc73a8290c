import * as z from 'zod';
import { route } from './kit.ts';

/** What this server is and allows, for the start page. */
export const AboutView = z.object({
  version: z.string(),
  /** Where advisories come from, in words. */
  feeds: z.string(),
  sample: z.boolean(),
  /** Whether this server keeps people and inventory, so that one signs in; else it only assesses what is given. */
  record: z.boolean(),
  /** Only this computer can reach the server. */
  loopback: z.boolean(),
  uploadBytesMax: z.number().int(),
  keptMax: z.number().int(),
});
export type AboutView = z.output<typeof AboutView>;

export const readAbout = route({
  method: 'GET',
  path: '/api/v1/about',
  permission: 'anybody',
  summary: 'Version, feeds and limits of this server',
  response: AboutView,
});

const SbomView = z.looseObject({
  bomFormat: z.string(),
  components: z.array(
    z.looseObject({
      name: z.string(),
      version: z.string(),
      purl: z.string(),
      licenses: z.array(z.object({ expression: z.string() })).optional(),
    }),
  ),
});

export const readOwnSbom = route({
  method: 'GET',
  path: '/api/v1/about/sbom',
  permission: 'signed-in',
  summary: 'What this product is made of, as CycloneDX 1.6',
  response: SbomView,
});

export const readOpenApi = route({
  method: 'GET',
  path: '/api/v1/openapi.json',
  permission: 'anybody',
  summary: 'This description',
  response: z.record(z.string(), z.unknown()),
});

const Health = z.object({ status: z.enum(['ok', 'starting']) });

export const readLive = route({
  method: 'GET',
  path: '/health/live',
  permission: 'anybody',
  summary: 'The process answers',
  response: Health,
});

export const readReady = route({
  method: 'GET',
  path: '/health/ready',
  permission: 'anybody',
  summary: 'The server can take work; 503 until then',
  response: Health,
});

export const readApiPage = route({
  method: 'GET',
  path: '/api/v1/docs',
  permission: 'anybody',
  summary: 'This description, for people',
  response: z.string(),
  media: 'text/html',
});

export const readMetrics = route({
  method: 'GET',
  path: '/metrics',
  permission: 'settings.read',
  summary: 'Measures of this node for Prometheus; also open to the token in PATCHWARD_METRICS_TOKEN',
  response: z.string(),
  media: 'text/plain',
});
