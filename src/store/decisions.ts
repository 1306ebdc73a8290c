import { type ColumnType, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { DecisionSaying, DecisionState, Evidence, Justification } from '#engine/decisions';
import { type FindingSelection, findingsSelected } from './findings.ts';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface FindingDecisionTables {
  finding_decision: {
    id: string;
    vulnerability_no: number;
    says: DecisionSaying;
    justification: Justification | null;
    reason: string;
    filter: string;
    scopes: ColumnType<readonly Scope[], string, never>;
    expires_on: string;
    state: DecisionState;
    requested_at: Date;
    requested_by: string | null;
    requested_by_name: string;
    decided_at: Date | null;
    decided_by_name: string | null;
    ended_at: Date | null;
    ended_because: string | null;
    was_exploited: boolean;
    was_cvss: number | null;
    was_epss: number | null;
    batch: string;
  };
  decided_finding: { device_id: string; vulnerability_no: number; decision_id: string };
}

/** What somebody decided about a vulnerability on some devices. */
export interface Decision {
  readonly id: string;
  /** The same for decisions that were asked for together. */
  readonly batch: string;
  readonly vulnerability: string;
  readonly says: DecisionSaying;
  readonly justification: Justification | null;
  readonly reason: string;
  readonly filter: string;
  readonly scopes: readonly Scope[];
  readonly expiresOn: string;
  readonly state: DecisionState;
  readonly requestedAt: Date;
  readonly requestedBy: string | null;
  readonly requestedByName: string;
  readonly decidedAt: Date | null;
  readonly decidedByName: string | null;
  readonly endedAt: Date | null;
  readonly endedBecause: string | null;
  /** Devices whose finding it covers now. */
  readonly devices: number;
  /** What was known when it was asked for or approved. */
  readonly knownThen: Evidence;
  readonly knownNow: Evidence;
}

export async function insertDecision(
  tx: Tx,
  it: Pick<
    Decision,
    | 'id'
    | 'batch'
    | 'vulnerability'
    | 'says'
    | 'justification'
    | 'reason'
    | 'filter'
    | 'scopes'
    | 'expiresOn'
    | 'requestedAt'
    | 'requestedBy'
    | 'requestedByName'
  >,
): Promise<void> {
  await sql`
    insert into finding_decision (id, vulnerability_no, says, justification, reason, filter, scopes, expires_on, state,
      requested_at, requested_by, requested_by_name, was_exploited, was_cvss, was_epss, batch)
    select ${it.id}::uuid, no, ${it.says}, ${it.justification}, ${storableText(it.reason)}, ${storableText(it.filter)},
      ${storableJson(it.scopes)}::jsonb, ${it.expiresOn}::date, 'requested', ${it.requestedAt}::timestamptz,
      ${it.requestedBy}::uuid, ${it.requestedByName}, is_exploited, cvss, epss, ${it.batch}::uuid
    from vulnerability where id = ${it.vulnerability}
  `.execute(tx);
}

export interface DecisionSelection {
  readonly state: DecisionState | null;
  readonly vulnerability: string | null;
}

/** Newest first, below an id. */
export async function listDecisionsBefore(
  db: Db | Tx,
  { state, vulnerability }: DecisionSelection,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<Decision[]> {
  return selectDecisions(
    db,
    sql`(${state}::text is null or state = ${state})
      and (${vulnerability}::text is null or vulnerability.id = ${vulnerability})
      and (${before}::uuid is null or decision.id < ${before}::uuid)
      order by decision.id desc limit ${limit}`,
  );
}

/** Ids of what still waits of decisions that were asked for together. */
export async function listRequestedOf(db: Db | Tx, batch: string): Promise<string[]> {
  const rows = await db
    .selectFrom('finding_decision')
    .select('id')
    .where('batch', '=', batch)
    .where('state', '=', 'requested')
    .orderBy('id')
    .execute();
  return rows.map((it) => it.id);
}

export async function countDecisions(
  db: Db | Tx,
  { state, vulnerability }: DecisionSelection,
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from finding_decision decision join vulnerability on no = vulnerability_no
    where (${state}::text is null or state = ${state})
      and (${vulnerability}::text is null or vulnerability.id = ${vulnerability})
  `.execute(db);
  return Number(rows[0]?.count);
}

export async function findDecision(db: Db | Tx, id: string): Promise<Decision | null> {
  return (await selectDecisions(db, sql`decision.id = ${id}`))[0] ?? null;
}

/** Nobody else changes it until the transaction ends. */
export async function lockDecision(tx: Tx, id: string): Promise<Decision | null> {
  await sql`select 1 from finding_decision where id = ${id} for update`.execute(tx);
  return findDecision(tx, id);
}

/** @param vulnerability those of this one alone; left out: all */
export async function listApprovedDecisions(db: Db | Tx, vulnerability?: string): Promise<Decision[]> {
  const its = vulnerability === undefined ? sql`true` : sql`vulnerability.id = ${vulnerability}`;
  return selectDecisions(db, sql`state = 'approved' and ${its} order by decision.id`);
}

/** Requests that nobody has approved by their last day. */
export async function listRequestsRunOut(db: Db | Tx, today: string): Promise<Decision[]> {
  return selectDecisions(db, sql`state = 'requested' and expires_on < ${today}::date order by decision.id`);
}

/** Whether the last day has passed of something that is in force or waits. */
export async function isAnyDecisionRunOut(db: Db | Tx, today: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from finding_decision where state in ('requested', 'approved') and expires_on < ${today}::date limit 1
  `.execute(db);
  return rows.length > 0;
}

export async function approveDecision(
  tx: Tx,
  id: string,
  { at, byName }: { readonly at: Date; readonly byName: string },
): Promise<void> {
  await sql`
    update finding_decision set state = 'approved', decided_at = ${at}, decided_by_name = ${byName},
      was_exploited = vulnerability.is_exploited, was_cvss = vulnerability.cvss, was_epss = vulnerability.epss
    from vulnerability where no = vulnerability_no and finding_decision.id = ${id}
  `.execute(tx);
}

/** Ends a decision, or the request for one; its findings are open again. */
export async function endDecision(
  tx: Tx,
  id: string,
  end: {
    readonly state: Exclude<DecisionState, 'requested' | 'approved'>;
    readonly at: Date;
    readonly because: string;
    readonly decidedByName?: string;
  },
): Promise<void> {
  await sql`
    update finding_decision set state = ${end.state}, ended_at = ${end.at}, ended_because = ${storableText(end.because)},
      decided_at = case when ${end.decidedByName ?? null}::text is null then decided_at else ${end.at} end,
      decided_by_name = coalesce(${end.decidedByName ?? null}::text, decided_by_name)
    where id = ${id}
  `.execute(tx);
  await sql`delete from decided_finding where decision_id = ${id}`.execute(tx);
}

/** Makes what a decision covers what it selects now. An earlier decision on the same finding stays the one that counts. */
export async function coverFindings(tx: Tx, decisionId: string, selection: FindingSelection): Promise<void> {
  const selected = findingsSelected(selection);
  await sql`
    delete from decided_finding where decision_id = ${decisionId}
      and (device_id, vulnerability_no) not in (select device_id, vulnerability_no from (${selected}) selected)
  `.execute(tx);
  await sql`
    insert into decided_finding (device_id, vulnerability_no, decision_id)
    select device_id, vulnerability_no, ${decisionId}::uuid from (${selected}) selected
    on conflict (device_id, vulnerability_no) do nothing
  `.execute(tx);
}

async function selectDecisions(db: Db | Tx, where: ReturnType<typeof sql>): Promise<Decision[]> {
  const { rows } = await sql<
    Omit<Decision, 'knownThen' | 'knownNow'> &
      Record<'wasExploited' | 'isExploited', boolean> &
      Record<'wasCvss' | 'wasEpss' | 'cvss' | 'epss', number | null>
  >`
    select decision.id, decision.batch, vulnerability.id as vulnerability, says, justification, reason, filter, scopes,
      expires_on::text as "expiresOn", state, requested_at as "requestedAt", requested_by as "requestedBy",
      requested_by_name as "requestedByName", decided_at as "decidedAt", decided_by_name as "decidedByName",
      ended_at as "endedAt", ended_because as "endedBecause", was_exploited as "wasExploited", was_cvss as "wasCvss",
      was_epss as "wasEpss", is_exploited as "isExploited", cvss, epss,
      (select count(*)::integer from decided_finding where decision_id = decision.id) as devices
    from finding_decision decision join vulnerability on no = vulnerability_no
    where ${where}
  `.execute(db);
  return rows.map(({ wasExploited, isExploited, wasCvss, wasEpss, cvss, epss, ...it }) => ({
    ...it,
    knownThen: { exploited: wasExploited, cvss: wasCvss, epss: wasEpss },
    knownNow: { exploited: isExploited, cvss, epss },
  }));
}
