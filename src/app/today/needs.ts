import type { NeedView } from '#contract/today/routes';
import type { Scope } from '#engine/access';
import { whyNotSign } from '#engine/reconciliation';
import { countDevices } from '#store/device-list';
import { countDisabled } from '#store/destinations';
import { countStanding } from '#store/discrepancies';
import { countDoubts } from '#store/figures';
import { listImportsBefore } from '#store/imports';
import { isOfPlaces, readVitalCounts, type VitalCounts } from '#store/place-tally';
import { countWaitingRecalls } from '#store/recall-list';
import { findNewestReconciliation } from '#store/reconciliations';
import type { Db } from '#store/store';
import { isAllowed, isAllowedAnywhere, see, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { deviceFilterIn } from '../inventory/devices.ts';
import { authorOf } from '../inventory/import-access.ts';
import { countUnsettled } from '../inventory/strangers.ts';
import { selectionOf, unseenBefore } from '../inventory/reconciliations.ts';
import { policyInForce } from '../vulnerabilities/policy-in-force.ts';
import { daysOf } from '../vulnerabilities/recalls.ts';
import { dayOf } from './days.ts';

/** Rows of devices that wait for somebody, the gravest first. */
const ROWS = [
  { kind: 'unsupported', filter: 'criticality:life-sustaining eosDate:<today' },
  { kind: 'versionless', filter: 'criticality:life-sustaining version:none osVersion:none' },
  { kind: 'disputed', filter: 'criticality:life-sustaining conflict:yes' },
] as const;

const IMPORTS_LOOKED_AT = 20;

/** What waits for a person, of what the actor may see. */
export async function readTodayNeeds(ctx: Context): Promise<NeedView[]> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const isWhole = scopes.some((it) => it.kind === 'hospital');
    const own = isWhole ? null : authorOf(ctx.actor).createdBy;
    const imports = await listImportsBefore(db, own, { before: null, limit: IMPORTS_LOOKED_AT });
    const items: NeedView[] = imports
      .filter((it) => it.state === 'previewed')
      .map((it) => ({ kind: 'import', id: it.id, source: it.source, since: it.createdAt.toISOString() }));
    const vital = await countVital(ctx, db, scopes);
    for (const { kind, filter } of ROWS)
      if (vital[kind] > 0) items.push({ kind, count: vital[kind], filter });
    items.push(...(await recallNeeds(ctx, db)));
    const doubts = isWhole ? await countDoubts(db) : 0;
    if (doubts > 0) items.push({ kind: 'doubtful', count: doubts });
    const { total, overdue, mine } = await countUnsettled(ctx);
    if (total > 0) items.push({ kind: 'unregistered', count: total, overdue, mine });
    const disabled = isAllowed(ctx.actor, { permission: 'settings.read' }) ? await countDisabled(db) : 0;
    if (disabled > 0) items.push({ kind: 'destination', count: disabled });
    return [...items, ...(await reconciliationNeeds(ctx, db))];
  });
}

/** From what is counted as devices change; whoever sees those of a maker has them counted by the filters themselves. */
async function countVital(ctx: Context, db: Db, scopes: readonly Scope[]): Promise<VitalCounts> {
  const today = dayOf(ctx.now());
  if (isOfPlaces(scopes)) return readVitalCounts(db, scopes, today);
  return counted(ctx.store, db, ['needs', scopes, today], async () => {
    const counts = { unsupported: 0, versionless: 0, disputed: 0 };
    for (const { kind, filter } of ROWS)
      counts[kind] = await countDevices(db, { filter: await deviceFilterIn(db, filter, ctx), scopes }, null);
    return counts;
  });
}

const WAITING = 'waits:yes';

/** Recalls that mean a device the actor may see the findings of. */
async function recallNeeds(ctx: Context, db: Db): Promise<NeedView[]> {
  const scopes = seenScopes(ctx.actor, 'findings.read');
  if (!isAllowedAnywhere(ctx.actor, 'findings.read')) return [];
  const today = dayOf(ctx.now());
  const { createdBy: ownerId } = authorOf(ctx.actor);
  const { count, overdue, owned } = await counted(
    ctx.store,
    db,
    ['recalls', scopes, today, ownerId],
    async () =>
      countWaitingRecalls(db, { scopes, days: daysOf(await policyInForce(db)) }, { today, ownerId }),
  );
  return count === 0 ? [] : [{ kind: 'recalled', count, overdue, mine: owned, filter: WAITING }];
}

/** What the newest reconciliation report asks of the actor. */
async function reconciliationNeeds(ctx: Context, db: Db): Promise<NeedView[]> {
  const { actor } = ctx;
  const report = await findNewestReconciliation(db);
  if (report === null || actor.kind !== 'person') return [];
  const items: NeedView[] = [];
  const reportId = report.id;
  const mine = await countStanding(db, selectionOf(ctx, reportId, { assignee: 'me' }), {
    seenSince: unseenBefore(ctx.now(), report),
    today: dayOf(ctx.now()),
  });
  if (mine.count > 0) items.push({ kind: 'assigned', reportId, ...mine });
  const signerIds = report.signatures.map((it) => it.personId);
  const maySign = isAllowed(actor, { permission: 'inventory.sign-off' });
  if (maySign && whyNotSign({ state: report.state, signerIds }, actor.id) === null)
    items.push({ kind: 'signature', reportId, since: (report.asOf ?? report.madeAt).toISOString() });
  return items;
}
