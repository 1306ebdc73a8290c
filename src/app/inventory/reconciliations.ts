import { may, ROLES } from '#engine/access';
import {
  type Comparison,
  compareSources,
  DISCREPANCY_KINDS,
  type DiscrepancyKind,
  whyNotChange,
} from '#engine/reconciliation';
import {
  assignDiscrepancies,
  countDiscrepancies,
  countGone,
  type Discrepancy,
  type DiscrepancyPlace,
  type DiscrepancySelection,
  listDiscrepancies as listStored,
} from '#store/discrepancies';
import {
  countByReport,
  countReconciliations,
  deleteReconciliation,
  deleteSignatures,
  findReconciliation,
  listParts,
  listReconciliationsBefore,
  lockReconciliation,
  type Reconciliation,
} from '#store/reconciliations';
import type { Db, Tx } from '#store/store';
import { act, see, seenScopes } from '../act.ts';
import type { Actor, Context } from '../context.ts';
import { colleagueOf } from '../people/colleagues.ts';
import { Refused } from '../refusal.ts';
import { dayOf } from '../today/days.ts';

const DAY_MS = 86_400_000;

/** A report, with what of it the actor may see, counted. */
export interface ListedReconciliation extends Reconciliation {
  readonly devices: number;
  readonly complete: number;
  readonly counts: Readonly<Partial<Record<DiscrepancyKind, number>>>;
}

interface KindTrend {
  readonly kind: DiscrepancyKind;
  readonly count: number;
  readonly isNew: number;
  readonly unassigned: number;
  readonly overdue: number;
  /** In the last signed report; null: there was none. */
  readonly before: number | null;
  /** Of these, gone since. */
  readonly gone: number | null;
}

export interface ReconciliationDossier extends ListedReconciliation {
  readonly comparison: Comparison;
  readonly trend: readonly KindTrend[];
  /** The report that trends are told against. */
  readonly previous: Pick<Reconciliation, 'id' | 'asOf'> | null;
}

/** Newest first. */
export async function listReconciliations(
  ctx: Context,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<{
  readonly items: readonly ListedReconciliation[];
  readonly total: number;
  readonly next: string | null;
}> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const found = await listReconciliationsBefore(db, { before, limit: limit + 1 });
    const items = found.slice(0, limit);
    const counted = await countByReport(
      db,
      items.map((it) => it.id),
      scopes,
    );
    return {
      items: items.map((it) => ({
        ...it,
        ...(counted.get(it.id) ?? { devices: 0, complete: 0, counts: {} }),
      })),
      total: await countReconciliations(db),
      next: found.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  });
}

/** One report: who has which devices, what is amiss, and what became of it since the last signed one. */
export async function readReconciliation(ctx: Context, id: string): Promise<ReconciliationDossier> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const report = await found(db, id);
    const comparison = compareSources(await listParts(db, id, scopes));
    const counts = await countDiscrepancies(db, selectionOf(ctx, id, {}), dayOf(ctx.now()));
    const { previousId } = report;
    const gone = previousId === null ? null : await countGone(db, { id, previousId, scopes });
    const previous = previousId === null ? null : await findReconciliation(db, previousId);
    return {
      ...report,
      devices: comparison.devices,
      complete: comparison.complete,
      counts: Object.fromEntries(counts.map((it) => [it.kind, it.count])),
      comparison,
      trend: DISCREPANCY_KINDS.map((kind) => {
        const now = counts.find((it) => it.kind === kind);
        const then = gone?.find((it) => it.kind === kind);
        return {
          kind,
          count: now?.count ?? 0,
          isNew: now?.isNew ?? 0,
          unassigned: now?.unassigned ?? 0,
          overdue: now?.overdue ?? 0,
          before: gone === null ? null : (then?.before ?? 0),
          gone: gone === null ? null : (then?.gone ?? 0),
        };
      }),
      previous: previous === null ? null : { id: previous.id, asOf: previous.asOf },
    };
  });
}

/** Which discrepancies of a report; what is left out asks nothing. */
interface DiscrepancyAsk {
  readonly kind?: DiscrepancyKind | undefined;
  /** `me`, `nobody`, or the id of a person. */
  readonly assignee?: string | undefined;
  readonly text?: string | undefined;
  readonly devices?: readonly string[] | undefined;
  readonly isNew?: boolean | undefined;
}

export type ListedDiscrepancy = Discrepancy;

/** By kind and name of the device. */
export async function listDiscrepancies(
  ctx: Context,
  id: string,
  ask: DiscrepancyAsk,
  { after, limit }: { readonly after: DiscrepancyPlace | null; readonly limit: number },
): Promise<{
  readonly items: readonly Discrepancy[];
  readonly total: number;
  readonly next: DiscrepancyPlace | null;
}> {
  return see(ctx, 'inventory.read', async (db) => {
    const report = await found(db, id);
    const selection = selectionOf(ctx, id, ask);
    const rows = await listStored(db, selection, {
      after,
      limit: limit + 1,
      seenSince: unseenBefore(ctx.now(), report),
    });
    const items = rows.slice(0, limit);
    const counts = await countDiscrepancies(db, selection, dayOf(ctx.now()));
    return {
      items,
      total: counts.reduce((sum, it) => sum + it.count, 0),
      next: rows.length > limit ? (items.at(-1) ?? null) : null,
    };
  });
}

interface AssignmentWish {
  /** Null: nobody has it any more. */
  readonly assignee: { readonly id: string; readonly reason: string; readonly dueOn: string } | null;
}

/** Gives discrepancies to a person, with the reason and the day until which. @returns how many */
export async function assignReconciliation(
  ctx: Context,
  id: string,
  ask: DiscrepancyAsk,
  { assignee }: AssignmentWish,
): Promise<number> {
  if (assignee !== null && assignee.dueOn < dayOf(ctx.now()))
    throw new Refused({ code: 'invalid', because: 'Cannot give it a day that has passed', field: 'dueOn' });
  return act(ctx, { permission: 'inventory.reconcile', subject: 'anywhere' }, async (tx) => {
    await changeable(tx, id);
    const selection = {
      ...selectionOf(ctx, id, ask),
      scopes: seenScopes(ctx.actor, 'inventory.reconcile'),
    };
    const person = assignee === null ? null : await colleagueOf(tx, assignee.id);
    const count = await assignDiscrepancies(
      tx,
      selection,
      person === null || assignee === null
        ? null
        : {
            assigneeId: person.id,
            assigneeName: person.name,
            reason: assignee.reason,
            dueOn: assignee.dueOn,
          },
    );
    if (count === 0)
      throw new Refused({ code: 'conflict', because: 'Cannot give anything: no discrepancy is selected' });
    return {
      value: count,
      audit: {
        act: 'reconciliation.assign',
        subject: { kind: 'reconciliation', id },
        detail: {
          count,
          kind: ask.kind ?? null,
          to: person?.name ?? null,
          reason: assignee?.reason ?? null,
          dueOn: assignee?.dueOn ?? null,
        },
      },
    };
  });
}

/** Throws a report away that nobody has signed. */
export async function dropReconciliation(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    const report = await locked(tx, id);
    if (report.state !== 'making') refuseChange(report);
    await deleteReconciliation(tx, id);
    return {
      value: undefined,
      audit: {
        act: 'reconciliation.drop',
        subject: { kind: 'reconciliation', id },
        detail: { asOf: report.asOf?.toISOString() ?? null },
      },
    };
  });
}

/** Takes the first signature back, so that the report can be changed again. */
export async function withdrawSignatures(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'inventory.sign-off' }, async (tx) => {
    const report = await locked(tx, id);
    if (report.state !== 'open' || report.signatures.length === 0)
      throw new Refused({
        code: 'conflict',
        because:
          report.state === 'signed'
            ? 'Cannot take the signature back: the report is signed off, and stays as it is'
            : 'Cannot take a signature back: nobody has signed',
      });
    await deleteSignatures(tx, id);
    return {
      value: undefined,
      audit: {
        act: 'reconciliation.unsign',
        subject: { kind: 'reconciliation', id },
        detail: { of: report.signatures.map((it) => it.name) },
      },
    };
  });
}

/** Before this instant a device counts as unseen. */
export function unseenBefore(at: Date, { unseenDays }: Pick<Reconciliation, 'unseenDays'>): Date {
  return new Date(at.getTime() - unseenDays * DAY_MS);
}

export function selectionOf(ctx: Context, reportId: string, ask: DiscrepancyAsk): DiscrepancySelection {
  return {
    reportId,
    scopes: seenScopes(ctx.actor, 'inventory.read'),
    kind: ask.kind ?? null,
    assignee: assigneeIn(ctx.actor, ask.assignee),
    text: ask.text ?? '',
    deviceIds: ask.devices ?? null,
    isNew: ask.isNew ?? false,
  };
}

const NOBODY_ID = '00000000-0000-0000-0000-000000000000';

function assigneeIn(actor: Actor, word: string | undefined): DiscrepancySelection['assignee'] {
  if (word === undefined) return null;
  if (word === 'nobody') return 'nobody';
  if (word !== 'me') return { id: word };
  return { id: 'id' in actor ? actor.id : NOBODY_ID };
}

/** @throws Refused when there is none */
export async function found(db: Db | Tx, id: string): Promise<Reconciliation> {
  const report = await findReconciliation(db, id);
  if (report === null) throw new Refused({ code: 'not-found', what: `reconciliation ${id}` });
  return report;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function locked(tx: Tx, id: string): Promise<Reconciliation> {
  const report = await lockReconciliation(tx, id);
  if (report === null) throw new Refused({ code: 'not-found', what: `reconciliation ${id}` });
  return report;
}

async function changeable(tx: Tx, id: string): Promise<void> {
  refuseChange(await locked(tx, id));
}

function refuseChange({ state, signatures }: Reconciliation): void {
  const because = whyNotChange({ state, signerIds: signatures.map((it) => it.personId) });
  if (because !== null) throw new Refused({ code: 'conflict', because: `Cannot change it: ${because}` });
}

/** Roles by which the actor may do something for the whole hospital. */
export function rolesThatSign(actor: Actor): readonly string[] {
  if (actor.kind !== 'person') return [];
  return ROLES.filter((role) =>
    may(
      actor.grants.filter((it) => it.role === role),
      'inventory.sign-off',
      {},
    ),
  );
}
