import { type ColumnType, sql } from 'kysely';
import type { Scope } from '#engine/access';
import { type Standing, type StandingCounts, STANDINGS } from '#engine/absence';
import type { DeviceFields } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface AbsenceTables {
  absence_statement: {
    id: string;
    kind: AbsenceKind;
    about: string;
    asked_at: Date;
    asked_by: string | null;
    asked_by_name: string;
    scopes: ColumnType<readonly Scope[], string, never>;
    job_id: string | null;
    made_at: Date | null;
    feeds: string | null;
    counts: ColumnType<StandingCounts | null, string, string>;
    text: string | null;
  };
  absence_row: {
    statement_id: string;
    device_id: string;
    name: string | null;
    label: string;
    standing: number;
    because: string;
  };
}

export type AbsenceKind = 'vulnerability' | 'advisory' | 'product';

export interface KeptStatement {
  readonly id: string;
  readonly kind: AbsenceKind;
  readonly about: string;
  readonly askedAt: Date;
  readonly askedBy: string | null;
  readonly askedByName: string;
  readonly scopes: readonly Scope[];
  readonly jobId: string | null;
  /** Null: it is being made. */
  readonly madeAt: Date | null;
  readonly feeds: string | null;
  readonly counts: StandingCounts | null;
  /** The paragraph to cite. */
  readonly text: string | null;
}

export interface AbsenceRow {
  readonly deviceId: string;
  readonly name: string | null;
  readonly label: string;
  readonly standing: Standing;
  readonly because: string;
}

const COLUMNS = [
  'id',
  'kind',
  'about',
  'asked_at as askedAt',
  'asked_by as askedBy',
  'asked_by_name as askedByName',
  'scopes',
  'job_id as jobId',
  'made_at as madeAt',
  'feeds',
  'counts',
  'text',
] as const;

export async function insertStatement(
  tx: Tx,
  it: Pick<KeptStatement, 'id' | 'kind' | 'about' | 'askedAt' | 'askedBy' | 'askedByName' | 'scopes'>,
): Promise<void> {
  await tx
    .insertInto('absence_statement')
    .values({
      id: it.id,
      kind: it.kind,
      about: storableText(it.about),
      asked_at: it.askedAt,
      asked_by: it.askedBy,
      asked_by_name: it.askedByName,
      scopes: storableJson(it.scopes),
      job_id: null,
      made_at: null,
      feeds: null,
      counts: storableJson(null),
      text: null,
    })
    .execute();
}

export async function setStatementJob(tx: Tx, id: string, jobId: string): Promise<void> {
  await tx.updateTable('absence_statement').set({ job_id: jobId }).where('id', '=', id).execute();
}

export async function findStatement(db: Db | Tx, id: string): Promise<KeptStatement | null> {
  const row = await db
    .selectFrom('absence_statement')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** Newest first; those of other people only to whoever sees the whole hospital. */
export async function listStatements(
  db: Db | Tx,
  {
    kind,
    about,
    madeFor,
  }: { readonly kind: AbsenceKind | null; readonly about: string | null; readonly madeFor: string | null },
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<KeptStatement[]> {
  let query = db.selectFrom('absence_statement').select(COLUMNS).orderBy('id', 'desc').limit(limit);
  if (kind !== null) query = query.where('kind', '=', kind);
  if (about !== null) query = query.where('about', '=', about);
  if (madeFor !== null) query = query.where('asked_by', '=', madeFor);
  if (before !== null) query = query.where('id', '<', before);
  return query.execute();
}

/** A configuration with the devices of a part of the hospital. */
export interface StandingConfiguration {
  readonly id: number;
  readonly fields: DeviceFields;
  readonly devices: number;
}

export async function listConfigurationsAfter(
  db: Db | Tx,
  scopes: readonly Scope[],
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<StandingConfiguration[]> {
  const { rows } = await sql<StandingConfiguration>`
    select configuration.id, configuration.fields, count(*)::integer as devices
    from configuration join cohort on cohort.configuration_id = configuration.id
    join device_cohort on device_cohort.cohort_id = cohort.id
    join device_list as list on list.device_id = device_cohort.device_id
    where configuration.id > ${after} and ${scopeCondition(scopes)}
    group by configuration.id order by configuration.id limit ${limit}
  `.execute(db);
  return rows;
}

/** What holds of configurations for some vulnerabilities: the strongest verdict; with an advisory, only where it is among the grounds. */
export async function listStandingVerdicts(
  db: Db | Tx,
  configurations: readonly number[],
  {
    vulnerabilities,
    advisory,
  }: { readonly vulnerabilities: readonly string[]; readonly advisory: string | null },
): Promise<ReadonlyMap<number, { readonly isAffected: boolean; readonly because: string }>> {
  const { rows } = await sql<{ id: number; degree: number; why: string; vulnerability: string }>`
    select distinct on (configuration_id) configuration_id as id, degree, why, vulnerability.id as vulnerability
    from verdict join vulnerability on no = vulnerability_no
    where closed_at is null and configuration_id = any(${[...configurations]}::integer[])
      and vulnerability.id = any(${[...vulnerabilities]}::text[])
      and (${advisory}::text is null or advisories @> array[${advisory}::text])
    order by configuration_id, degree >= 4 desc, degree desc, vulnerability.id
  `.execute(db);
  return new Map(
    rows.map((it) => [it.id, { isAffected: it.degree >= 4, because: `${it.vulnerability}: ${it.why}` }]),
  );
}

export interface ConfigurationStanding {
  readonly id: number;
  readonly label: string;
  readonly standing: Standing;
  readonly because: string;
}

/** Writes how the devices of these configurations stand, of those in scope. */
export async function insertStandings(
  tx: Tx,
  statementId: string,
  scopes: readonly Scope[],
  standings: readonly ConfigurationStanding[],
): Promise<void> {
  const rows = standings.map(({ standing, ...it }) => ({ ...it, standing: STANDINGS.indexOf(standing) }));
  await sql`
    insert into absence_row (statement_id, device_id, name, label, standing, because)
    select ${statementId}::uuid, device.id, device.name, given.label, given.standing, given.because
    from json_to_recordset(${storableJson(rows)}::json) as given (id integer, label text, standing smallint, because text)
    join cohort on cohort.configuration_id = given.id
    join device_cohort on device_cohort.cohort_id = cohort.id
    join device on device.id = device_cohort.device_id
    join device_list as list on list.device_id = device.id
    where ${scopeCondition(scopes)}
    on conflict (statement_id, device_id) do nothing
  `.execute(tx);
}

/** Devices that are not in any configuration yet: nothing can be told of them. */
export async function insertUnmatched(
  tx: Tx,
  statementId: string,
  scopes: readonly Scope[],
  because: string,
): Promise<void> {
  await sql`
    insert into absence_row (statement_id, device_id, name, label, standing, because)
    select ${statementId}::uuid, device.id, device.name, 'not matched yet', ${STANDINGS.indexOf('unknown')}, ${because}
    from device join device_list as list on list.device_id = device.id
    where ${scopeCondition(scopes)} and not exists (select 1 from device_cohort where device_cohort.device_id = device.id)
    on conflict (statement_id, device_id) do nothing
  `.execute(tx);
}

export async function dropRows(tx: Tx, statementId: string): Promise<void> {
  await tx.deleteFrom('absence_row').where('statement_id', '=', statementId).execute();
}

export async function countStandings(db: Db | Tx, statementId: string): Promise<StandingCounts> {
  const { rows } = await sql<{ standing: number; count: number }>`
    select standing, count(*)::integer as count from absence_row where statement_id = ${statementId} group by 1
  `.execute(db);
  return Object.fromEntries(
    STANDINGS.map((it, index) => [it, rows.find(({ standing }) => standing === index)?.count ?? 0]),
  ) as StandingCounts;
}

/** Why it cannot be told, by how many devices. */
export async function listCauses(
  db: Db | Tx,
  statementId: string,
): Promise<readonly { readonly because: string; readonly devices: number }[]> {
  const { rows } = await sql<{ because: string; devices: number }>`
    select because, count(*)::integer as devices from absence_row
    where statement_id = ${statementId} and standing = ${STANDINGS.indexOf('unknown')} group by 1
  `.execute(db);
  return rows;
}

export async function finishStatement(
  tx: Tx,
  id: string,
  made: { readonly at: Date; readonly feeds: string; readonly counts: StandingCounts; readonly text: string },
): Promise<void> {
  await tx
    .updateTable('absence_statement')
    .set({ made_at: made.at, feeds: made.feeds, counts: storableJson(made.counts), text: made.text })
    .where('id', '=', id)
    .execute();
}

/** A page of rows: affected first, what cannot be told next to last. */
export async function listAbsenceRows(
  db: Db | Tx,
  statementId: string,
  {
    standing,
    after,
    limit,
  }: {
    readonly standing: Standing | null;
    readonly after: { readonly standing: number; readonly deviceId: string } | null;
    readonly limit: number;
  },
): Promise<{ readonly items: AbsenceRow[]; readonly next: { standing: number; deviceId: string } | null }> {
  const only = standing === null ? null : STANDINGS.indexOf(standing);
  const { rows } = await sql<{
    deviceId: string;
    name: string | null;
    label: string;
    standing: number;
    because: string;
  }>`
    select device_id as "deviceId", name, label, standing, because from absence_row
    where statement_id = ${statementId} and (${only}::smallint is null or standing = ${only}::smallint)
      ${after === null ? sql`` : sql`and (standing, device_id) > (${after.standing}::smallint, ${after.deviceId}::uuid)`}
    order by standing, device_id limit ${limit + 1}
  `.execute(db);
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map((it) => ({ ...it, standing: STANDINGS[it.standing] ?? 'unknown' })),
    next: last === undefined ? null : { standing: last.standing, deviceId: last.deviceId },
  };
}
