import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Advisory, type Catalogue, STATEMENT } from '#engine/catalogue';
import { addDays, readCivilDate, rulingVector } from '#engine/risk';
import {
  areAdvised,
  keepAdvisories,
  type KeptAdvisory,
  noteAdvisoriesGone,
  noteAdvisoriesOf,
  readAdvisoriesOf,
} from '#store/advisories';
import { listLayers } from '#store/catalogues';
import { lockMatching } from '#store/cohorts';
import { keepFindingGroups } from '#store/finding-groups';
import { keepPatchFigures } from '#store/patch-figures';
import { countReach } from '#store/reach';
import type { Context } from '../context.ts';
import { keepTodayWork } from '../today/work.ts';
import { type Knowledge, readKnowledge } from './knowledge.ts';
import { policyInForce } from './policy-in-force.ts';

const ADVISORIES_PER_STEP = 500;

/** Brings the lists of vulnerabilities and advisories, and the figures of patching, up to findings and feeds as they are. */
export async function keepLists(ctx: Context): Promise<void> {
  await takeAdvisories(ctx);
  const reach = ctx.store.db.transaction().execute(async (tx) => {
    await lockMatching(tx);
    await countReach(tx);
  });
  await Promise.all([reach, keepPatching(ctx)]);
}

/** Counts how far patching is, what is open by act, and what is due first, so that nobody who opens a page has to wait for it. */
export async function keepPatching(ctx: Context): Promise<void> {
  const now = ctx.now();
  const asOf = now.toISOString().slice(0, 10);
  await ctx.store.db.transaction().execute(async (tx) => {
    const { dueSoonDays } = await policyInForce(tx);
    await keepPatchFigures(tx, { asOf, soonBy: addDays(asOf, dueSoonDays) }, now);
  });
  await ctx.store.db.transaction().execute(keepFindingGroups);
  await keepTodayWork(ctx);
}

async function takeAdvisories(ctx: Context): Promise<void> {
  const knowledge = await readKnowledge(ctx);
  if (knowledge === null) return;
  const takenOf = await readAdvisoriesOf(ctx.store.db);
  if (takenOf === knowledge.kept.editionId) return;
  if (!(await mayConcernAdvisories(ctx, knowledge, takenOf))) {
    await ctx.store.db.transaction().execute((tx) => noteAdvisoriesOf(tx, knowledge.kept.editionId));
    return;
  }
  const { catalogue } = knowledge;
  const at = ctx.now();
  const standing = new Set<string>();
  for (const step of steps(weaknessesByAdvisory(catalogue))) {
    const kept = step.map(([advisory, weaknesses]) => keptOf(catalogue, advisory, weaknesses));
    // Two advisories of one id are one advisory: its newest version.
    const newest = new Map<string, KeptAdvisory>();
    for (const it of kept.toSorted((a, b) => ((a.revisedOn ?? '') < (b.revisedOn ?? '') ? -1 : 1)))
      if (!standing.has(it.id)) newest.set(it.id, it);
    for (const id of newest.keys()) standing.add(id);
    await ctx.store.db.transaction().execute((tx) => keepAdvisories(tx, [...newest.values()], at));
    await nextTurn();
  }
  await ctx.store.db.transaction().execute(async (tx) => {
    await noteAdvisoriesGone(tx, [...standing], at);
    await noteAdvisoriesOf(tx, knowledge.kept.editionId);
  });
}

/** Whether any advisory speaks, or spoke, of what was laid over the catalogue since advisories were taken from it. */
async function mayConcernAdvisories(
  { store: { db } }: Context,
  { kept, catalogue }: Knowledge,
  takenOf: string | null,
): Promise<boolean> {
  const layers = await listLayers(db, kept);
  const place = layers.findLastIndex((it) => it.editionId === takenOf);
  if (place === -1) return true;
  const names = layers.slice(place + 1).flatMap((it) => it.names);
  const isAdvised = names.some((it) => {
    const index = catalogue.indexOf(it);
    return index !== -1 && catalogue.advisoriesOf(index).some((by) => catalogue.advisory(by).feed !== 'cve');
  });
  return isAdvised || (await areAdvised(db, names));
}

/** Catalogue indices of the weaknesses that each advisory speaks of; the product lists of CVE records are no advisories. */
function weaknessesByAdvisory(catalogue: Catalogue): ReadonlyMap<number, readonly number[]> {
  const { statementStarts, statements } = catalogue.tables;
  const found = new Map<number, number[]>();
  for (let weakness = 0; weakness < catalogue.size; weakness++)
    for (
      let row = statementStarts[weakness] as number;
      row < (statementStarts[weakness + 1] as number);
      row++
    ) {
      const advisory = statements[row * STATEMENT.width + STATEMENT.advisory] as number;
      const known = found.get(advisory);
      if (known === undefined) found.set(advisory, [weakness]);
      else if (known.at(-1) !== weakness) known.push(weakness);
    }
  for (const advisory of found.keys())
    if (catalogue.advisory(advisory).feed === 'cve') found.delete(advisory);
  return found;
}

function* steps(all: ReadonlyMap<number, readonly number[]>): Generator<[number, readonly number[]][]> {
  const entries = [...all];
  for (let from = 0; from < entries.length; from += ADVISORIES_PER_STEP)
    yield entries.slice(from, from + ADVISORIES_PER_STEP);
}

function keptOf(catalogue: Catalogue, index: number, weaknesses: readonly number[]): KeptAdvisory {
  const it = catalogue.advisory(index);
  const facts = weaknesses.map((weakness) => catalogue.vulnerability(weakness));
  const ids = facts.map(({ id }) => id).toSorted();
  const scores = facts.flatMap(({ cvss }) => rulingVector(cvss)?.baseScore ?? []);
  const said = weaknesses.flatMap((weakness) =>
    catalogue
      .statements(weakness)
      .filter(({ advisory }) => advisory === index)
      .map(({ productText, version, status, justification, productId }) => [
        weaknessId(catalogue, weakness),
        productText,
        version,
        status,
        justification,
        catalogue
          .remediations(index, weakness)
          .filter((remedy) => remedy.productIds.length === 0 || remedy.productIds.includes(productId)),
      ]),
  );
  const products = new Set(said.map(([, product]) => product as string));
  return {
    ...headOf(it),
    vulnerabilities: ids,
    cvss: scores.length === 0 ? null : Math.max(...scores),
    isExploited: facts.some(({ exploited }) => exploited !== null),
    terms: [it.id, it.title, it.publisher ?? '', ...ids, ...[...products].slice(0, 50)]
      .join('\n')
      .toLowerCase(),
    hash: createHash('sha256')
      .update(
        JSON.stringify([
          it.title,
          it.publisher,
          it.revisedAt,
          said.map((one) => JSON.stringify(one)).toSorted(),
        ]),
      )
      .digest('hex'),
  };
}

function weaknessId(catalogue: Catalogue, index: number): string {
  return catalogue.vulnerability(index).id;
}

function headOf({ id, title, publisher, publisherRole, feed, isVex, publishedAt, revisedAt, url }: Advisory) {
  return {
    id,
    title,
    publisher,
    publisherRole,
    feed,
    isVex,
    publishedOn: readCivilDate(publishedAt),
    revisedOn: readCivilDate(revisedAt ?? publishedAt),
    url,
  };
}
