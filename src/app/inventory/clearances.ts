import type { Scope } from '#engine/access';
import {
  checkModel,
  type CheckResult,
  type ClearanceCheck,
  type ClearanceDecision,
  type ClearanceStanding,
  standingOf,
  whyNotDecide,
} from '#engine/procurement';
import {
  type Clearance,
  type ClearanceCounts,
  type ClearanceState,
  countClearances,
  countStandings,
  decideClearance,
  insertClearance,
  listClearancesBefore,
  lockClearance,
  saveAnswers,
  withdrawClearance as withdraw,
} from '#store/clearances';
import { lockInventory } from '#store/imports';
import { ensureModels, type Model } from '#store/models';
import type { Db, Tx } from '#store/store';
import { ensureVendors } from '#store/vendors';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { dayOf } from '../today/days.ts';
import { factsOf } from './clearance-facts.ts';
import { authorOf } from './import-access.ts';
import { HOSPITAL, modelIn } from './models.ts';
import { nounKeys } from './noun-keys.ts';

/** Which model is asked for: one that is known, or one that no device names yet. */
export type WantedModel =
  | { readonly modelId: string }
  | { readonly manufacturer: string; readonly model: string };

export type ListedClearance = Clearance;

/** Newest first. */
export async function listClearances(
  ctx: Context,
  { states, modelId }: { readonly states: readonly ClearanceState[] | null; readonly modelId: string | null },
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<{
  readonly items: readonly ListedClearance[];
  readonly total: number;
  readonly next: string | null;
}> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const selection = { scopes, states, modelId };
    const found = await listClearancesBefore(db, selection, { before, limit: limit + 1 });
    const items = found.slice(0, limit);
    return {
      items,
      total: await countClearances(db, selection),
      next: found.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  });
}

/** Models in use, and their devices, by where the models stand. */
export async function countModelStandings(ctx: Context): Promise<readonly ClearanceCounts[]> {
  return see(ctx, 'inventory.read', (db, scopes) => countStandings(db, scopes, dayOf(ctx.now())));
}

/** A model before the gate: its checklist as of now, what is asked for, and what was decided. */
export interface ModelClearance {
  readonly standing: ClearanceStanding;
  readonly checks: readonly CheckResult[];
  /** Null: nobody has asked. */
  readonly open: Clearance | null;
  /** Newest first. */
  readonly decided: readonly Clearance[];
}

const DECIDED_SHOWN = 20;
const DECIDED = ['cleared', 'conditional', 'refused'] as const;

export async function readModelClearance(ctx: Context, modelId: string): Promise<ModelClearance> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const model = await modelIn(db, modelId, scopes);
    const [open = null] = await listClearancesBefore(
      db,
      { scopes: HOSPITAL, states: ['open'], modelId },
      { before: null, limit: 1 },
    );
    const decided = await listClearancesBefore(
      db,
      { scopes: HOSPITAL, states: DECIDED, modelId },
      { before: null, limit: DECIDED_SHOWN },
    );
    const [latest] = decided;
    const today = dayOf(ctx.now());
    return {
      standing: standingOf(
        latest?.expiresOn == null
          ? null
          : { decision: latest.state as ClearanceDecision, expiresOn: latest.expiresOn },
        today,
      ),
      checks: await checksOf(db, ctx, model, open, scopes),
      open,
      decided,
    };
  });
}

/** Asks for a model to be cleared. @returns ids of what was asked and of the model */
export async function requestClearance(
  ctx: Context,
  wanted: WantedModel,
  need: string,
): Promise<{ readonly id: string; readonly modelId: string }> {
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    await lockInventory(tx);
    const modelId = 'modelId' in wanted ? wanted.modelId : await ensureModel(tx, ctx, wanted);
    const model = await modelIn(tx, modelId, HOSPITAL);
    const open = { scopes: HOSPITAL, states: ['open'], modelId } as const;
    if ((await countClearances(tx, open)) > 0)
      throw new Refused({
        code: 'conflict',
        because: `Cannot ask for ${model.name}: it was asked for already`,
      });
    const id = ctx.newId();
    const { createdBy, createdByName } = authorOf(ctx.actor);
    await insertClearance(tx, {
      id,
      modelId,
      need,
      requestedAt: ctx.now(),
      requestedBy: createdBy,
      requestedByName: createdByName,
    });
    return {
      value: { id, modelId },
      audit: {
        act: 'clearance.request',
        subject: { kind: 'clearance', id },
        detail: { model: model.name, need },
      },
    };
  });
}

async function ensureModel(
  tx: Tx,
  ctx: Context,
  { manufacturer, model }: Extract<WantedModel, { manufacturer: string }>,
): Promise<string> {
  const keys = await nounKeys();
  const [vendor, named] = [keys.vendor(manufacturer), keys.model(manufacturer, model)];
  if (vendor === null || named === null)
    throw new Refused({
      code: 'invalid',
      because: 'Cannot ask for it: name a maker and a model',
      field: 'model',
    });
  const making = { newId: ctx.newId, at: ctx.now() };
  const vendors = await ensureVendors(tx, [vendor], making);
  const key = `${vendor.key}\n${named.key}`;
  const wanted = { key, name: named.name, vendorId: vendors.get(vendor.key) ?? null };
  const made = (await ensureModels(tx, [wanted], making)).get(key);
  if (made === undefined) throw new Error(`Cannot find model "${named.name}": it was neither there nor made`);
  return made.id;
}

/** Says what the product cannot tell of a check; null takes the word back. */
export async function answerCheck(
  ctx: Context,
  id: string,
  {
    version,
    check,
    answer,
  }: {
    readonly version: number;
    readonly check: ClearanceCheck;
    readonly answer: { readonly met: boolean; readonly note: string } | null;
  },
): Promise<void> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const it = await standing(tx, id);
    const by = authorOf(ctx.actor).createdByName;
    const { [check]: _, ...others } = it.answers;
    const answers = answer === null ? others : { ...others, [check]: { ...answer, by } };
    if (!(await saveAnswers(tx, { id, version }, answers)))
      throw new Refused({ code: 'stale', what: `the clearance of ${it.modelName}` });
    return {
      value: undefined,
      audit: {
        act: 'clearance.answer',
        subject: { kind: 'clearance', id },
        detail: { model: it.modelName, check, met: answer?.met ?? null, note: answer?.note ?? null },
      },
    };
  });
}

export interface ClearanceVerdict {
  readonly decision: ClearanceDecision;
  readonly conditions: string | null;
  readonly reason: string;
  readonly expiresOn: string;
}

/** Lets a model through the gate or not, on its checks as they stand now. Two people: nobody decides what they asked for. */
export async function decideOnClearance(ctx: Context, id: string, verdict: ClearanceVerdict): Promise<void> {
  await act(ctx, { permission: 'inventory.sign-off' }, async (tx) => {
    const it = await standing(tx, id);
    const model = await modelIn(tx, it.modelId, HOSPITAL);
    const checks = await checksOf(tx, ctx, model, it, HOSPITAL);
    const { actor } = ctx;
    const because = whyNotDecide(verdict, {
      checks,
      today: dayOf(ctx.now()),
      requestedById: it.requestedBy,
      deciderId: actor.kind === 'person' ? actor.id : null,
    });
    if (because !== null)
      throw new Refused({ code: 'conflict', because: `Cannot decide on ${it.modelName}: ${because}` });
    const { createdBy, createdByName } = authorOf(actor);
    await decideClearance(tx, it, {
      ...verdict,
      state: verdict.decision,
      checks,
      at: ctx.now(),
      byId: createdBy,
      byName: createdByName,
    });
    return {
      value: undefined,
      audit: {
        act: 'clearance.decide',
        subject: { kind: 'clearance', id },
        detail: {
          model: it.modelName,
          ...verdict,
          notMet: checks.filter((each) => each.met !== true).map((each) => each.check),
          requestedBy: it.requestedByName,
        },
      },
    };
  });
}

/** Takes the request for a clearance back. */
export async function withdrawClearance(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const it = await standing(tx, id);
    await withdraw(tx, id);
    return {
      value: undefined,
      audit: {
        act: 'clearance.withdraw',
        subject: { kind: 'clearance', id },
        detail: { model: it.modelName },
      },
    };
  });
}

async function checksOf(
  db: Db | Tx,
  ctx: Context,
  model: Model,
  open: Clearance | null,
  scopes: readonly Scope[],
): Promise<CheckResult[]> {
  const today = dayOf(ctx.now());
  return checkModel(await factsOf(db, model, scopes, today), open?.answers ?? {}, today);
}

/** A request that nobody has decided on. */
async function standing(tx: Tx, id: string): Promise<Clearance> {
  const it = await lockClearance(tx, id);
  if (it === null) throw new Refused({ code: 'not-found', what: `clearance ${id}` });
  if (it.state !== 'open')
    throw new Refused({
      code: 'conflict',
      because: `Cannot change the clearance of ${it.modelName}: it is ${it.state}`,
    });
  return it;
}
