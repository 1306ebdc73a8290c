import { alikeModels, type Likeness } from '#engine/identify';
import {
  type ComparedModel,
  keepModelsApart,
  listComparedModels,
  listModelsApart,
  pairKey,
} from '#store/alike-models';
import { lockInventory } from '#store/imports';
import { act, type AuditNote, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { HOSPITAL, modelIn } from './models.ts';
import { mergeWithin } from './noun-merges.ts';

/** Two models that may be one; the one with fewer devices would go into the other. */
export interface ModelPair {
  readonly from: ComparedModel;
  readonly into: ComparedModel;
  readonly likeness: Likeness;
}

/** Models whose names look like one model, without those that a person said are two. */
export async function listAlikeModels(ctx: Context): Promise<ModelPair[]> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const models = await listComparedModels(db, scopes);
    const apart = await listModelsApart(db);
    const byId = new Map(models.map((it) => [it.id, it]));
    return alikeModels(models).flatMap(({ from, into, likeness }): ModelPair[] => {
      const [given, taking] = [byId.get(from), byId.get(into)];
      if (given === undefined || taking === undefined || apart.has(pairKey(from, into))) return [];
      return [{ from: given, into: taking, likeness }];
    });
  });
}

export interface PairsDecided {
  readonly kind: 'merge' | 'keep-apart';
  readonly pairs: readonly { readonly from: string; readonly into: string }[];
}

/** Says of pairs of models that they are one, or two: of all of them or of none. A merge is undone on the page of its model. */
export async function decideAlikeModels(ctx: Context, { kind, pairs }: PairsDecided): Promise<void> {
  await act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    await lockInventory(tx);
    const notes: AuditNote[] = [];
    for (const pair of pairs) {
      if (pair.from === pair.into)
        throw new Refused({
          code: 'invalid',
          because: 'Cannot decide on models: a pair names one model twice',
          field: 'pairs',
        });
      if (kind === 'merge') notes.push(await mergeWithin(tx, ctx, 'model', pair));
      else {
        const [one, other] = [await modelIn(tx, pair.from, HOSPITAL), await modelIn(tx, pair.into, HOSPITAL)];
        const byName = ctx.actor.kind === 'nobody' ? 'Nobody signed in' : ctx.actor.name;
        await keepModelsApart(tx, [one.id, other.id], { at: ctx.now(), byName });
        notes.push({
          act: 'model.keep-apart',
          subject: { kind: 'model', id: one.id },
          detail: { models: [one.name, other.name] },
        });
      }
    }
    return { value: undefined, audit: notes };
  });
}
