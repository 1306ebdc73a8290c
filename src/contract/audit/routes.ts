import * as z from 'zod';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';

const AuditEntryView = z.object({
  seq: z.number().int(),
  at: z.iso.datetime(),
  actorId: z.string().nullable(),
  actorName: z.string(),
  act: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  /** What happened, in the act's own terms. */
  detail: z.unknown(),
  /** SHA-256 in hex. */
  hash: z.string(),
});

export const listAudit = route({
  method: 'GET',
  path: '/api/v1/audit',
  permission: 'audit.read',
  summary: 'The audit log, newest first',
  query: PageQuery.extend({
    actor: z.uuid().optional(),
    /** Part of the name of who acted. */
    who: z.string().trim().max(200).optional(),
    act: z.string().max(100).optional(),
    /** First word of acts: `person` for all that is done to accounts. */
    noun: z.string().max(100).optional(),
    /** Days in the hospital’s zone, both included. */
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    subjectKind: z.string().max(100).optional(),
    subjectId: z.string().max(200).optional(),
  }),
  response: pageOf(AuditEntryView),
});

export const exportAudit = route({
  method: 'GET',
  path: '/api/v1/audit/export',
  permission: 'audit.read',
  summary: 'The whole log as JSON lines that `patchward audit verify` proves without this server',
  response: z.string(),
  media: 'application/octet-stream',
});

export const readAuditCheckpoint = route({
  method: 'GET',
  path: '/api/v1/audit/checkpoint',
  permission: 'audit.read',
  summary: 'The log’s public key, and a signed checkpoint of the log as it stands',
  response: z.object({
    key: z.string(),
    /** Keys that signed before it, the oldest first. */
    formerKeys: z.array(z.string()).readonly(),
    checkpoint: z.string().nullable(),
  }),
});

export const renewAuditKey = route({
  method: 'POST',
  path: '/api/v1/audit/key',
  permission: 'settings.manage',
  summary:
    'Have another key sign the audit log and feed bundles from now on; what the old one signed stays proven. Asks for proof of who you are',
  response: z.object({ before: z.string(), after: z.string() }),
  status: 201,
});

/** SHA-256 in base64. */
const Hash = z.base64();

export const proveAuditEntry = route({
  method: 'GET',
  path: '/api/v1/audit/entries/:seq/proof',
  permission: 'audit.read',
  summary: 'Proof that an entry is in the log of the newest checkpoint (RFC 9162, 2.1.3)',
  params: z.object({ seq: z.coerce.number().int().min(1) }),
  response: z.object({ checkpoint: z.string(), leaf: Hash, proof: z.array(Hash) }),
});

export const proveAuditGrowth = route({
  method: 'GET',
  path: '/api/v1/audit/checkpoints/:size/proof',
  permission: 'audit.read',
  summary: 'Proof that the log of the newest checkpoint begins with that of an earlier one (RFC 9162, 2.1.4)',
  params: z.object({ size: z.coerce.number().int().min(1) }),
  response: z.object({ from: z.string(), to: z.string(), proof: z.array(Hash) }),
});
