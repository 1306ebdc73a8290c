import { type ColumnType, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { CriticalField, DevicePart, DiscrepancyKind, ReconciliationState } from '#engine/reconciliation';
import type { SourceKind } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import type { Db, Tx } from './store.ts';

export interface ReconciliationTables {
  reconciliation: {
    id: string;
    state: ReconciliationState;
    unseen_days: number;
    as_of: Date | null;
    sources: ColumnType<readonly ReportedSource[], string | undefined, string>;
    previous_id: string | null;
    made_at: Date;
    made_by_name: string;
    job_id: string | null;
    content_hash: Buffer | null;
    signed_at: Date | null;
  };
  reconciliation_part: {
    report_id: string;
    place: number;
    scope_site: string | null;
    scope_department: string | null;
    scope_vendor: string | null;
    sources: ColumnType<readonly string[], string, never>;
    devices: number;
    complete: number;
    unconnected: number;
    missing: ColumnType<Readonly<Record<CriticalField, number>>, string, never>;
  };
  reconciliation_signature: {
    report_id: string;
    person_id: string;
    name: string;
    roles: ColumnType<readonly string[], string, never>;
    note: string | null;
    at: Date;
    content_hash: Buffer;
  };
}

/** A source as it stood when the report was made. */
interface ReportedSource {
  readonly name: string;
  readonly kinds: readonly SourceKind[];
  /** ISO instant. */
  readonly lastAt: string;
}

interface Signature {
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly note: string | null;
  readonly at: Date;
  readonly contentHash: Uint8Array;
}

export interface Reconciliation {
  readonly id: string;
  readonly state: ReconciliationState;
  readonly unseenDays: number;
  /** Null: it is being made. */
  readonly asOf: Date | null;
  readonly sources: readonly ReportedSource[];
  readonly previousId: string | null;
  readonly madeAt: Date;
  readonly madeByName: string;
  readonly jobId: string | null;
  readonly contentHash: Uint8Array | null;
  readonly signedAt: Date | null;
  readonly signatures: readonly Signature[];
}

export async function insertReconciliation(
  tx: Tx,
  it: Pick<Reconciliation, 'id' | 'unseenDays' | 'madeAt' | 'madeByName'>,
): Promise<void> {
  await tx
    .insertInto('reconciliation')
    .values({
      id: it.id,
      state: 'making',
      unseen_days: it.unseenDays,
      as_of: null,
      previous_id: null,
      made_at: it.madeAt,
      made_by_name: it.madeByName,
      job_id: null,
      content_hash: null,
      signed_at: null,
    })
    .execute();
}

export async function setReconciliationJob(tx: Tx, id: string, jobId: string): Promise<void> {
  await tx.updateTable('reconciliation').set({ job_id: jobId }).where('id', '=', id).execute();
}

/** Gives a report its content; from now on people work with it. */
export async function openReconciliation(
  tx: Tx,
  id: string,
  it: {
    readonly asOf: Date;
    readonly sources: readonly ReportedSource[];
    readonly previousId: string | null;
  },
): Promise<void> {
  await tx
    .updateTable('reconciliation')
    .set({
      state: 'open',
      as_of: it.asOf,
      sources: JSON.stringify(it.sources),
      previous_id: it.previousId,
    })
    .where('id', '=', id)
    .execute();
}

/** Nobody else changes the report until the transaction ends. */
export async function lockReconciliation(tx: Tx, id: string): Promise<Reconciliation | null> {
  await sql`select 1 from reconciliation where id = ${id} for update`.execute(tx);
  return findReconciliation(tx, id);
}

export async function findReconciliation(db: Db | Tx, id: string): Promise<Reconciliation | null> {
  const row = await db.selectFrom('reconciliation').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : ((await withSignatures(db, [row]))[0] ?? null);
}

/** Newest first. */
export async function listReconciliationsBefore(
  db: Db | Tx,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<Reconciliation[]> {
  let query = db.selectFrom('reconciliation').selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== null) query = query.where('id', '<', before);
  return withSignatures(db, await query.execute());
}

export async function countReconciliations(db: Db | Tx): Promise<number> {
  const row = await db
    .selectFrom('reconciliation')
    .select((it) => it.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The newest that has its content; null: there is none. */
export async function findNewestReconciliation(
  db: Db | Tx,
  { signed = false }: { readonly signed?: boolean } = {},
): Promise<Reconciliation | null> {
  const row = await db
    .selectFrom('reconciliation')
    .selectAll()
    .where('state', signed ? '=' : '<>', signed ? 'signed' : 'making')
    .orderBy('as_of', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : ((await withSignatures(db, [row]))[0] ?? null);
}

/** When a report was last asked for; null: never. */
export async function lastMadeAt(db: Db | Tx): Promise<Date | null> {
  const row = await db
    .selectFrom('reconciliation')
    .select((it) => it.fn.max('made_at').as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}

export async function deleteReconciliation(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('reconciliation').where('id', '=', id).execute();
}

/** Devices of a report by place and sources, of those in the scopes. */
export async function listParts(
  db: Db | Tx,
  reportId: string,
  scopes: readonly Scope[],
): Promise<DevicePart[]> {
  const { rows } = await sql<DevicePart>`
    select scope_site as site, scope_department as department, sources, devices, complete, unconnected, missing
    from reconciliation_part as list where report_id = ${reportId} and ${scopeCondition(scopes)} order by place
  `.execute(db);
  return rows;
}

/** How many devices of each report somebody may see, and how many discrepancies of each kind. */
export async function countByReport(
  db: Db | Tx,
  reportIds: readonly string[],
  scopes: readonly Scope[],
): Promise<
  ReadonlyMap<
    string,
    {
      readonly devices: number;
      readonly complete: number;
      readonly counts: Partial<Record<DiscrepancyKind, number>>;
    }
  >
> {
  if (reportIds.length === 0) return new Map();
  const { rows } = await sql<{
    id: string;
    devices: number;
    complete: number;
    counts: Partial<Record<DiscrepancyKind, number>> | null;
  }>`
    select asked.id,
      coalesce((select sum(devices) from reconciliation_part as list
        where report_id = asked.id and ${scopeCondition(scopes)}), 0)::integer as devices,
      coalesce((select sum(complete) from reconciliation_part as list
        where report_id = asked.id and ${scopeCondition(scopes)}), 0)::integer as complete,
      (select jsonb_object_agg(kind, n) from (
        select kind, count(*)::integer as n from discrepancy as list
        where report_id = asked.id and ${scopeCondition(scopes)} group by kind) counted) as counts
    from unnest(${reportIds}::uuid[]) as asked (id)
  `.execute(db);
  return new Map(rows.map(({ id, counts, ...it }) => [id, { ...it, counts: counts ?? {} }]));
}

export async function insertSignature(tx: Tx, reportId: string, it: Signature): Promise<void> {
  await tx
    .insertInto('reconciliation_signature')
    .values({
      report_id: reportId,
      person_id: it.personId,
      name: it.name,
      roles: JSON.stringify(it.roles),
      note: it.note,
      at: it.at,
      content_hash: Buffer.from(it.contentHash),
    })
    .execute();
}

export async function deleteSignatures(tx: Tx, reportId: string): Promise<void> {
  await tx.deleteFrom('reconciliation_signature').where('report_id', '=', reportId).execute();
}

/** Nothing of the report changes after this: the database refuses it. */
export async function closeReconciliation(
  tx: Tx,
  id: string,
  { at, contentHash }: { readonly at: Date; readonly contentHash: Uint8Array },
): Promise<void> {
  await tx
    .updateTable('reconciliation')
    .set({ state: 'signed', signed_at: at, content_hash: Buffer.from(contentHash) })
    .where('id', '=', id)
    .execute();
}

type Row = Pick<
  ReconciliationTables['reconciliation'],
  Exclude<keyof ReconciliationTables['reconciliation'], 'sources'>
> & {
  readonly sources: readonly ReportedSource[];
};

async function withSignatures(db: Db | Tx, rows: readonly Row[]): Promise<Reconciliation[]> {
  if (rows.length === 0) return [];
  const signed = await db
    .selectFrom('reconciliation_signature')
    .selectAll()
    .where(
      'report_id',
      'in',
      rows.map((it) => it.id),
    )
    .orderBy('at')
    .orderBy('person_id')
    .execute();
  const byReport = Map.groupBy(signed, (it) => it.report_id);
  return rows.map((it) => ({
    id: it.id,
    state: it.state,
    unseenDays: it.unseen_days,
    asOf: it.as_of,
    sources: it.sources,
    previousId: it.previous_id,
    madeAt: it.made_at,
    madeByName: it.made_by_name,
    jobId: it.job_id,
    contentHash: it.content_hash,
    signedAt: it.signed_at,
    signatures: (byReport.get(it.id) ?? []).map(({ report_id: _, person_id, content_hash, ...each }) => ({
      ...each,
      personId: person_id,
      contentHash: content_hash,
    })),
  }));
}
