import { createHash } from 'node:crypto';
import { type Catalogue } from '#engine/catalogue';
import { createIdentifier, type Identifier } from '#engine/identify';
import type { Policy } from '#engine/risk';
import type { CvssVector } from '#engine/words';
import { openCatalogue } from '#feeds/catalogue-file';
import { findCurrentCatalogue, findPreviousCatalogueId, readCatalogueBytes } from '#store/catalogues';
import { listConfirmations } from '#store/identifications';
import { listRules } from '#store/pattern-rules';
import { listApprovedScorings, type RubricScoring } from '#store/rubric-scorings';
import type { Db, Store } from '#store/store';
import { readEdition } from './edition.ts';
import { createJudge, type Judge } from './judge.ts';
import { patternIn } from './pattern.ts';
import { policyInForce } from './policy-in-force.ts';
import { readAliasFiles } from './read-alias-files.ts';

/** All that judging devices depends on beside the devices and the day. */
export interface Knowledge {
  /** Equal while neither feeds nor policy have changed. */
  readonly state: string;
  /** Equal while nobody has said anew what texts of the inventory are: that concerns few configurations, which are judged anew. */
  readonly edition: string;
  readonly catalogueId: string;
  readonly catalogue: Catalogue;
  readonly identifier: Identifier;
  readonly policy: Policy;
  judge(asOf: string): Judge;
}

const opened = new WeakMap<Store, Promise<Knowledge | null>>();

/** The knowledge that holds now, opened once and shared until it changes; null: no feed has been read yet. */
export async function readKnowledge({ store }: { readonly store: Store }): Promise<Knowledge | null> {
  for (;;) {
    const state = await readState(store.db);
    if (state === null) return null;
    const known = await opened.get(store);
    if (known?.state === state.text && known.edition === state.edition) return known;
    const opening = open(store.db, state, known ?? null);
    opened.set(store, opening);
    const knowledge = await opening;
    if (knowledge !== null) return knowledge;
  }
}

/** What feeds said before the newest edition, under the policy and identifications that hold now; null: nothing. */
export async function readKnowledgeBefore(
  db: Db,
  { policy, edition }: Pick<Knowledge, 'policy' | 'edition'>,
): Promise<Knowledge | null> {
  const catalogueId = await findPreviousCatalogueId(db);
  if (catalogueId === null) return null;
  return open(db, { text: stateText(catalogueId, policy), edition, catalogueId, policy }, null);
}

interface State {
  readonly text: string;
  readonly edition: string;
  readonly catalogueId: string;
  readonly policy: Policy;
}

async function readState(db: Db): Promise<State | null> {
  const catalogue = await findCurrentCatalogue(db);
  if (catalogue === null) return null;
  const policy = await policyInForce(db);
  const edition = await readEdition(db);
  return { text: stateText(catalogue.id, policy), edition, catalogueId: catalogue.id, policy };
}

function stateText(catalogueId: string, policy: Policy): string {
  return createHash('sha256')
    .update(JSON.stringify([catalogueId, policy]))
    .digest('hex')
    .slice(0, 32);
}

/** Null: another catalogue took its place meanwhile. */
async function open(
  db: Db,
  { text, edition, catalogueId, policy }: State,
  before: Knowledge | null,
): Promise<Knowledge | null> {
  const catalogue = before?.catalogueId === catalogueId ? before.catalogue : await openKept(db, catalogueId);
  if (catalogue === null) return null;
  const said = (await listConfirmations(db)).map(({ byName, ...it }) => ({ ...it, by: byName }));
  const identifier = createIdentifier(catalogue.directory, await readAliasFiles(null), said);
  const rules = (await listRules(db)).flatMap((it) => {
    const read = patternIn(it.filter);
    if ('problem' in read) throw new Error(`Cannot read pattern of rule ${it.id} ${read.problem}`);
    return [{ ...it, pattern: read.pattern }];
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
    catalogueId,
    catalogue,
    identifier,
    policy,
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

/** What counts of a scoring: with the security requirements, where some are set. */
function vectorOf(it: RubricScoring): CvssVector {
  return {
    version: '3.1',
    vector: it.vector,
    baseScore: it.environmentalScore ?? it.baseScore,
    by: `the rubric for medical devices: ${it.requestedByName}, approved by ${it.decidedByName ?? 'somebody'}`,
  };
}

async function openKept(db: Db, catalogueId: string): Promise<Catalogue | null> {
  const bytes = await readCatalogueBytes(db, catalogueId);
  return bytes === null ? null : openCatalogue(bytes, catalogueId);
}
