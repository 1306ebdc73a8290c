import { type ColumnType, type Generated, sql } from 'kysely';
import type { DeviceFields } from '#engine/words';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface CohortTables {
  configuration: {
    id: Generated<number>;
    hash: Buffer;
    fields: ColumnType<DeviceFields, string, never>;
  };
  clinical_context: {
    id: Generated<number>;
    hash: Buffer;
    fields: ColumnType<DeviceFields, string, never>;
  };
  cohort: {
    id: Generated<number>;
    configuration_id: number;
    context_id: number;
    devices: Generated<number>;
    judged_by: string | null;
  } & Record<(typeof COUNTS)[number], Generated<number>> & {
      rank_max: Generated<number>;
      is_known: Generated<boolean>;
    };
}

/** What decisions on a device take findings out of. */
export const COUNTS_OF_FINDINGS = [
  'affected',
  'undetermined',
  'critical',
  'high',
  'unscored',
  'medium',
  'low',
  'exploited',
  'points',
] as const;
const COUNTS = [...COUNTS_OF_FINDINGS, 'fixable'] as const;

/** What every device of a cohort has. */
export type CohortCounts = Readonly<Record<(typeof COUNTS)[number], number>> & {
  readonly rankMax: number;
  /** Whether a feed names the device itself; of a host without a model, its operating system. */
  readonly isKnown: boolean;
};

/** Distinct fields and their hash. */
export interface Distinct {
  readonly hash: Buffer;
  readonly fields: DeviceFields;
}

/** Short numbers by hash (base64); those that are not known yet get one. */
export async function numberDistinct(
  tx: Tx,
  table: 'configuration' | 'clinical_context',
  distinct: readonly Distinct[],
): Promise<ReadonlyMap<string, number>> {
  const hashes = distinct.map((it) => it.hash);
  const known = await tx.selectFrom(table).select(['id', 'hash']).where('hash', 'in', hashes).execute();
  const numbers = new Map(known.map((it) => [it.hash.toString('base64'), it.id]));
  const added = distinct.filter((it) => !numbers.has(it.hash.toString('base64')));
  if (added.length === 0) return numbers;
  const made = await tx
    .insertInto(table)
    .values(added.map((it) => ({ hash: it.hash, fields: storableJson(it.fields) })))
    .returning(['id', 'hash'])
    .execute();
  for (const it of made) numbers.set(it.hash.toString('base64'), it.id);
  return numbers;
}

export interface CohortKey {
  readonly configurationId: number;
  readonly contextId: number;
}

/** The cohort of each pair, by `configuration:context`; new ones are not judged yet. */
export async function numberCohorts(
  tx: Tx,
  keys: readonly CohortKey[],
): Promise<ReadonlyMap<string, { readonly id: number; readonly judgedBy: string | null }>> {
  const rows = storableJson(keys);
  await sql`
    insert into cohort (configuration_id, context_id)
    select distinct "configurationId", "contextId"
      from json_to_recordset(${rows}::json) as given ("configurationId" integer, "contextId" integer)
      order by 1, 2
    on conflict (configuration_id, context_id) do nothing
  `.execute(tx);
  const found = await sql<{
    id: number;
    configuration_id: number;
    context_id: number;
    judged_by: string | null;
  }>`
    select distinct id, configuration_id, context_id, judged_by
    from json_to_recordset(${rows}::json) as given ("configurationId" integer, "contextId" integer)
    join cohort on configuration_id = "configurationId" and context_id = "contextId"
  `.execute(tx);
  return new Map(
    found.rows.map((it) => [
      `${it.configuration_id}:${it.context_id}`,
      { id: it.id, judgedBy: it.judged_by },
    ]),
  );
}

/** A cohort as judging needs it. */
export interface Cohort {
  readonly id: number;
  readonly configurationId: number;
  readonly configuration: DeviceFields;
  readonly context: DeviceFields;
}

/** Cohorts with devices that were last judged by another state of knowledge; all cohorts of a configuration together. */
export async function listStaleCohorts(
  db: Db | Tx,
  judgedBy: string,
  configurations: number,
): Promise<Cohort[]> {
  const { rows } = await sql<{ id: number }>`
    select id from cohort where devices > 0 and configuration_id in (
      select configuration_id from cohort where devices > 0 and judged_by is distinct from ${judgedBy}
      group by configuration_id order by configuration_id limit ${configurations})
    order by configuration_id, id
  `.execute(db);
  return listCohorts(
    db,
    rows.map((it) => it.id),
  );
}

/** Cohorts with devices, those of so many configurations after one. */
export async function listCohortsAfter(
  db: Db | Tx,
  configuration: number,
  configurations: number,
): Promise<Cohort[]> {
  const { rows } = await sql<{ id: number }>`
    select id from cohort where devices > 0 and configuration_id in (
      select configuration_id from cohort where devices > 0 and configuration_id > ${configuration}
      group by configuration_id order by configuration_id limit ${configurations})
  `.execute(db);
  return listCohorts(
    db,
    rows.map((it) => it.id),
  );
}

/** The cohorts with most devices, and how many devices there are in all. */
export async function listLargestCohorts(
  db: Db | Tx,
  limit: number,
): Promise<{
  readonly cohorts: readonly (Cohort & { readonly devices: number })[];
  readonly devicesInAll: number;
}> {
  const { rows } = await sql<{ id: number; devices: number; all: string }>`
    select id, devices, sum(devices) over () as all from cohort where devices > 0 order by devices desc, id limit ${limit}
  `.execute(db);
  const devices = new Map(rows.map((it) => [it.id, it.devices]));
  const cohorts = await listCohorts(db, [...devices.keys()]);
  return {
    cohorts: cohorts.map((it) => ({ ...it, devices: devices.get(it.id) ?? 0 })),
    devicesInAll: Number(rows[0]?.all ?? 0),
  };
}

/** Cohorts with devices that were last judged by one state of knowledge, those of so many configurations after one. */
export async function listCohortsJudgedBy(
  db: Db | Tx,
  judgedBy: string,
  { after, configurations }: { readonly after: number; readonly configurations: number },
): Promise<Cohort[]> {
  const { rows } = await sql<{ id: number }>`
    select id from cohort where devices > 0 and judged_by = ${judgedBy} and configuration_id in (
      select configuration_id from cohort where devices > 0 and judged_by = ${judgedBy} and configuration_id > ${after}
      group by configuration_id order by configuration_id limit ${configurations})
  `.execute(db);
  return listCohorts(
    db,
    rows.map((it) => it.id),
  );
}

/** A cohort by its numbers alone. */
export interface CohortKeys {
  readonly id: number;
  readonly configurationId: number;
}

/** Cohorts with devices that were last judged by one state of knowledge. */
export async function listCohortKeysJudgedBy(db: Db | Tx, judgedBy: string): Promise<CohortKeys[]> {
  const { rows } = await sql<CohortKeys>`
    select id, configuration_id as "configurationId" from cohort where devices > 0 and judged_by = ${judgedBy}
    order by configuration_id, id
  `.execute(db);
  return rows;
}

/** Of some states of knowledge, those by which cohorts with devices were last judged. */
export async function listStatesJudgedBy(
  db: Db | Tx,
  states: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ state: string }>`
    select distinct judged_by as state from cohort where devices > 0 and judged_by = any(${[...states]}::text[])
  `.execute(db);
  return new Set(rows.map((it) => it.state));
}

/** All cohorts with devices of some configurations. */
export async function listCohortsOf(db: Db | Tx, configurations: readonly number[]): Promise<Cohort[]> {
  const { rows } = await sql<{ id: number }>`
    select id from cohort where devices > 0 and configuration_id = any(${[...configurations]}::integer[])
  `.execute(db);
  return listCohorts(
    db,
    rows.map((it) => it.id),
  );
}

/** What cohorts were judged to be under one state of knowledge holds under another. */
export async function noteStillJudged(
  tx: Tx,
  ids: readonly number[],
  { before, now }: { readonly before: string; readonly now: string | null },
): Promise<void> {
  if (ids.length === 0) return;
  await sql`update cohort set judged_by = ${now}::text where id = any(${[...ids]}::integer[]) and judged_by = ${before}`.execute(
    tx,
  );
}

export async function countConfigurations(db: Db | Tx): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(distinct configuration_id) as count from cohort where devices > 0
  `.execute(db);
  return Number(rows[0]?.count);
}

export async function countStaleConfigurations(db: Db | Tx, judgedBy: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(distinct configuration_id) as count from cohort
    where devices > 0 and judged_by is distinct from ${judgedBy}
  `.execute(db);
  return Number(rows[0]?.count);
}

/** Whether devices have judgements that were put aside, by a migration for example. */
export async function isAnyUnjudged(db: Db | Tx): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from cohort where devices > 0 and judged_by is null) as any`.execute(db);
  return rows[0]?.any ?? false;
}

/** Configurations by number, in order. */
export async function listConfigurations(
  db: Db | Tx,
  ids: readonly number[],
): Promise<{ readonly id: number; readonly fields: DeviceFields }[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('configuration')
    .select(['id', 'fields'])
    .where('id', 'in', [...ids])
    .orderBy('id')
    .execute();
}

export async function listCohorts(db: Db | Tx, ids: readonly number[]): Promise<Cohort[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('cohort')
    .innerJoin('configuration', 'configuration.id', 'cohort.configuration_id')
    .innerJoin('clinical_context', 'clinical_context.id', 'cohort.context_id')
    .select([
      'cohort.id',
      'cohort.configuration_id',
      'configuration.fields as configuration',
      'clinical_context.fields as context',
    ])
    .where('cohort.id', 'in', [...ids])
    .orderBy('cohort.configuration_id')
    .orderBy('cohort.id')
    .execute();
  return rows.map(({ configuration_id, ...it }) => ({ ...it, configurationId: configuration_id }));
}

/**
 * @param judgedBy null: they are to be judged once more
 * @returns whether what can be patched, or what a feed names, is another than before
 */
export async function noteJudged(
  tx: Tx,
  judgedBy: string | null,
  cohorts: readonly ({ readonly id: number } & CohortCounts)[],
): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    with now as materialized (
      select * from json_to_recordset(${JSON.stringify(cohorts)}::json) as given (id integer, affected integer,
        undetermined integer, critical integer, high integer, unscored integer, medium integer, low integer,
        exploited integer, points integer, fixable integer, "rankMax" smallint, "isKnown" boolean)
    ), noted as (
      update cohort set judged_by = ${judgedBy}::text, affected = now.affected, undetermined = now.undetermined,
        critical = now.critical, high = now.high, unscored = now.unscored, medium = now.medium, low = now.low,
        exploited = now.exploited, points = now.points, rank_max = now."rankMax", fixable = now.fixable,
        is_known = now."isKnown"
      from now where cohort.id = now.id
    )
    select exists (select from now join cohort using (id) where is_known <> "isKnown" or cohort.fixable <> now.fixable) as moved
  `.execute(tx);
  await noteUrgency(
    tx,
    cohorts.map((it) => it.id),
  );
  return rows[0]?.moved ?? false;
}

/**
 * Counts anew, from their judgements, what devices of cohorts have, where only some vulnerabilities were judged; what they
 * are known to be stays.
 * @param fixable by how many the affected findings change whose fix its maker has published
 * @param unsettled configurations whose cohorts are to be judged once more
 * @returns whether what can be patched is another than before
 */
export async function noteRecounted(
  tx: Tx,
  cohorts: readonly number[],
  {
    judgedBy,
    fixable,
    unsettled,
  }: {
    readonly judgedBy: string | null;
    readonly fixable: readonly { readonly cohortId: number; readonly by: number }[];
    readonly unsettled: readonly number[];
  },
): Promise<boolean> {
  const affected = sql`rank >= 1000`;
  const tier = (index: number) => sql`count(*) filter (where ${affected} and tier = ${sql.lit(index)})`;
  await sql`
    with judged as materialized (
      select cohort_id, vulnerability_no, rank, tier, score from judgement where cohort_id = any(${[...cohorts]}::integer[])
    ), now as materialized (
      select cohort_id, count(*) filter (where ${affected}) as affected,
        count(*) filter (where rank < 1000) as undetermined, ${tier(0)} as critical, ${tier(1)} as high,
        ${tier(2)} as unscored, ${tier(3)} as medium, ${tier(4)} as low,
        count(*) filter (where ${affected} and exploited.no is not null) as exploited,
        sum(score) filter (where ${affected}) as points, max(rank) as rank_max
      from judged left join (select no from vulnerability where is_exploited) exploited on no = vulnerability_no
      group by 1
    ), shift as materialized (
      select * from json_to_recordset(${JSON.stringify(fixable)}::json) as given ("cohortId" integer, by integer)
    )
    update cohort set affected = coalesce(now.affected, 0), undetermined = coalesce(now.undetermined, 0),
      critical = coalesce(now.critical, 0), high = coalesce(now.high, 0), unscored = coalesce(now.unscored, 0),
      medium = coalesce(now.medium, 0), low = coalesce(now.low, 0), exploited = coalesce(now.exploited, 0),
      points = coalesce(now.points, 0), rank_max = coalesce(now.rank_max, -1), fixable = cohort.fixable + coalesce(by, 0),
      judged_by = case when cohort.configuration_id = any(${[...unsettled]}::integer[]) then null else ${judgedBy}::text end
    from cohort known left join now on cohort_id = known.id left join shift on "cohortId" = known.id
    where known.id = any(${[...cohorts]}::integer[]) and cohort.id = known.id
  `.execute(tx);
  await noteUrgency(tx, cohorts);
  return fixable.length > 0;
}

/** How urgent it is on devices of which something is decided, after their cohorts were judged; of others the cohort tells. */
async function noteUrgency(tx: Tx, cohorts: readonly number[]): Promise<void> {
  await sql`
    select decided_device_count(array_agg(device_id)) from decided_device where cohort_id = any(${[...cohorts]}::integer[])
    having count(*) > 0
  `.execute(tx);
}

/** Key of the advisory lock that lets one transaction at a time write verdicts and place devices. */
const MATCH_LOCK = 727_080;

export async function lockMatching(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${MATCH_LOCK})`.execute(tx);
}
