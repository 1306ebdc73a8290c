import * as z from 'zod';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';
import { Because } from './decision.ts';
import {
  DeviceReadiness,
  ReadinessOverrideView,
  ReadinessOverview,
  ReadinessReach,
  ReadinessScope,
  ReadinessWish,
} from './readiness.ts';

export const readReadiness = route({
  method: 'GET',
  path: '/api/v1/findings/readiness',
  permission: 'findings.read',
  summary: 'How ready the affected findings of a filter are to be patched, with the reasons',
  query: z.object({ filter: z.string().max(2000).default('') }),
  response: ReadinessOverview,
});

export const readDeviceReadiness = route({
  method: 'GET',
  path: '/api/v1/devices/:id/readiness',
  permission: 'findings.read',
  summary: 'How ready a device is to be patched: as derived, as people said, and who said what',
  params: z.object({ id: z.uuid() }),
  response: DeviceReadiness,
});

export const listReadinessOverrides = route({
  method: 'GET',
  path: '/api/v1/readiness-overrides',
  permission: 'findings.read',
  summary: 'What people said of readiness against what is derived, newest first',
  query: PageQuery,
  response: pageOf(ReadinessOverrideView),
});

export const previewReadiness = route({
  method: 'POST',
  path: '/api/v1/readiness-overrides/preview',
  permission: 'findings.triage',
  summary: 'Devices and findings that an override would speak of; nothing is changed',
  body: ReadinessScope,
  response: ReadinessReach,
});

export const sayReadiness = route({
  method: 'POST',
  path: '/api/v1/readiness-overrides',
  permission: 'findings.triage',
  summary: 'Say how ready devices are, against what is derived, until a date; no fix is said into being',
  body: ReadinessWish,
  response: z.object({ id: z.string() }),
  status: 201,
});

export const revokeReadiness = route({
  method: 'POST',
  path: '/api/v1/readiness-overrides/:id/revoke',
  permission: 'findings.triage',
  summary: 'Take back what was said of readiness: what is derived counts again',
  params: z.object({ id: z.uuid() }),
  body: Because,
  response: z.undefined(),
  status: 204,
});
