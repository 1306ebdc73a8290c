import { createHash } from 'node:crypto';
import type { Catalogue } from '#engine/catalogue';
import { createIdentifier, type Identifier } from '#engine/identify';
import type { Policy } from '#engine/risk';
import type { CvssVector } from '#engine/words';
import { findCurrentCatalogue, type KeptCatalogue } from '#store/catalogues';
import { listConfirmations } from '#store/identifications';
import { listRules } from '#store/pattern-rules';
import { listApprovedScorings, type RubricScoring } from '#store/rubric-scorings';
import type { Db, Store } from '#store/store';
import { readEdition } from './edition.ts';
import { createJudge, type Judge } from './judge.ts';
import { type OpenedCatalogue, openKept } from './open-catalogue.ts';
import { patternIn } from './pattern.ts';
import { policyInForce } from './policy-in-force.ts';
import { readAliasFiles } from './read-alias-files.ts';

/** All that judging devices depends on beside the devices and the day. */
export interface Knowledge extends OpenedCatalogue {
  /** Equal while neither feeds nor policy have changed. */
  readonly state: string;
  /** Equal while nobody has said anew what texts of the inventory are: that concerns few configurations, which are judged anew. */
  readonly edition: string;
  readonly identifier: Identifier;
  readonly policy: Policy;
  /** Vulnerabilities that people's rules speak of: those hold wherever a rule says, whatever products there are. */
  readonly ruled: ReadonlySet<string>;
  judge(asOf: string): Judge;
}

/**
 * What is open of a store: what holds now, and what held before feeds changed it, as long as that is needed. However often they
 * change until findings follow, that is what held first: by it cohorts were judged.
 */
interface Opened {
  readonly now: Promise<Knowledge | null>;
  readonly before: Knowledge | null;
}

const opened = new WeakMap<Store, Opened>();

/** The knowledge that holds now, opened once and shared until it changes; null: no feed has been read yet. */
export async function readKnowledge({ store }: { readonly store: Store }): Promise<Knowledge | null> {
  for (;;) {
    const state = await readState(store.db);
    if (state === null) return null;
    const known = (await opened.get(store)?.now) ?? null;
    if (known?.state === state.text && known.edition === state.edition) return known;
    const opening = open(store, state, known);
    opened.set(store, { now: opening, before: opened.get(store)?.before ?? known });
    const knowledge = await opening;
    if (knowledge !== null) return knowledge;
  }
}

/** What feeds said by an earlier catalogue, under the policy and identifications that hold now; null: it is gone. */
export async function readKnowledgeOf(
  store: Store,
  kept: KeptCatalogue,
  { policy, edition }: Pick<Knowledge, 'policy' | 'edition'>,
): Promise<Knowledge | null> {
  const text = stateOf(kept, policy);
  const known = opened.get(store)?.before ?? null;
  if (known?.state === text && known.edition === edition) return known;
  return open(store, { text, edition, kept, policy }, known);
}

const made = new WeakMap<Store, OpenedCatalogue>();

/** Hands on what was put together to be kept, so that this node need not put it together once more. */
export function offerCatalogue(store: Store, opened: OpenedCatalogue): void {
  made.set(store, opened);
}

/** Lets go of what held before the last change of feeds. */
export function forgetKnowledgeBefore(store: Store): void {
  const known = opened.get(store);
  if (known !== undefined) opened.set(store, { now: known.now, before: null });
}

interface State {
  readonly text: string;
  readonly edition: string;
  readonly kept: KeptCatalogue;
  readonly policy: Policy;
}

async function readState(db: Db): Promise<State | null> {
  const kept = await findCurrentCatalogue(db);
  if (kept === null) return null;
  const policy = await policyInForce(db);
  const edition = await readEdition(db);
  return { text: stateOf(kept, policy), edition, kept, policy };
}

/** What cohorts are noted to be judged by. Compiling the same anew changes nothing. */
export function stateOf({ editionId }: Pick<KeptCatalogue, 'editionId'>, policy: Policy): string {
  return createHash('sha256')
    .update(JSON.stringify([editionId, policy]))
    .digest('hex')
    .slice(0, 32);
}

/** Null: another catalogue took its place meanwhile. */
async function open(
  store: Store,
  { text, edition, kept, policy }: State,
  known: Knowledge | null,
): Promise<Knowledge | null> {
  const { db } = store;
  const catalogue =
    known?.kept.editionId === kept.editionId ? known.catalogue : await openOnce(store, kept, known);
  if (catalogue === null) return null;
  const identifier =
    known !== null && known.edition === edition && namesTheSame(known.catalogue, catalogue)
      ? known.identifier
      : await openIdentifier(db, catalogue);
  const said = await listRules(db);
  const named = weaknessesOf(catalogue, new Set(said.flatMap((it) => it.advisory ?? [])));
  const rules = said.flatMap((it) => {
    const read = patternIn(it.filter);
    if ('problem' in read) throw new Error(`Cannot read pattern of rule ${it.id} ${read.problem}`);
    const { pattern } = read;
    const about = it.vulnerability === null ? (named.get(it.advisory ?? '') ?? []) : [it.vulnerability];
    return about.map((vulnerability) => ({ ...it, pattern, vulnerability }));
  });
  const scorings = (await listApprovedScorings(db)).map((it) => {
    const read = patternIn(it.filter);
    if ('problem' in read) throw new Error(`Cannot read pattern of scoring ${it.id} ${read.problem}`);
    return { vulnerability: it.vulnerability, pattern: read.pattern, cvss: vectorOf(it) };
  });
  const judges = new Map<string, Judge>();
  return {
    state: text,
    edition,
    kept,
    catalogue,
    identifier,
    policy,
    ruled: new Set(rules.map((it) => it.vulnerability)),
    judge(asOf) {
      const known = judges.get(asOf);
      if (known !== undefined) return known;
      judges.clear();
      const judge = createJudge(catalogue, identifier, {
        policy,
        asOf,
        minConfidence: 'probable',
        rules,
        scorings,
      });
      judges.set(asOf, judge);
      return judge;
    },
  };
}

/** Ids of what each of some advisories names. */
export function weaknessesOf(
  catalogue: Catalogue,
  advisories: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  if (advisories.size === 0) return found;
  for (let index = 0; index < catalogue.size; index++)
    for (const by of catalogue.advisoriesOf(index)) {
      const { id } = catalogue.advisory(by);
      if (!advisories.has(id)) continue;
      const its = found.get(id) ?? [];
      its.push(catalogue.vulnerability(index).id);
      found.set(id, its);
    }
  return found;
}

/** What counts of a scoring: with the security requirements, where some are set. */
function vectorOf(it: RubricScoring): CvssVector {
  return {
    version: '3.1',
    vector: it.vector,
    baseScore: it.environmentalScore ?? it.baseScore,
    by: `the rubric for medical devices: ${it.requestedByName}, approved by ${it.decidedByName ?? 'somebody'}`,
  };
}

async function openOnce(
  store: Store,
  kept: KeptCatalogue,
  known: OpenedCatalogue | null,
): Promise<Catalogue | null> {
  const offered = made.get(store);
  if (offered?.kept.id !== kept.id) return openKept(store.db, kept, known);
  made.delete(store);
  return offered.catalogue;
}

async function openIdentifier(db: Db, { directory }: Catalogue): Promise<Identifier> {
  const said = (await listConfirmations(db)).map(({ byName, ...it }) => ({ ...it, by: byName }));
  return createIdentifier(directory, await readAliasFiles(null), said);
}

/** Whether products neither came nor went: then each has the number it had, and what texts were found to be stands. */
export function namesTheSame(before: Catalogue, now: Catalogue): boolean {
  return before.tables.productNames === now.tables.productNames;
}
