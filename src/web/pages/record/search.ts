import * as z from 'zod';
import { ROLES } from '#engine/access';
import { DISCREPANCY_KINDS } from '#engine/reconciliation';
import { HORIZON_ENDS, HORIZON_GROUPS, HORIZON_STEPS } from '#engine/support';

/** What the address says about the list of devices. An unreadable part is left out rather than breaking a link. */
export const InventorySearch = z.object({
  filter: z.coerce.string().max(2000).optional().catch(undefined),
  sort: z.string().max(200).optional().catch(undefined),
  /** Columns in their order, by key. */
  columns: z.string().max(1000).optional().catch(undefined),
});
export type InventorySearch = z.output<typeof InventorySearch>;

/** What the address says about the list of decisions. */
export const DecisionsSearch = z.object({
  state: z.enum(['requested', 'approved', 'reopened', 'all']).optional().catch(undefined),
});
export type DecisionsSearch = z.output<typeof DecisionsSearch>;

/** What the address says about the list of findings. */
export const FindingsSearch = z.object({
  filter: z.coerce.string().max(2000).optional().catch(undefined),
  /** Finding whose explanation is open. */
  open: z.string().optional().catch(undefined),
  /** What findings are grouped by; left out: each stands for itself. */
  by: z.enum(['action', 'device', 'vulnerability', 'advisory']).optional().catch(undefined),
});
export type FindingsSearch = z.output<typeof FindingsSearch>;

/** What the address says about the texts in doubt. */
export const IdentificationsSearch = z.object({
  /** Words of maker or model. */
  text: z.coerce.string().max(200).optional().catch(undefined),
});

/** What the address says about the feeds. */
export const FeedsSearch = z.object({
  /** Feed that is open. */
  open: z.string().max(100).optional().catch(undefined),
});

/** What the address says about the list of people. */
export const PeopleSearch = z.object({
  q: z.coerce.string().max(200).optional().catch(undefined),
  kind: z.enum(['person', 'service']).optional().catch(undefined),
  role: z.enum(ROLES).optional().catch(undefined),
  state: z.enum(['active', 'disabled']).optional().catch(undefined),
});
export type PeopleSearch = z.output<typeof PeopleSearch>;
const MODEL_TABS = ['overview', 'mds2', 'sboms', 'files', 'clearance'] as const;
export type ModelTab = (typeof MODEL_TABS)[number];
export const ModelSearch = z.object({ tab: z.enum(MODEL_TABS).optional().catch(undefined) });

const DEVICE_TABS = ['overview', 'components', 'files', 'changes'] as const;
export type DeviceTab = (typeof DEVICE_TABS)[number];
export const DeviceSearch = z.object({ tab: z.enum(DEVICE_TABS).optional().catch(undefined) });

/** What the address says about a list of vendors, models, departments or segments. */
export const NounSearch = z.object({
  filter: z.coerce.string().max(2000).optional().catch(undefined),
  sort: z.string().max(200).optional().catch(undefined),
});

export const LABEL_SHEETS = ['a4-24', 'a4-14', 'letter-30', 'letter-10'] as const;
export type LabelSheet = (typeof LABEL_SHEETS)[number];
/** Which labels: devices by id, else those that a filter selects. */
export const LabelsSearch = z.object({
  ids: z.string().max(20_000).optional().catch(undefined),
  filter: z.coerce.string().max(2000).optional().catch(undefined),
  sheet: z.enum(LABEL_SHEETS).optional().catch(undefined),
});

/** What the address says about the audit log. */
export const AuditSearch = z.object({
  who: z.coerce.string().max(200).optional().catch(undefined),
  noun: z.string().max(100).optional().catch(undefined),
  subjectId: z.coerce.string().max(200).optional().catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
});
export type AuditSearch = z.output<typeof AuditSearch>;

/** What the address says about the discrepancies of a report. */
export const ReconciliationSearch = z.object({
  kind: z.enum(DISCREPANCY_KINDS).optional().catch(undefined),
  assignee: z.enum(['me', 'nobody']).optional().catch(undefined),
  q: z.coerce.string().max(200).optional().catch(undefined),
  fresh: z.enum(['yes']).optional().catch(undefined),
});
export type ReconciliationSearch = z.output<typeof ReconciliationSearch>;

/** What the address says about the triage queue. */
export const TriageSearch = z.object({
  filter: z.coerce.string().max(2000).optional().catch(undefined),
  sort: z.string().max(200).optional().catch(undefined),
  /** Vulnerability that is open. */
  open: z.string().max(200).optional().catch(undefined),
});
export type TriageSearch = z.output<typeof TriageSearch>;
/** What the address says about the lifecycle horizon. */
export const LifecycleSearch = z.object({
  end: z.enum(HORIZON_ENDS).optional().catch(undefined),
  by: z.enum(HORIZON_GROUPS).optional().catch(undefined),
  step: z.enum(HORIZON_STEPS).optional().catch(undefined),
});
export type LifecycleSearch = z.output<typeof LifecycleSearch>;

/** What the address says about the clearances of models. */
export const ProcurementSearch = z.object({
  show: z.enum(['waiting', 'decided']).optional().catch(undefined),
});
export type ProcurementSearch = z.output<typeof ProcurementSearch>;

/** What the address says about alerts of unregistered devices. */
export const UnregisteredSearch = z.object({
  show: z.enum(['waiting', 'mine', 'ignored', 'closed']).optional().catch(undefined),
  q: z.coerce.string().max(200).optional().catch(undefined),
});
export type UnregisteredSearch = z.output<typeof UnregisteredSearch>;
