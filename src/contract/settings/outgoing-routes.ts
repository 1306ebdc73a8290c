import * as z from 'zod';
import { route } from '../kit.ts';

const OutgoingPolicyView = z.strictObject({
  /**
   * Where requests may go although it is no public address: blocks of addresses ("10.20.0.0/16") and names of servers
   * ("cmms.hospital.example", "*.hospital.example").
   */
  allowed: z.array(z.string().trim().min(1).max(260)).max(200),
  /** An edit names the version it was made on. */
  version: z.number().int(),
});

export const readOutgoingPolicy = route({
  method: 'GET',
  path: '/api/v1/outgoing-policy',
  permission: 'settings.read',
  summary: 'Which servers inside the hospital Patchward may ask',
  response: OutgoingPolicyView,
});

export const editOutgoingPolicy = route({
  method: 'PUT',
  path: '/api/v1/outgoing-policy',
  permission: 'settings.manage',
  summary: 'Say which servers inside the hospital Patchward may ask. 412 when somebody else was first',
  body: OutgoingPolicyView,
  response: OutgoingPolicyView,
});
