import { type ColumnType, type Generated, sql } from 'kysely';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface VulnerabilityTables {
  vulnerability: {
    no: Generated<number>;
    id: string;
    summary: string | null;
    cvss: number | null;
    epss: number | null;
    is_exploited: boolean;
    published_on: ColumnType<string | null, string | null, string | null>;
    terms: string;
  };
  vulnerability_change: {
    vulnerability_no: number;
    at: Date;
    field: string;
    was: string | null;
    is_now: string | null;
  };
}

/** What lists show of a vulnerability, apart from any device. */
export interface VulnerabilityHead {
  readonly id: string;
  readonly summary: string | null;
  readonly cvss: number | null;
  readonly epss: number | null;
  readonly isExploited: boolean;
  readonly publishedOn: string | null;
  readonly terms: string;
}

/** Keeps what the sources say now. @returns short numbers by id */
export async function keepVulnerabilities(
  tx: Tx,
  heads: readonly VulnerabilityHead[],
  at: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = storableJson(heads);
  await noteChanges(tx, rows, at);
  await sql`
    insert into vulnerability as known (id, summary, cvss, epss, is_exploited, published_on, terms)
    select id, summary, cvss, epss, "isExploited", "publishedOn", terms
    from json_to_recordset(${rows}::json) as given (id text, summary text, cvss real, epss real, "isExploited" boolean,
      "publishedOn" date, terms text)
    order by id
    on conflict (id) do update set summary = excluded.summary, cvss = excluded.cvss, epss = excluded.epss,
      is_exploited = excluded.is_exploited, published_on = excluded.published_on, terms = excluded.terms
    where (known.summary, known.cvss, known.epss, known.is_exploited, known.published_on, known.terms)
      is distinct from (excluded.summary, excluded.cvss, excluded.epss, excluded.is_exploited, excluded.published_on, excluded.terms)
  `.execute(tx);
  const { rows: found } = await sql<{ id: string; no: number }>`
    select known.id, known.no from json_to_recordset(${rows}::json) as given (id text)
    join vulnerability known on known.id = given.id
  `.execute(tx);
  return new Map(found.map((it) => [it.id, it.no]));
}

/** Forecasts move every day: a history that told of each step would tell of nothing. */
const EPSS_STEP = 0.1;

async function noteChanges(tx: Tx, rows: string, at: Date): Promise<void> {
  await sql`
    insert into vulnerability_change (vulnerability_no, at, field, was, is_now)
    select known.no, ${at}, field, was, is_now
    from json_to_recordset(${rows}::json) as given (id text, summary text, cvss real, epss real, "isExploited" boolean)
    join vulnerability known on known.id = given.id
    cross join lateral (values
      ('exploited', known.is_exploited::text, given."isExploited"::text, known.is_exploited is distinct from given."isExploited"),
      ('cvss', known.cvss::text, given.cvss::text, known.cvss is distinct from given.cvss),
      ('epss', known.epss::text, given.epss::text, abs(coalesce(known.epss, 0) - coalesce(given.epss, 0)) >= ${EPSS_STEP}),
      ('summary', known.summary, given.summary, known.summary is distinct from given.summary)
    ) as changed (field, was, is_now, differs)
    where differs
    on conflict do nothing
  `.execute(tx);
}

/** What the sources said of one that touched devices here; null: it never has. */
export async function findVulnerability(
  db: Db | Tx,
  id: string,
): Promise<Pick<VulnerabilityHead, 'id' | 'summary' | 'publishedOn'> | null> {
  const row = await db
    .selectFrom('vulnerability')
    .select(['id', 'summary', 'published_on as publishedOn'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** What is kept of forecasts. */
export async function listForecasts(
  db: Db | Tx,
): Promise<{ readonly id: string; readonly epss: number | null }[]> {
  return db.selectFrom('vulnerability').select(['id', 'epss']).execute();
}

/** Keeps what forecasts are now, and nothing else. */
export async function keepForecasts(
  tx: Tx,
  forecasts: readonly { readonly id: string; readonly epss: number | null }[],
  at: Date,
): Promise<void> {
  if (forecasts.length === 0) return;
  const given = sql`json_to_recordset(${storableJson(forecasts)}::json) as given (id text, epss real)`;
  await sql`
    insert into vulnerability_change (vulnerability_no, at, field, was, is_now)
    select no, ${at}, 'epss', known.epss::text, given.epss::text
    from ${given} join vulnerability known on known.id = given.id
    where abs(coalesce(known.epss, 0) - coalesce(given.epss, 0)) >= ${EPSS_STEP} on conflict do nothing
  `.execute(tx);
  await sql`
    update vulnerability known set epss = given.epss from ${given}
    where known.id = given.id and known.epss is distinct from given.epss
  `.execute(tx);
}

/** Which of the ids are known here. */
export async function findVulnerabilities(db: Db | Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('vulnerability')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  return new Set(rows.map((it) => it.id));
}
