import * as z from 'zod';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';

const Params = z.object({ id: z.uuid() });
const Reason = z.string().trim().max(500).optional();
const count = z.number().int();

const ConflictView = z.object({
  deviceId: z.string(),
  /** What people call the device. */
  label: z.string(),
  name: z.string().nullable(),
  /** Version of the device, to decide on with If-Match. */
  version: count,
  field: z.string(),
  /** The field and who disagrees with whom. */
  pattern: z.string(),
  /** The value that holds first. */
  sayings: z
    .array(z.object({ value: z.string(), source: z.string(), kind: z.string(), at: z.string() }))
    .readonly(),
});

export const listConflicts = route({
  method: 'GET',
  path: '/api/v1/conflicts',
  permission: 'inventory.read',
  summary: 'Fields whose sources disagree, which nobody has decided yet',
  query: PageQuery.extend({
    cursor: z.string().max(2000).optional(),
    field: z.string().max(60).optional(),
    pattern: z.string().max(1000).optional(),
    device: z.uuid().optional(),
  }),
  response: pageOf(ConflictView),
});

export const listConflictPatterns = route({
  method: 'GET',
  path: '/api/v1/conflict-patterns',
  permission: 'inventory.read',
  summary: 'Who disagrees with whom on which field, and on how many devices',
  response: z.object({
    items: z
      .array(
        z.object({
          pattern: z.string(),
          field: z.string(),
          /** The one whose value holds first. */
          sources: z.array(z.string()).readonly(),
          devices: count,
        }),
      )
      .readonly(),
  }),
});

export const readPrecedence = route({
  method: 'GET',
  path: '/api/v1/precedence',
  permission: 'inventory.read',
  summary:
    'Whose word counts for each field: kinds of sources and sources, the first that says anything rules',
  response: z.object({
    items: z
      .array(
        z.object({
          field: z.string(),
          /** A kind of source, or `source:` and a name. */
          order: z.array(z.string()).readonly(),
          /** Set here, not the house default. */
          isOwn: z.boolean(),
        }),
      )
      .readonly(),
  }),
});

export const setPrecedence = route({
  method: 'PUT',
  path: '/api/v1/precedence/:field',
  permission: 'inventory.structure',
  summary: 'Let one source rule a field, or go back to the house default; the devices follow as a job',
  params: z.object({ field: z.string().max(60) }),
  query: z.object({
    /** `yes`: only say how many of the disputed devices would change. */
    dryRun: z.enum(['yes', 'no']).default('no'),
  }),
  body: z.object({
    /** Name of the source that comes first; null: the house default. */
    source: z.string().min(1).max(200).nullable(),
  }),
  response: z.object({
    /** The job by which devices follow; null: a dry run. */
    jobId: z.string().nullable(),
    /** Of a dry run: devices looked at, and those that would change. */
    checked: count.nullable(),
    changed: count.nullable(),
  }),
});

const DoubtfulDevice = z.object({
  id: z.string(),
  label: z.string(),
  name: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()),
  sources: count,
  seenAt: z.string(),
});

const DoubtView = z.object({
  id: z.string(),
  /** Kind of the identifier that they share. */
  kind: z.string(),
  value: z.string(),
  /** What speaks against one device. */
  because: z.string(),
  foundAt: z.string(),
  devices: z.array(DoubtfulDevice).readonly(),
});

export const listDoubtfulMerges = route({
  method: 'GET',
  path: '/api/v1/doubtful-merges',
  permission: 'inventory.read',
  summary: 'Identifiers that several devices share, which were kept apart until a person decides',
  query: PageQuery,
  response: pageOf(DoubtView),
});

const Decided = z.object({
  /** By which the decision is taken back. */
  actId: z.string(),
  /** The devices that stand there now. */
  deviceIds: z.array(z.string()).readonly(),
});

export const decideIdentity = route({
  method: 'POST',
  path: '/api/v1/identity-decisions',
  permission: 'inventory.reconcile',
  summary: 'Say that devices are one, or are not; it holds for all later imports, until it is taken back',
  body: z.object({
    kind: z.enum(['merge', 'keep-apart']),
    devices: z.array(z.uuid()).min(2).max(20).readonly(),
    reason: Reason,
  }),
  response: Decided,
  status: 201,
});

export const splitDevice = route({
  method: 'POST',
  path: '/api/v1/devices/:id/split',
  permission: 'inventory.reconcile',
  summary: 'Say that some statements behind a device speak of another one; holds until it is taken back',
  params: Params,
  body: z.object({ observations: z.array(z.uuid()).min(1).max(200).readonly(), reason: Reason }),
  response: Decided,
  status: 201,
});

const DecisionView = z.object({
  actId: z.string(),
  kind: z.enum(['together', 'apart']),
  at: z.string(),
  by: z.string(),
  reason: z.string().nullable(),
  undoneAt: z.string().nullable(),
  /** Pairs of statements it is about. */
  pairs: count,
});

export const listDecisions = route({
  method: 'GET',
  path: '/api/v1/identity-decisions',
  permission: 'inventory.reconcile',
  summary: 'What people decided about which devices are one, newest first',
  query: PageQuery.omit({ cursor: true }).extend({ cursor: z.uuid().optional() }),
  response: z.object({ items: z.array(DecisionView).readonly(), next: z.string().nullable() }),
});

export const undoDecision = route({
  method: 'DELETE',
  path: '/api/v1/identity-decisions/:id',
  permission: 'inventory.reconcile',
  summary: 'Take a merge, a split or a keeping apart back: the devices are again what their identifiers say',
  params: Params,
  response: Decided,
});
