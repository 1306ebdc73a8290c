import { type ColumnType, type Generated, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { CheckResult, ClearanceCheck, ClearanceDecision, PersonalAnswer } from '#engine/procurement';
import { deviceCount, isVisible } from './device-counts.ts';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface ClearanceTables {
  clearance: {
    id: string;
    model_id: string;
    state: ClearanceState;
    need: string;
    answers: ColumnType<Answers, string | undefined, string>;
    version: Generated<number>;
    requested_at: Date;
    requested_by: string | null;
    requested_by_name: string;
    checks: ColumnType<readonly CheckResult[] | null, string | undefined, string>;
    conditions: string | null;
    reason: string | null;
    expires_on: string | null;
    decided_at: Date | null;
    decided_by: string | null;
    decided_by_name: string | null;
  };
}

export type ClearanceState = 'open' | ClearanceDecision | 'withdrawn';
type Answers = Partial<Readonly<Record<ClearanceCheck, PersonalAnswer>>>;

export interface Clearance {
  readonly id: string;
  readonly modelId: string;
  readonly modelName: string;
  readonly vendorName: string | null;
  /** Devices of the model that somebody may see. */
  readonly devices: number;
  readonly state: ClearanceState;
  readonly need: string;
  readonly answers: Answers;
  readonly version: number;
  readonly requestedAt: Date;
  readonly requestedBy: string | null;
  readonly requestedByName: string;
  /** As they stood when it was decided; null: it is not. */
  readonly checks: readonly CheckResult[] | null;
  readonly conditions: string | null;
  readonly reason: string | null;
  readonly expiresOn: string | null;
  readonly decidedAt: Date | null;
  readonly decidedByName: string | null;
}

export async function insertClearance(
  tx: Tx,
  it: Pick<Clearance, 'id' | 'modelId' | 'need' | 'requestedAt' | 'requestedBy' | 'requestedByName'>,
): Promise<void> {
  await sql`
    insert into clearance (id, model_id, state, need, requested_at, requested_by, requested_by_name)
    values (${it.id}, ${it.modelId}, 'open', ${storableText(it.need)}, ${it.requestedAt}, ${it.requestedBy},
      ${it.requestedByName})
  `.execute(tx);
}

/** Nobody else changes it until the transaction ends. */
export async function lockClearance(tx: Tx, id: string): Promise<Clearance | null> {
  await sql`select 1 from clearance where id = ${id} for update`.execute(tx);
  const [found] = await select(tx, [{ kind: 'hospital' }], sql`clearance.id = ${id}`);
  return found ?? null;
}

export interface ClearanceSelection {
  readonly scopes: readonly Scope[];
  readonly states: readonly ClearanceState[] | null;
  readonly modelId: string | null;
}

/** Newest first. */
export async function listClearancesBefore(
  db: Db | Tx,
  { scopes, states, modelId }: ClearanceSelection,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<Clearance[]> {
  return select(
    db,
    scopes,
    sql`${isVisible('model', scopes)} and (${states}::text[] is null or clearance.state = any(${states}::text[]))
      and (${modelId}::uuid is null or clearance.model_id = ${modelId}::uuid)
      and (${before}::uuid is null or clearance.id < ${before}::uuid)
      order by clearance.id desc limit ${limit}`,
  );
}

export async function countClearances(
  db: Db | Tx,
  { scopes, states, modelId }: ClearanceSelection,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from clearance join model on model.id = clearance.model_id
    where ${isVisible('model', scopes)} and (${states}::text[] is null or clearance.state = any(${states}::text[]))
      and (${modelId}::uuid is null or clearance.model_id = ${modelId}::uuid)
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** @returns false when somebody else changed it since */
export async function saveAnswers(
  tx: Tx,
  { id, version }: Pick<Clearance, 'id' | 'version'>,
  answers: Answers,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update clearance set answers = ${storableJson(answers)}::jsonb, version = version + 1
    where id = ${id} and version = ${version}
  `.execute(tx);
  return numAffectedRows === 1n;
}

/** Decides it, and lets the model and its devices have the outcome. */
export async function decideClearance(
  tx: Tx,
  { id, modelId }: Pick<Clearance, 'id' | 'modelId'>,
  it: {
    readonly state: ClearanceDecision;
    readonly checks: readonly CheckResult[];
    readonly conditions: string | null;
    readonly reason: string;
    readonly expiresOn: string;
    readonly at: Date;
    readonly byId: string | null;
    readonly byName: string;
  },
): Promise<void> {
  await sql`
    update clearance set state = ${it.state}, checks = ${storableJson(it.checks)}::jsonb,
      conditions = ${it.conditions === null ? null : storableText(it.conditions)}, reason = ${storableText(it.reason)},
      expires_on = ${it.expiresOn}, decided_at = ${it.at}, decided_by = ${it.byId}, decided_by_name = ${it.byName},
      version = version + 1
    where id = ${id}
  `.execute(tx);
  await sql`
    update model set clearance = ${it.state}, clearance_ends = ${it.expiresOn} where id = ${modelId}
  `.execute(tx);
}

export async function withdrawClearance(tx: Tx, id: string): Promise<void> {
  await sql`update clearance set state = 'withdrawn', version = version + 1 where id = ${id}`.execute(tx);
}

export interface ClearanceCounts {
  readonly standing: ClearanceDecision | 'expired' | 'none';
  readonly models: number;
  readonly devices: number;
}

/** Models in use, and their devices, by where the model stands. Devices that name no model are told apart. */
export async function countStandings(
  db: Db | Tx,
  scopes: readonly Scope[],
  today: string,
): Promise<ClearanceCounts[]> {
  const { rows } = await sql<ClearanceCounts>`
    select case when clearance is null then 'none' when clearance <> 'refused' and clearance_ends < ${today}::date
        then 'expired' else clearance end as standing,
      count(*)::integer as models, sum(devices)::integer as devices
    from (select model.*, ${deviceCount('model', scopes)} as devices from model
      where merged_into is null and ${isVisible('model', scopes)}) model
    where devices > 0 group by 1
  `.execute(db);
  return rows;
}

async function select(
  db: Db | Tx,
  scopes: readonly Scope[],
  where: ReturnType<typeof sql>,
): Promise<Clearance[]> {
  const { rows } = await sql<Clearance>`
    select clearance.id, clearance.model_id as "modelId", model.name as "modelName", vendor.name as "vendorName",
      ${deviceCount('model', scopes)} as devices, clearance.state, need, answers, clearance.version,
      requested_at as "requestedAt", requested_by as "requestedBy", requested_by_name as "requestedByName", checks,
      conditions, reason, expires_on::text as "expiresOn", decided_at as "decidedAt",
      decided_by_name as "decidedByName"
    from clearance join model on model.id = clearance.model_id left join vendor on vendor.id = model.vendor_id
    where ${where}
  `.execute(db);
  return rows;
}
