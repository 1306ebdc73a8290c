import { RECALL_FILTER_FIELDS } from '#engine/filter';
import { RECALL_CLASSES, type RecallClass, recallDueOn, type RecallState } from '#engine/recalls';
import { daysBetween, type Policy } from '#engine/risk';
import { findDevice } from '#store/devices';
import { findPerson } from '#store/people';
import {
  listRecalledDevices,
  listRecalledOf,
  type RecalledDeviceRow,
  type RecalledPlace,
  reopenRecalled,
  settleRecalled,
} from '#store/recall-devices';
import {
  countRecalls,
  findRecall,
  type ListedRecall,
  listRecalls as listKept,
  listRecallsOfDevice,
  type RecallDays,
  type RecallOfDevice,
  type RecallSort,
} from '#store/recall-list';
import {
  findRecallNo,
  insertCommunication,
  listRecallChanges,
  noteRecallChange,
  RECALL_VERDICTS,
  setRecallWork,
  withdrawCommunication,
} from '#store/recalls';
import type { Tx } from '#store/store';
import { act, demand, see, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { filterIn } from '../filter-in.ts';
import { Refused } from '../refusal.ts';
import { readDay, type FindingDay } from './findings.ts';
import { labelOf } from './judge.ts';
import { startMatching } from './match-job.ts';
import { policyInForce } from './policy-in-force.ts';
import { ownerIn } from './triage.ts';
import type { SortedAsk, SortedPage } from './vulnerability-list.ts';

/** Recalls that feeds brought, whether or not they mean a device. */
export async function listRecalls(
  ctx: Context,
  ask: SortedAsk<RecallSort>,
): Promise<SortedPage<ListedRecall> & FindingDay> {
  const filter = filterIn(ask.filter, RECALL_FILTER_FIELDS, ctx);
  return see(ctx, 'findings.read', async (db, scopes) => {
    const selection = { filter, scopes, days: daysOf(await policyInForce(db)) };
    const found = await listKept(db, selection, { ...ask, limit: ask.limit + 1 });
    const shown = found.slice(0, ask.limit);
    return {
      items: shown.map(({ item }) => item),
      total: await countRecalls(db, selection),
      next: found.length > ask.limit ? (shown.at(-1)?.place ?? null) : null,
      ...(await readDay(ctx)),
    };
  });
}

export interface RecallDossier extends FindingDay {
  readonly recall: ListedRecall;
  readonly changes: readonly { readonly at: Date; readonly what: string }[];
}

export async function readRecall(ctx: Context, id: string): Promise<RecallDossier> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const recall = await findRecall(db, id, { scopes, days: daysOf(await policyInForce(db)) });
    if (recall === null) throw notFound(id);
    return { recall, changes: await listRecallChanges(db, recall.no), ...(await readDay(ctx)) };
  });
}

/** A device that a recall names, in words. */
export interface ListedRecalled extends RecalledDeviceRow {
  readonly label: string;
}

export async function listDevicesOfRecall(
  ctx: Context,
  id: string,
  page: {
    readonly verdict: (typeof RECALL_VERDICTS)[number] | null;
    readonly after: RecalledPlace | null;
    readonly limit: number;
  },
): Promise<{ readonly items: readonly ListedRecalled[]; readonly next: RecalledPlace | null }> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const no = await findRecallNo(db, id);
    if (no === null) throw notFound(id);
    const found = await listRecalledDevices(db, no, scopes, { ...page, limit: page.limit + 1 });
    const items = found.slice(0, page.limit).map(labelled);
    const last = items.at(-1);
    return {
      items,
      next:
        found.length > page.limit && last !== undefined
          ? { verdict: RECALL_VERDICTS.indexOf(last.verdict), deviceId: last.deviceId }
          : null,
    };
  });
}

/** Recalls that name the device. */
export async function listDeviceRecalls(
  ctx: Context,
  deviceId: string,
): Promise<FindingDay & { readonly items: readonly (RecallOfDevice & ListedRecalled)[] }> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    if ((await findDevice(db, deviceId, scopes)) === null)
      throw new Refused({ code: 'not-found', what: `device ${deviceId}` });
    const found = await listRecallsOfDevice(db, deviceId, { scopes, days: daysOf(await policyInForce(db)) });
    const items = [];
    for (const it of found) {
      const [row] = await listRecalledOf(db, it.recall.no, scopes, [deviceId]);
      if (row !== undefined) items.push({ ...labelled(row), ...it });
    }
    return { items, ...(await readDay(ctx)) };
  });
}

export interface RecallWorkWish {
  readonly state: Exclude<RecallState, 'done'>;
  /** Why it does not apply. */
  readonly reason: string | null;
  readonly ownerId: string | null;
}

/** Says how far work on a recall is, and who sees to it. That it does not apply at all is said for the whole hospital. */
export async function setWorkOnRecall(ctx: Context, id: string, wish: RecallWorkWish): Promise<void> {
  if (wish.state === 'not-applicable' && (wish.reason ?? '').trim().length < 10)
    throw new Refused({
      code: 'invalid',
      because: 'Cannot set this aside: say why it does not apply, in a sentence',
      field: 'reason',
    });
  await act(ctx, { permission: 'findings.triage', subject: 'anywhere' }, async (tx) => {
    const no = await seenRecall(ctx, tx, id);
    const before = await findRecall(tx, id, {
      scopes: [{ kind: 'hospital' }],
      days: daysOf(await policyInForce(tx)),
    });
    if (wish.state === 'not-applicable' || before?.state === 'not-applicable')
      demand(ctx.actor, { permission: 'findings.triage' });
    const owner = wish.ownerId === null ? null : await ownerOf(ctx, tx, wish.ownerId);
    const reason = wish.state === 'not-applicable' ? wish.reason : null;
    await setRecallWork(tx, no, { work: wish.state, reason, owner }, { at: ctx.now(), name: nameOf(ctx) });
    const given = owner === null ? 'given to nobody' : `given to ${owner.name}`;
    const what = `${STATE_WORDS[wish.state]}, ${given}${reason === null ? '' : `: ${reason}`} (${nameOf(ctx)})`;
    await noteRecallChange(tx, no, ctx.now(), what);
    return {
      value: undefined,
      audit: {
        act: 'recall.work',
        subject: { kind: 'recall', id },
        detail: { before: before?.state ?? null, state: wish.state, reason, owner: owner?.name ?? null },
      },
    };
  });
}

const STATE_WORDS = {
  open: 'open',
  'in-work': 'in progress',
  'not-applicable': 'does not apply here',
} as const satisfies Record<RecallWorkWish['state'], string>;

export interface SettleWish {
  readonly deviceIds: readonly string[];
  readonly state: 'open' | 'done' | 'not-applicable';
  /** What was done, or why it does not apply. */
  readonly evidence: string;
}

/** Notes on which devices a recall has been dealt with. @returns how many */
export async function settleRecall(ctx: Context, id: string, wish: SettleWish): Promise<number> {
  return act(ctx, { permission: 'findings.triage', subject: 'anywhere' }, async (tx) => {
    const no = await seenRecall(ctx, tx, id);
    const rows = await listRecalledOf(tx, no, seenScopes(ctx.actor, 'findings.triage'), wish.deviceIds);
    const found = new Set(rows.map((it) => it.deviceId));
    const strange = wish.deviceIds.find((it) => !found.has(it));
    if (strange !== undefined)
      throw new Refused({ code: 'not-found', what: `device ${strange} among those the recall names` });
    const ids = [...found];
    const { state, evidence } = wish;
    if (state === 'open') await reopenRecalled(tx, no, ids);
    else {
      const byId = 'id' in ctx.actor ? ctx.actor.id : null;
      await settleRecalled(tx, no, ids, { state, evidence, at: ctx.now(), byId, byName: nameOf(ctx) });
    }
    const done = state === 'open' ? 'Opened again' : state === 'done' ? 'Done' : 'Does not apply';
    const names = rows.slice(0, 3).map((it) => it.deviceName ?? labelled(it).label);
    const more = rows.length > names.length ? ` and ${rows.length - names.length} more` : '';
    await noteRecallChange(
      tx,
      no,
      ctx.now(),
      `${done} on ${names.join(', ')}${more}: ${evidence} (${nameOf(ctx)})`,
    );
    return {
      value: ids.length,
      audit: {
        act: 'recall.settle',
        subject: { kind: 'recall', id },
        detail: { state, evidence, devices: ids },
      },
    };
  });
}

export interface CommunicationWish {
  readonly title: string;
  /** Maker, as the communication names it. */
  readonly firm: string;
  readonly product: string;
  readonly recallClass: RecallClass | null;
  readonly reason: string;
  readonly action: string | null;
  readonly publishedOn: string;
  /** Which units, as it says so. */
  readonly codes: string | null;
  readonly url: string | null;
}

/** Enters a safety communication: it is held against devices, and dealt with, as recalls are. @returns its number */
export async function tellCommunication(ctx: Context, wish: CommunicationWish): Promise<string> {
  return act(ctx, { permission: 'findings.triage' }, async (tx) => {
    const { title, firm, product, recallClass, reason, action, publishedOn, codes, url } = wish;
    const id = `SC-${publishedOn}-${ctx.newId().slice(-6)}`;
    const byId = 'id' in ctx.actor ? ctx.actor.id : null;
    await insertCommunication(tx, {
      id,
      title,
      firm,
      description: product,
      recallClass,
      reason,
      action,
      initiatedOn: publishedOn,
      codeInfo: codes,
      url,
      at: ctx.now(),
      byId,
      byName: nameOf(ctx),
    });
    await startMatching(ctx, tx);
    return {
      value: id,
      audit: { act: 'communication.tell', subject: { kind: 'recall', id }, detail: { ...wish } },
    };
  });
}

/** Takes a safety communication back; what was done about it stays on its page. */
export async function withdrawSafetyCommunication(ctx: Context, id: string, because: string): Promise<void> {
  await act(ctx, { permission: 'findings.triage' }, async (tx) => {
    const no = await seenRecall(ctx, tx, id);
    if (!(await withdrawCommunication(tx, no, ctx.now())))
      throw new Refused({
        code: 'conflict',
        because: 'Cannot take this back: it is not a communication that stands; recalls follow their feed',
      });
    await noteRecallChange(tx, no, ctx.now(), `Withdrawn: ${because} (${nameOf(ctx)})`);
    await startMatching(ctx, tx);
    return {
      value: undefined,
      audit: { act: 'communication.withdraw', subject: { kind: 'recall', id }, detail: { because } },
    };
  });
}

/** Days from the day a recall first met a device here, by class, as the policy in force has them. */
export function daysOf(policy: Policy): RecallDays {
  const start = '2000-01-01';
  const days = (it: RecallClass | null) => {
    const due = recallDueOn(it, start, policy);
    return due === null ? null : daysBetween(start, due);
  };
  const byClass = Object.fromEntries(RECALL_CLASSES.map((it) => [it, days(it)]));
  return { ...(byClass as Record<RecallClass, number | null>), none: days(null) };
}

export function labelled(it: RecalledDeviceRow): ListedRecalled {
  return { ...it, label: labelOf({ ...it.fields, id: it.deviceName ?? 'Unnamed device' }) };
}

async function ownerOf(ctx: Context, tx: Tx, id: string) {
  const me = 'id' in ctx.actor && ctx.actor.id === id ? await findPerson(tx, id) : null;
  return me === null ? ownerIn(tx, id) : { id: me.id, name: me.name };
}

async function seenRecall(ctx: Context, tx: Tx, id: string): Promise<number> {
  const scopes = seenScopes(ctx.actor, 'findings.triage');
  const recall = await findRecall(tx, id, { scopes, days: daysOf(await policyInForce(tx)) });
  if (recall === null) throw notFound(id);
  return recall.no;
}

function notFound(id: string): Refused {
  return new Refused({ code: 'not-found', what: `recall ${id}` });
}

function nameOf({ actor }: Context): string {
  return actor.kind === 'nobody' ? 'Nobody signed in' : actor.name;
}
