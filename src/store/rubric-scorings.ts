import { type ColumnType, sql } from 'kysely';
import type { Answers, ScoringState } from '#engine/rubric';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface RubricScoringTables {
  rubric_scoring: {
    id: string;
    vulnerability: string;
    filter: string;
    answers: ColumnType<Answers, string, never>;
    vector: string;
    base_score: number;
    environmental_score: number | null;
    rationale: string;
    was_vector: string | null;
    was_score: number | null;
    was_by: string | null;
    state: ScoringState;
    requested_at: Date;
    requested_by: string | null;
    requested_by_name: string;
    decided_at: Date | null;
    decided_by_name: string | null;
    ended_at: Date | null;
    ended_because: string | null;
  };
}

/** What a person scored by the rubric: a vulnerability on the devices of a pattern. */
export interface RubricScoring {
  readonly id: string;
  readonly vulnerability: string;
  readonly filter: string;
  readonly answers: Answers;
  readonly vector: string;
  readonly baseScore: number;
  readonly environmentalScore: number | null;
  readonly rationale: string;
  /** What counted when it was asked for; null: nobody had scored it. */
  readonly was: { readonly vector: string; readonly score: number; readonly by: string } | null;
  readonly state: ScoringState;
  readonly requestedAt: Date;
  readonly requestedBy: string | null;
  readonly requestedByName: string;
  readonly decidedAt: Date | null;
  readonly decidedByName: string | null;
  readonly endedAt: Date | null;
  readonly endedBecause: string | null;
}

export async function insertScoring(
  tx: Tx,
  it: Omit<RubricScoring, 'state' | 'decidedAt' | 'decidedByName' | 'endedAt' | 'endedBecause'>,
): Promise<void> {
  await tx
    .insertInto('rubric_scoring')
    .values({
      id: it.id,
      vulnerability: it.vulnerability,
      filter: storableText(it.filter),
      answers: storableJson(it.answers),
      vector: it.vector,
      base_score: it.baseScore,
      environmental_score: it.environmentalScore,
      rationale: storableText(it.rationale),
      was_vector: it.was?.vector ?? null,
      was_score: it.was?.score ?? null,
      was_by: it.was?.by ?? null,
      state: 'requested',
      requested_at: it.requestedAt,
      requested_by: it.requestedBy,
      requested_by_name: it.requestedByName,
      decided_at: null,
      decided_by_name: null,
      ended_at: null,
      ended_because: null,
    })
    .execute();
}

/** Those that count, the oldest first. */
export async function listApprovedScorings(db: Db | Tx): Promise<RubricScoring[]> {
  return (await query(db).where('state', '=', 'approved').execute()).map(scoringOf);
}

/** Of one vulnerability, newest first. */
export async function listScoringsOf(db: Db | Tx, vulnerability: string): Promise<RubricScoring[]> {
  const rows = await query(db).where('vulnerability', '=', vulnerability).execute();
  return rows.map(scoringOf).toReversed();
}

/** Nobody else changes it until the transaction ends. */
export async function lockScoring(tx: Tx, id: string): Promise<RubricScoring | null> {
  const row = await query(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : scoringOf(row);
}

export async function decideScoring(
  tx: Tx,
  id: string,
  it: { readonly state: 'approved' | 'declined'; readonly at: Date; readonly byName: string },
): Promise<void> {
  await tx
    .updateTable('rubric_scoring')
    .set({ state: it.state, decided_at: it.at, decided_by_name: it.byName })
    .where('id', '=', id)
    .execute();
}

export async function endScoring(
  tx: Tx,
  id: string,
  it: {
    readonly state: 'declined' | 'withdrawn' | 'replaced';
    readonly at: Date;
    readonly because: string;
  },
): Promise<void> {
  await tx
    .updateTable('rubric_scoring')
    .set({ state: it.state, ended_at: it.at, ended_because: storableText(it.because) })
    .where('id', '=', id)
    .execute();
}

/** Another text whenever what counts has changed. */
export async function readScoringEdition(db: Db | Tx): Promise<string> {
  const { rows } = await sql<{ edition: string | null }>`
    select string_agg(id::text, ' ' order by id) as edition from rubric_scoring where state = 'approved'
  `.execute(db);
  return rows[0]?.edition ?? '';
}

function query(db: Db | Tx) {
  return db.selectFrom('rubric_scoring').selectAll().orderBy('id');
}

type Row = Awaited<ReturnType<ReturnType<typeof query>['execute']>>[number];

function scoringOf(row: Row): RubricScoring {
  const { was_vector: vector, was_score: score, was_by: by } = row;
  return {
    id: row.id,
    vulnerability: row.vulnerability,
    filter: row.filter,
    answers: row.answers,
    vector: row.vector,
    baseScore: row.base_score,
    environmentalScore: row.environmental_score,
    rationale: row.rationale,
    was: vector === null || score === null ? null : { vector, score, by: by ?? '' },
    state: row.state,
    requestedAt: row.requested_at,
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    decidedAt: row.decided_at,
    decidedByName: row.decided_by_name,
    endedAt: row.ended_at,
    endedBecause: row.ended_because,
  };
}
