import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Catalogue, type CatalogueChanges, namedProducts } from '#engine/catalogue';
import { configurationOf, createProductTeller } from '#engine/match';
import { type Cohort, listCohortsJudgedBy, lockMatching, noteStillJudged } from '#store/cohorts';
import { findCatalogueBefore } from '#store/catalogues';
import { listHolders } from '#store/verdicts';
import type { Context } from '../context.ts';
import { compareCatalogues } from './compare-catalogues.ts';
import { type Knowledge, readKnowledgeOf, stateOf } from './knowledge.ts';

const CONFIGURATIONS_PER_STEP = 500;
/** Where so much has changed, looking for what it cannot touch costs more than judging everything. */
const SHARE_MAX = 0.5;

/**
 * Lets stand what the newest edition cannot touch, so that only the rest is judged anew. An edition can touch a
 * configuration if its items are now found to be something else, if a vulnerability that changed names one of its
 * products, or if one of those holds of it now. @returns configurations that stand as they are
 */
export async function carryOver(ctx: Context, knowledge: Knowledge, signal?: AbortSignal): Promise<number> {
  const { db } = ctx.store;
  const last = await findCatalogueBefore(db);
  if (last === null) return 0;
  let cohorts = await listCohortsJudgedBy(db, stateOf(last, knowledge.policy), stepAfter(0));
  if (cohorts.length === 0) return 0;
  const before = await readKnowledgeOf(ctx.store, last, knowledge);
  if (before === null || before.state === knowledge.state) return 0;
  const changes = await compareCatalogues(before.catalogue, knowledge.catalogue);
  if (sizeOf(changes) > knowledge.catalogue.size * SHARE_MAX) return 0;
  // A rule of people holds whatever products there are.
  if (idsOf(changes, knowledge.catalogue).some((it) => knowledge.ruled.has(it))) return 0;
  const canTouch = createReach(
    {
      holders: new Set(await listHolders(db, idsOf(changes, knowledge.catalogue))),
      products: productsIn(changes, knowledge.catalogue),
    },
    createProductTeller(before.catalogue, before.identifier),
    createProductTeller(knowledge.catalogue, knowledge.identifier),
  );
  let carried = 0;
  while (cohorts.length > 0) {
    signal?.throwIfAborted();
    const standing = cohorts.filter((it) => !canTouch(it));
    await ctx.store.db.transaction().execute(async (tx) => {
      await lockMatching(tx);
      const ids = standing.map((it) => it.id);
      await noteStillJudged(tx, ids, { before: before.state, now: knowledge.state });
    });
    carried += new Set(standing.map((it) => it.configurationId)).size;
    await nextTurn();
    const last = cohorts.at(-1) as Cohort;
    cohorts = await listCohortsJudgedBy(db, before.state, stepAfter(last.configurationId));
  }
  return carried;
}

function stepAfter(after: number) {
  return { after, configurations: CONFIGURATIONS_PER_STEP };
}

function sizeOf({ added, changed, gone }: CatalogueChanges): number {
  return added.length + changed.length + gone.length;
}

function idsOf({ added, changed, gone }: CatalogueChanges, catalogue: Catalogue): string[] {
  return [...[...added, ...changed].map((it) => catalogue.vulnerability(it).id), ...gone];
}

function productsIn({ added, changed }: CatalogueChanges, catalogue: Catalogue): ReadonlySet<number> {
  const named = namedProducts(catalogue);
  const all = new Set<number>();
  for (const index of [...added, ...changed]) for (const product of named(index)) all.add(product);
  return all;
}

type Teller = ReturnType<typeof createProductTeller>;

/** Tells whether an edition can touch a configuration. */
function createReach(
  { holders, products }: { readonly holders: ReadonlySet<number>; readonly products: ReadonlySet<number> },
  productsBefore: Teller,
  productsNow: Teller,
): (cohort: Cohort) => boolean {
  return ({ configurationId, configuration: fields }) => {
    if (holders.has(configurationId)) return true;
    const configuration = configurationOf({ ...fields, id: '' });
    const now = productsNow(configuration);
    return now.products.some((it) => products.has(it)) || now.words !== productsBefore(configuration).words;
  };
}
