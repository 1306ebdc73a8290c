import { forecastsThatCount, namedProducts } from '#engine/catalogue';
import { forecastPoints } from '#engine/risk';
import { type KeptCatalogue, listLayers } from '#store/catalogues';
import {
  type CohortKeys,
  listCohortKeysJudgedBy,
  listCohortsOf,
  listStatesJudgedBy,
  lockMatching,
  noteStillJudged,
} from '#store/cohorts';
import { listDoubtful } from '#store/identifications';
import { listHeld } from '#store/verdicts';
import { keepForecasts, listForecasts } from '#store/vulnerabilities';
import type { Context } from '../context.ts';
import { learn, linksOf, productsOf } from './configuration-products.ts';
import { keepJudged, type Scope, weighCohorts, type Writing } from './judge-cohorts.ts';
import { type Knowledge, namesTheSame, readKnowledgeOf, stateOf } from './knowledge.ts';

const CONFIGURATIONS_PER_STEP = 40;

/**
 * Has findings follow what was laid over the catalogue since cohorts were judged: of each configuration only what changed and
 * may touch it is judged anew. Each step commits by itself, and cohorts that were not come to are still noted as judged by
 * what held before. @returns configurations that something was judged anew of
 */
export async function followChanges(
  ctx: Context,
  knowledge: Knowledge,
  signal?: AbortSignal,
): Promise<number> {
  const { db } = ctx.store;
  const layers = await listLayers(db, knowledge.kept);
  const states = layers.map((it) => stateOf(it, knowledge.policy));
  const judgedBy = await listStatesJudgedBy(db, states);
  let followed = 0;
  for (const [place, layer] of layers.entries()) {
    const state = states[place] as string;
    if (state === knowledge.state || !judgedBy.has(state)) continue;
    const before = await readKnowledgeOf(ctx.store, layer, knowledge);
    if (before === null) continue;
    followed += await followFrom(ctx, { before, now: knowledge, since: layers.slice(place + 1) }, signal);
  }
  return followed;
}

interface Change {
  readonly before: Knowledge;
  readonly now: Knowledge;
  /** What was laid over the earlier one. */
  readonly since: readonly KeptCatalogue[];
}

async function followFrom(ctx: Context, change: Change, signal: AbortSignal | undefined): Promise<number> {
  const { before, now } = change;
  const { db } = ctx.store;
  const changed = await changedBy(ctx, change);
  const names = changed.structure.union(changed.forecasts);
  const reach = await createReach(ctx, change, changed);
  let followed = 0;
  for (;;) {
    signal?.throwIfAborted();
    const cohorts = await listCohortKeysJudgedBy(db, before.state);
    if (cohorts.length === 0) return followed;
    const doubtful = new Set(await listDoubtful(db, [...new Set(cohorts.map((it) => it.configurationId))]));
    const { some, whole, standing } = await reach(cohorts, doubtful);
    await judgeSome(ctx, now, { vulnerabilities: some, names, unsettled: doubtful }, signal);
    followed += some.size;
    await db.transaction().execute(async (tx) => {
      await lockMatching(tx);
      // What is to be judged as a whole is noted as judged by nothing.
      await noteStillJudged(tx, whole, { before: before.state, now: null });
      await noteStillJudged(tx, standing, { before: before.state, now: now.state });
    });
  }
}

/** Judges configurations step by step; while the database takes in one step, the next is worked out. */
async function judgeSome(
  ctx: Context,
  knowledge: Knowledge,
  scope: Scope,
  signal: AbortSignal | undefined,
): Promise<void> {
  const configurations = [...scope.vulnerabilities.keys()];
  let weighed: Writing | null = null;
  for (let from = 0; from < configurations.length; from += CONFIGURATIONS_PER_STEP) {
    signal?.throwIfAborted();
    const step = configurations.slice(from, from + CONFIGURATIONS_PER_STEP);
    const weighing = listCohortsOf(ctx.store.db, step).then(async (it) =>
      weighCohorts(ctx, knowledge, it, scope),
    );
    [weighed] = await Promise.all([weighing, weighed === null ? null : keepJudged(ctx, weighed)]);
  }
  if (weighed !== null) await keepJudged(ctx, weighed);
}

/** Names of what changed. */
interface Changed {
  /** What is said of where it applies, how grave it is, what mends it. */
  readonly structure: ReadonlySet<string>;
  /** Only the forecast, so that other points follow from it. */
  readonly forecasts: ReadonlySet<string>;
}

async function changedBy(ctx: Context, { before, now, since }: Change): Promise<Changed> {
  const structure = new Set(since.flatMap((it) => it.names));
  const forecasts = new Set<string>();
  if (since.every((it) => it.kind !== 'forecasts')) return { structure, forecasts };
  const { policy, catalogue } = now;
  const counting = forecastsThatCount(before.catalogue, catalogue, (it) => forecastPoints(it, policy));
  for (const it of counting) forecasts.add(catalogue.vulnerability(it).id);
  const news = (await listForecasts(ctx.store.db)).flatMap(({ id, epss }) => {
    const index = catalogue.indexOf(id);
    const forecast = index === -1 ? null : catalogue.forecast(index);
    return index === -1 || isSameReal(epss, forecast) ? [] : [{ id, epss: forecast }];
  });
  await ctx.store.db.transaction().execute((tx) => keepForecasts(tx, news, ctx.now()));
  return { structure, forecasts };
}

/** The database keeps four bytes of it. */
function isSameReal(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.fround(a) === Math.fround(b);
}

/** What is to become of cohorts. */
interface Reached {
  /** By configuration, the vulnerabilities to judge anew. */
  readonly some: ReadonlyMap<number, readonly number[]>;
  /** Cohorts whose texts are now found to be something else, or where other points hang on what a text may be. */
  readonly whole: readonly number[];
  /** Cohorts that nothing touches. */
  readonly standing: readonly number[];
}

/**
 * Tells what a change can touch: configurations of which something held, those that have a product which a changed
 * vulnerability names or named, and those whose texts are now found to be something else.
 */
async function createReach(
  ctx: Context,
  { before, now }: Change,
  { structure, forecasts }: Changed,
): Promise<(cohorts: readonly CohortKeys[], doubtful: ReadonlySet<number>) => Promise<Reached>> {
  const { catalogue } = now;
  const byProduct = new Map<number, number[]>();
  const everywhere: number[] = [];
  const named = namedProducts(catalogue);
  for (const index of indicesOf(structure, now)) {
    const { id, aliases } = catalogue.vulnerability(index);
    if ([id, ...aliases].some((it) => now.ruled.has(it))) everywhere.push(index);
    for (const product of named(index)) {
      const known = byProduct.get(product);
      if (known === undefined) byProduct.set(product, [index]);
      else known.push(index);
    }
  }
  const forecast = new Set([...indicesOf(forecasts, now)].flatMap((it) => [...named(it)]));
  const held = Map.groupBy(
    await listHeld(ctx.store.db, [...structure, ...forecasts]),
    (it) => it.configurationId,
  );
  const namedBefore = new Set<number>();
  const naming = namedProducts(before.catalogue);
  for (const index of indicesOf(structure, before)) for (const it of naming(index)) namedBefore.add(it);
  const linksNow = linksOf(now);
  const linksBefore = namesTheSame(before.catalogue, catalogue) ? null : linksOf(before);

  /** Null: nothing of the change can touch it. */
  function touching(configuration: number): number[] | null {
    const holding = held.get(configuration);
    const found = new Set(everywhere);
    for (const product of productsOf(linksNow, configuration))
      for (const index of byProduct.get(product) ?? []) found.add(index);
    const had = productsOf(linksBefore ?? linksNow, configuration).some((it) => namedBefore.has(it));
    for (const { id } of holding ?? []) {
      const index = catalogue.indexOf(id);
      if (index !== -1) found.add(index);
    }
    return found.size === 0 && holding === undefined && !had ? null : [...found];
  }

  /** What a text may be starts no finding, so that none is held of which the forecast is another now. */
  function isForecastInDoubt(configuration: number): boolean {
    return linksNow.get(configuration)?.candidates.some((it) => forecast.has(it)) ?? false;
  }

  return async (cohorts, doubtful) => {
    const configurations = [...new Set(cohorts.map((it) => it.configurationId))];
    await learn(ctx, now, configurations);
    if (linksBefore !== null) await learn(ctx, before, configurations);
    const some = new Map<number, readonly number[]>();
    const moved = new Set<number>();
    for (const it of configurations) {
      const vulnerabilities = touching(it);
      if (linksBefore !== null && linksBefore.get(it)?.words !== linksNow.get(it)?.words) moved.add(it);
      else if (doubtful.has(it) && isForecastInDoubt(it)) moved.add(it);
      else if (vulnerabilities !== null) some.set(it, vulnerabilities);
    }
    const idsOf = (is: (configuration: number) => boolean) =>
      cohorts.filter((it) => is(it.configurationId)).map((it) => it.id);
    return {
      some,
      whole: idsOf((it) => moved.has(it)),
      standing: idsOf((it) => !moved.has(it) && !some.has(it)),
    };
  };
}

function indicesOf(names: ReadonlySet<string>, { catalogue }: Knowledge): ReadonlySet<number> {
  const found = new Set<number>();
  for (const name of names) {
    const index = catalogue.indexOf(name);
    if (index !== -1) found.add(index);
  }
  return found;
}
