import { type ColumnType, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { DeviceFields } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { patternOf } from './filter-condition.ts';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface IdentificationTables {
  product_confirmation: {
    id: string;
    act: string;
    key: string;
    manufacturer: string;
    model: string;
    vendor: string;
    product: string;
    same: boolean;
    reason: string | null;
    at: Date;
    by_id: string | null;
    by_name: string;
    revoked_at: ColumnType<Date | null, null, Date>;
    revoked_by_name: string | null;
  };
  identification_doubt: {
    cohort_id: number;
    key: string;
    kind: 'device' | 'os';
    manufacturer: string;
    model: string;
    confidence: 'probable' | 'candidate';
    findings: number;
    points: number;
  };
}

/** What a person said about a text: it is, or is not, a product of the feeds. */
export interface KeptConfirmation {
  readonly id: string;
  /** The same for everything that was said at once. */
  readonly act: string;
  readonly key: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly vendor: string;
  readonly product: string;
  readonly same: boolean;
  readonly reason: string | null;
  readonly at: Date;
  readonly byName: string;
  readonly revokedAt: Date | null;
  readonly revokedByName: string | null;
}

const COLUMNS = [
  'id',
  'act',
  'key',
  'manufacturer',
  'model',
  'vendor',
  'product',
  'same',
  'reason',
  'at',
  'by_name as byName',
  'revoked_at as revokedAt',
  'revoked_by_name as revokedByName',
] as const;

/** Those that count. */
export async function listConfirmations(db: Db | Tx): Promise<KeptConfirmation[]> {
  return db
    .selectFrom('product_confirmation')
    .select(COLUMNS)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** All, those taken back among them, the latest first. */
export async function listConfirmationsBefore(
  db: Db | Tx,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<KeptConfirmation[]> {
  let query = db.selectFrom('product_confirmation').select(COLUMNS).orderBy('id', 'desc').limit(limit);
  if (before !== null) query = query.where('id', '<', before);
  return query.execute();
}

/** Another text whenever what counts has changed. */
export async function readIdentificationEdition(db: Db | Tx): Promise<string> {
  const { rows } = await sql<{ edition: string }>`
    select count(*)::text || ' ' || coalesce(max(id::text), '') || ' ' || count(revoked_at)::text as edition
    from (select id, revoked_at from product_confirmation) every_one
  `.execute(db);
  return rows[0]?.edition ?? '';
}

export async function insertConfirmations(
  tx: Tx,
  all: readonly (Omit<KeptConfirmation, 'revokedAt' | 'revokedByName'> & { readonly byId: string | null })[],
): Promise<void> {
  if (all.length === 0) return;
  await tx
    .insertInto('product_confirmation')
    .values(
      all.map((it) => ({
        id: it.id,
        act: it.act,
        key: it.key,
        manufacturer: storableText(it.manufacturer),
        model: storableText(it.model),
        vendor: it.vendor,
        product: it.product,
        same: it.same,
        reason: it.reason === null ? null : storableText(it.reason),
        at: it.at,
        by_id: it.byId,
        by_name: it.byName,
        revoked_at: null,
        revoked_by_name: null,
      })),
    )
    .execute();
}

/** Takes back what counts of a key, or of an act. @returns the keys concerned */
export async function revokeConfirmations(
  tx: Tx,
  which: { readonly key: string } | { readonly act: string },
  { at, byName }: { readonly at: Date; readonly byName: string },
): Promise<string[]> {
  let query = tx
    .updateTable('product_confirmation')
    .set({ revoked_at: at, revoked_by_name: byName })
    .where('revoked_at', 'is', null)
    .returning('key');
  query = 'key' in which ? query.where('key', '=', which.key) : query.where('act', '=', which.act);
  const rows = await query.execute();
  return [...new Set(rows.map((it) => it.key))];
}

/** A text of one device that is not recognised with certainty, and how many findings hang on what it is. */
export type DeviceDoubt = Pick<DoubtfulText, 'kind' | 'manufacturer' | 'model' | 'confidence' | 'findings'>;

export async function listDoubtsOfDevice(db: Db | Tx, deviceId: string): Promise<DeviceDoubt[]> {
  const { rows } = await sql<DeviceDoubt>`
    select kind, manufacturer, model, confidence, findings
    from device_cohort join identification_doubt using (cohort_id)
    where device_id = ${deviceId}::uuid order by findings desc, key
  `.execute(db);
  return rows;
}

/** Configurations with devices, to find those with a text. */
export async function listConfigurations(
  db: Db | Tx,
): Promise<readonly { readonly id: number; readonly fields: DeviceFields }[]> {
  return db.selectFrom('configuration').select(['id', 'fields']).execute();
}

/** Devices of each configuration; those without any are left out. */
export async function countDevicesOf(
  db: Db | Tx,
  configurations: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ id: number; devices: number }>`
    select configuration_id as id, sum(devices)::integer as devices from cohort
    where configuration_id = any(${[...configurations]}::integer[]) and devices > 0 group by 1
  `.execute(db);
  return new Map(rows.map((it) => [it.id, it.devices]));
}

/** Has the cohorts of these configurations, and no others, judged anew. */
export async function forgetJudged(tx: Tx, configurations: readonly number[]): Promise<void> {
  await sql`
    update cohort set judged_by = null where configuration_id = any(${[...configurations]}::integer[])
  `.execute(tx);
}

export interface Doubt {
  readonly cohortId: number;
  readonly key: string;
  readonly kind: 'device' | 'os';
  readonly manufacturer: string;
  readonly model: string;
  readonly confidence: 'probable' | 'candidate';
  readonly findings: number;
  readonly points: number;
}

/** Writes what is in doubt about cohorts; nothing else is left of them. */
export async function saveDoubts(
  tx: Tx,
  cohorts: readonly number[],
  doubts: readonly Doubt[],
): Promise<void> {
  await sql`
    delete from identification_doubt where cohort_id = any(${[...cohorts]}::integer[])
  `.execute(tx);
  if (doubts.length === 0) return;
  await sql`
    insert into identification_doubt (cohort_id, key, kind, manufacturer, model, confidence, findings, points)
    select "cohortId", key, kind, manufacturer, model, confidence, findings, points
    from json_to_recordset(${storableJson(doubts)}::json) as given ("cohortId" integer, key text, kind text,
      manufacturer text, model text, confidence text, findings integer, points integer)
    on conflict (cohort_id, key) do nothing
  `.execute(tx);
}

/** Of some configurations, those with texts that are in doubt. */
export async function listDoubtful(db: Db | Tx, configurations: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct configuration_id as id from identification_doubt join cohort on cohort.id = cohort_id
    where configuration_id = any(${[...configurations]}::integer[])
  `.execute(db);
  return rows.map((it) => it.id);
}

/** A text in doubt, with all like devices that somebody sees. */
export interface DoubtfulText {
  readonly key: string;
  readonly kind: 'device' | 'os';
  readonly manufacturer: string;
  readonly model: string;
  readonly confidence: 'probable' | 'candidate';
  readonly devices: number;
  /** Of all of them together. */
  readonly findings: number;
  readonly riskPoints: number;
  /** A configuration that has it. */
  readonly configurationId: number;
}

export interface DoubtPlace {
  readonly points: number;
  readonly devices: number;
  readonly key: string;
}

/** Somebody has said what it is, and the match that goes by it has not run yet. */
const ANSWERED = sql`
  exists (select from product_confirmation said where said.key = identification_doubt.key and said.revoked_at is null)
  and cohort.judged_by is null`;

/** Those that most risk hangs on first. */
export async function listDoubts(
  db: Db | Tx,
  {
    text,
    key,
    scopes,
  }: { readonly text: string; readonly key: string | null; readonly scopes: readonly Scope[] },
  { after, limit }: { readonly after: DoubtPlace | null; readonly limit: number },
): Promise<{ readonly items: readonly DoubtfulText[]; readonly total: number }> {
  const { rows } = await sql<DoubtfulText & { readonly total: number }>`
    with seen as (
      select cohort_id, count(*)::integer as n from device_list as list join device_cohort using (device_id)
      where ${scopeCondition(scopes)} group by 1
    ), grouped as (
      select key, min(kind) as kind, min(manufacturer) as manufacturer, min(model) as model, max(confidence) as confidence,
        sum(n)::integer as devices, sum(n * findings)::integer as findings, sum(n * identification_doubt.points)::float8 as risk,
        min(configuration_id) as configuration_id
      from identification_doubt join seen using (cohort_id) join cohort on cohort.id = cohort_id
      where (${text} = '' or lower(manufacturer || ' ' || model) like ${patternOf(text)})
        and ${key === null ? sql`not (${ANSWERED})` : sql`key = ${key}`}
      group by key
    ), whole as (select count(*)::integer as total from grouped)
    select key, kind, manufacturer, model, confidence, devices, findings, risk as "riskPoints",
      configuration_id as "configurationId", whole.total
    from grouped cross join whole
    where ${after === null ? sql`true` : sql`(risk, devices, key collate "C") < (${after.points}::float8, ${after.devices}::integer, ${after.key}::text collate "C")`}
    order by risk desc, devices desc, key collate "C" desc limit ${limit}
  `.execute(db);
  return { items: rows.map(({ total: _, ...it }) => it), total: rows[0]?.total ?? 0 };
}

export async function findConfigurationFields(
  db: Db | Tx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, DeviceFields>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('configuration')
    .select(['id', 'fields'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((it) => [it.id, it.fields]));
}
