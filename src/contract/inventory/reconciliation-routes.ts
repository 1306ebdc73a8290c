import * as z from 'zod';
import { CRITICAL_FIELDS, DISCREPANCY_KINDS, RECONCILIATION_STATES } from '#engine/reconciliation';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';

const Params = z.object({ id: z.uuid() });
const count = z.number().int().nonnegative();
const Counts = z.partialRecord(z.enum(DISCREPANCY_KINDS), count);

const SignatureView = z.object({
  personId: z.string(),
  by: z.string(),
  /** Roles that gave them the right. */
  roles: z.array(z.string()).readonly(),
  note: z.string().nullable(),
  at: z.string(),
});

/** A report that holds the sources of the inventory against each other. Counts are of what you may see. */
export const ReconciliationView = z.object({
  id: z.string(),
  /** `making`: a job works it out. `signed`: nothing of it changes any more. */
  state: z.enum(RECONCILIATION_STATES),
  /** When the inventory stood as it says; null: it is being made. */
  asOf: z.string().nullable(),
  madeAt: z.string(),
  madeBy: z.string(),
  jobId: z.string().nullable(),
  /** Days without a word from the network after which a registered device counts as unseen. */
  unseenDays: count,
  devices: count,
  complete: count,
  counts: Counts,
  signatures: z.array(SignatureView).readonly(),
  signedAt: z.string().nullable(),
});
export type ReconciliationView = z.output<typeof ReconciliationView>;

export const ReconciliationDetail = ReconciliationView.extend({
  /** SHA-256 of what was signed; null: it is not signed off. */
  contentHash: z.string().nullable(),
  previous: z.object({ id: z.string(), asOf: z.string().nullable() }).nullable(),
  /** Registered devices without any address: the network cannot tell of them. */
  unconnected: count,
  /** Devices that no source stands behind but what people entered. */
  byHandAlone: count,
  missing: z.record(z.enum(CRITICAL_FIELDS), count),
  sources: z
    .array(
      z.object({
        source: z.string(),
        /** Kinds of system; empty: no file of it was applied. */
        kinds: z.array(z.string()).readonly(),
        lastAt: z.string().nullable(),
        devices: count,
        /** Devices that another source speaks of as well. */
        matched: count,
        alone: count,
        /** Devices that others speak of and this one does not. */
        lacks: count,
        complete: count,
      }),
    )
    .readonly(),
  pairs: z
    .array(z.object({ a: z.string(), b: z.string(), both: count, onlyA: count, onlyB: count }))
    .readonly(),
  places: z
    .array(
      z.object({
        site: z.string().nullable(),
        department: z.string().nullable(),
        devices: count,
        complete: count,
      }),
    )
    .readonly(),
  /** By kind, against the last signed report; null: there was none. */
  trend: z
    .array(
      z.object({
        kind: z.enum(DISCREPANCY_KINDS),
        count,
        isNew: count,
        unassigned: count,
        overdue: count,
        before: count.nullable(),
        gone: count.nullable(),
      }),
    )
    .readonly(),
});
export type ReconciliationDetail = z.output<typeof ReconciliationDetail>;

export const DiscrepancyView = z.object({
  kind: z.enum(DISCREPANCY_KINDS),
  deviceId: z.string(),
  label: z.string(),
  name: z.string().nullable(),
  site: z.string().nullable(),
  department: z.string().nullable(),
  /** What exactly, in words. */
  detail: z.string(),
  /** When a report first found it. */
  since: z.string(),
  /** The last signed report did not have it. */
  isNew: z.boolean(),
  /** Whether it is still so in the inventory of now. */
  stands: z.boolean(),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  reason: z.string().nullable(),
  /** Last day for it, ISO. */
  dueOn: z.string().nullable(),
});
export type DiscrepancyView = z.output<typeof DiscrepancyView>;

const Ask = z.object({
  kind: z.enum(DISCREPANCY_KINDS).optional(),
  /** `me`, `nobody`, or the id of a person. */
  assignee: z.union([z.enum(['me', 'nobody']), z.uuid()]).optional(),
  text: z.string().max(200).optional(),
});

export const listReconciliations = route({
  method: 'GET',
  path: '/api/v1/reconciliations',
  permission: 'inventory.read',
  summary: 'Reports that hold the sources of the inventory against each other, newest first',
  query: PageQuery,
  response: pageOf(ReconciliationView),
});

export const startReconciliation = route({
  method: 'POST',
  path: '/api/v1/reconciliations',
  permission: 'inventory.reconcile',
  summary: 'Make a report of the inventory as it stands, as a job',
  body: z.object({ unseenDays: z.number().int().min(1).max(3650).default(45) }),
  response: ReconciliationView,
  status: 202,
});

export const readReconciliation = route({
  method: 'GET',
  path: '/api/v1/reconciliations/:id',
  permission: 'inventory.read',
  summary: 'One report: who has which devices and who does not, what is amiss, and the trend',
  params: Params,
  response: ReconciliationDetail,
});

export const dropReconciliation = route({
  method: 'DELETE',
  path: '/api/v1/reconciliations/:id',
  permission: 'inventory.reconcile',
  summary: 'Throw a report away that nobody has signed',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const listDiscrepancies = route({
  method: 'GET',
  path: '/api/v1/reconciliations/:id/discrepancies',
  permission: 'inventory.read',
  summary: 'What a report found between the sources, device by device',
  params: Params,
  query: PageQuery.extend({
    cursor: z.string().max(2000).optional(),
    ...Ask.shape,
    /** Only those the last signed report did not have. */
    fresh: z.enum(['yes']).optional(),
  }),
  response: pageOf(DiscrepancyView),
});

export const assignDiscrepancies = route({
  method: 'POST',
  path: '/api/v1/reconciliations/:id/assignments',
  permission: 'inventory.reconcile',
  summary: 'Give discrepancies to a person, with the reason and the last day for it; null takes them back',
  params: Params,
  body: z.object({
    /** Which: those of these devices, and of what else is asked; left out: all of it. */
    which: Ask.extend({ devices: z.array(z.uuid()).max(500).readonly().optional() }),
    assignee: z
      .object({
        id: z.uuid(),
        reason: z.string().trim().min(3, 'Say why').max(1000),
        dueOn: z.iso.date(),
      })
      .nullable(),
  }),
  response: z.object({ assigned: count }),
});

export const signReconciliation = route({
  method: 'POST',
  path: '/api/v1/reconciliations/:id/signatures',
  permission: 'inventory.sign-off',
  summary: 'Sign a report as it stands; the second signature, by another person, closes it for good',
  params: Params,
  body: z.object({ note: z.string().trim().max(1000).optional() }),
  response: ReconciliationDetail,
  status: 201,
});

export const withdrawSignatures = route({
  method: 'DELETE',
  path: '/api/v1/reconciliations/:id/signatures',
  permission: 'inventory.sign-off',
  summary: 'Take the signature on a report back that is not signed off yet, so that it can be changed again',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const proveReconciliation = route({
  method: 'GET',
  path: '/api/v1/reconciliations/:id/proof',
  permission: 'inventory.read',
  summary: 'Whether a report still holds what was signed, worked out anew',
  params: Params,
  response: z.object({
    /** Null: nobody has signed it. */
    signedHash: z.string().nullable(),
    hashNow: z.string(),
  }),
});

export const exportReconciliation = route({
  method: 'GET',
  path: '/api/v1/reconciliations/:id/export',
  permission: 'inventory.read',
  summary: 'A report as a file: a workbook with all of it, or its discrepancies as CSV',
  params: Params,
  query: z.object({ format: z.enum(['csv', 'xlsx']).default('xlsx') }),
  response: z.unknown(),
  media: 'application/octet-stream',
});
