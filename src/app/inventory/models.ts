import { MODEL_FILTER_FIELDS } from '#engine/filter';
import { type ModelDefaults, type ModelSpeaker, passedOn } from '#engine/inherit';
import { answersOf, storesPhi, transmitsPhi } from '#engine/mds2';
import { lockInventory } from '#store/imports';
import type { ListPlace, SortStep } from '#store/keyset';
import { listAnswers, listForms } from '#store/mds2-forms';
import {
  changeModel,
  countModels,
  findModel,
  listModelNames,
  listModels,
  type Model,
  type ModelDetails,
  type ModelSort,
  savePassedOn,
} from '#store/models';
import { listMerges, type NounMerge } from '#store/noun-merges';
import { findRegistered, listProductClasses, type RegisteredDevice } from '#store/register';
import type { Db, Tx } from '#store/store';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { differences } from '../differences.ts';
import { filterIn } from '../filter-in.ts';
import { Refused } from '../refusal.ts';
import { refreshDevicesOf } from './refresh.ts';

export const HOSPITAL = [{ kind: 'hospital' }] as const;

export interface ModelAsk {
  readonly filter: string;
  readonly vendorId: string | null;
  readonly sort: readonly SortStep<ModelSort>[];
  readonly after: ListPlace | null;
  readonly limit: number;
}

/** Models that a filter selects; whoever sees part of the hospital sees those with a device there. */
export async function findModels(ctx: Context, ask: ModelAsk) {
  const filter = filterIn(ask.filter, MODEL_FILTER_FIELDS, ctx);
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const selection = { filter, vendorId: ask.vendorId, scopes };
    const found = await listModels(db, selection, { ...ask, limit: ask.limit + 1 });
    const shown = found.slice(0, ask.limit);
    return {
      models: shown.map((it) => it.model),
      total: await countModels(db, selection),
      next: found.length > ask.limit ? (shown.at(-1)?.place ?? null) : null,
    };
  });
}

export interface ModelDossier {
  readonly model: Model;
  /** Under which names devices speak of it. */
  readonly names: readonly string[];
  readonly merges: readonly NounMerge[];
  /** The record of a public register that speaks for it. */
  readonly registered: RegisteredDevice | null;
}

export async function readModel(ctx: Context, id: string): Promise<ModelDossier> {
  return see(ctx, 'inventory.read', async (db, scopes) => ({
    model: await modelIn(db, id, scopes),
    names: await listModelNames(db, id),
    merges: await listMerges(db, id),
    registered: await findRegistered(db, id),
  }));
}

export interface ModelChange {
  readonly version: number;
  readonly name?: string | undefined;
  readonly defaults?: Changes<ModelDefaults> | undefined;
  readonly details?: Changes<ModelDetails> | undefined;
}

/** What is left out stays; null takes a value away. */
export type Changes<T> = { readonly [F in keyof T]?: T[F] | null | undefined };

/** Changes what is kept of a model; its devices inherit it in the same act. */
export async function editModel(ctx: Context, id: string, change: ModelChange): Promise<ModelDossier> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    await lockInventory(tx);
    const before = await modelIn(tx, id, HOSPITAL);
    const after = {
      name: change.name ?? before.name,
      defaults: withChanges(before.defaults, change.defaults),
      details: withChanges(before.details, change.details),
    };
    if (!(await changeModel(tx, { id, version: change.version }, after, ctx.now())))
      throw new Refused({ code: 'stale', what: `model "${before.name}"` });
    const devices = await passOn(tx, ctx, id);
    return {
      value: undefined,
      audit: {
        act: 'model.edit',
        subject: { kind: 'model', id },
        detail: {
          ...differences(
            { name: before.name, ...before.defaults, ...before.details },
            { name: after.name, ...after.defaults, ...after.details },
          ),
          devices,
        },
      },
    };
  });
  return readModel(ctx, id);
}

/** What is there, with what is given over it; null takes away. */
export function withChanges<T extends object>(before: T, change: Changes<T> | undefined): T {
  const merged = { ...before, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value != null && value !== '')) as T;
}

/** Works out what a model passes on, and lets its devices have it. @returns how many devices it changed */
export async function passOn(tx: Tx, ctx: Context, id: string): Promise<number> {
  const { name, defaults } = await modelIn(tx, id, HOSPITAL);
  const speakers: ModelSpeaker[] = [{ from: 'model', defaults, what: () => name }];
  const form = (await listForms(tx, id))[0];
  if (form !== undefined) speakers.push(formSpeaker(await listAnswers(tx, form.id)));
  const registered = await findRegistered(tx, id);
  if (registered !== null) speakers.push(registerSpeaker(registered));
  speakers.push(...(await classificationSpeaker(tx, defaults.fdaProductCode ?? registered?.fdaProductCode)));
  await savePassedOn(tx, id, passedOn(speakers));
  return refreshDevicesOf(tx, ctx, { kind: 'model', id });
}

function formSpeaker(said: Awaited<ReturnType<typeof listAnswers>>): ModelSpeaker {
  const answers = answersOf(said);
  const facts = { storesPhi: storesPhi(answers), transmitsPhi: transmitsPhi(answers) };
  const known = Object.entries(facts).filter(([, it]) => it.value !== null);
  return {
    from: 'mds2',
    defaults: Object.fromEntries(known.map(([field, it]) => [field, it.value])),
    what: (field) => (field in facts ? (facts[field as keyof typeof facts].question ?? 'MDS2') : 'MDS2'),
  };
}

function registerSpeaker({ di, fdaClass, fdaProductCode }: RegisteredDevice): ModelSpeaker {
  return {
    from: 'register',
    defaults: {
      ...(fdaClass === null ? {} : { fdaClass }),
      ...(fdaProductCode === null ? {} : { fdaProductCode }),
    },
    what: () => `DI ${di}`,
  };
}

/** The FDA's classification speaks of a product code: it tells the class, where nothing nearer does. */
async function classificationSpeaker(tx: Tx, code: string | null | undefined): Promise<ModelSpeaker[]> {
  if (code == null) return [];
  const known = code.toUpperCase();
  const fdaClass = (await listProductClasses(tx, [known])).get(known);
  if (fdaClass === undefined) return [];
  return [{ from: 'register', defaults: { fdaClass }, what: () => `product code ${known}` }];
}

/** @throws Refused when there is none that the scopes show */
export async function modelIn(
  db: Db | Tx,
  id: string,
  scopes: Parameters<typeof findModel>[2],
): Promise<Model> {
  const model = await findModel(db, id, scopes);
  if (model === null) throw new Refused({ code: 'not-found', what: `model ${id}` });
  return model;
}
