import { type AliasBook, confirmationKey, type ProductAlias, readAliases } from '#engine/identify';
import { lockMatching } from '#store/cohorts';
import { insertConfirmations, type KeptConfirmation, listConfirmations } from '#store/identifications';
import { act, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { isKnown, rejudge } from './identifications.ts';
import { type Knowledge, readKnowledge } from './knowledge.ts';

/** What an alias file says of texts, held against what people said here. */
export interface AliasesTaken {
  /** New here. */
  readonly taken: readonly ProductAlias[];
  /** Said here already. */
  readonly known: number;
  /** No feed names the product. */
  readonly unknown: readonly ProductAlias[];
  /** People here said the opposite, which goes before a file. */
  readonly contradicted: readonly ProductAlias[];
  /** Other names of makers and words: the record goes by those that ship. */
  readonly passedOver: { readonly companies: number; readonly words: number };
}

/** What taking a file in would come to; nothing is changed. */
export async function previewAliases(ctx: Context, json: unknown): Promise<AliasesTaken> {
  const book = bookOf(json);
  return seeWhole(ctx, 'inventory.reconcile', async (db) =>
    sorted(await knowledgeOf(ctx), book, await listConfirmations(db)),
  );
}

/** Takes in what a file says of texts, as one act that is taken back together; only configurations concerned are judged anew. */
export async function takeAliases(ctx: Context, json: unknown): Promise<AliasesTaken> {
  const book = bookOf(json);
  const knowledge = await seeWhole(ctx, 'inventory.reconcile', async () => knowledgeOf(ctx));
  return act(ctx, { permission: 'inventory.reconcile' }, async (tx) => {
    await lockMatching(tx);
    const result = sorted(knowledge, book, await listConfirmations(tx));
    if (result.taken.length === 0) return { value: result, audit: null };
    const { actor } = ctx;
    const actId = ctx.newId();
    const said = {
      act: actId,
      at: ctx.now(),
      byId: 'id' in actor ? actor.id : null,
      byName: actor.kind === 'nobody' ? 'Nobody signed in' : actor.name,
    };
    await insertConfirmations(
      tx,
      result.taken.map(({ source, ...it }) => ({
        ...said,
        ...it,
        id: ctx.newId(),
        key: keyOf(it),
        reason: source,
      })),
    );
    await rejudge(ctx, tx, [...new Set(result.taken.map(keyOf))]);
    return {
      value: result,
      audit: {
        act: 'identification.take-aliases',
        subject: { kind: 'identification', id: actId },
        detail: {
          taken: result.taken.length,
          known: result.known,
          unknown: result.unknown.length,
          contradicted: result.contradicted.length,
        },
      },
    };
  });
}

function bookOf(json: unknown): AliasBook {
  const book = readAliases(json);
  if ('problem' in book) throw new Refused({ code: 'invalid', because: book.problem });
  return book;
}

async function knowledgeOf(ctx: Context): Promise<Knowledge> {
  const knowledge = await readKnowledge(ctx);
  if (knowledge === null)
    throw new Refused({ code: 'conflict', because: 'Cannot take aliases in: no feeds have been read' });
  return knowledge;
}

function sorted(
  knowledge: Knowledge,
  { companies, words, products }: AliasBook,
  said: readonly KeptConfirmation[],
): AliasesTaken {
  const here = new Map(said.map((it) => [nameOf(it), it.same]));
  const taken = new Map<string, ProductAlias>();
  const unknown: ProductAlias[] = [];
  const contradicted: ProductAlias[] = [];
  let known = 0;
  for (const it of products) {
    const name = nameOf(it);
    const before = here.get(name) ?? taken.get(name)?.same;
    if (before === it.same) known += 1;
    else if (before !== undefined) contradicted.push(it);
    else if (isKnown(knowledge, it)) taken.set(name, it);
    else unknown.push(it);
  }
  return {
    taken: [...taken.values()],
    known,
    unknown,
    contradicted,
    passedOver: { companies: companies.length, words: words.length },
  };
}

function keyOf({ manufacturer, model }: Pick<ProductAlias, 'manufacturer' | 'model'>): string {
  return confirmationKey(manufacturer, model);
}

function nameOf(it: Pick<ProductAlias, 'manufacturer' | 'model' | 'vendor' | 'product'>): string {
  return JSON.stringify([keyOf(it), it.vendor, it.product]);
}
