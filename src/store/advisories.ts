import { type ColumnType, type Generated, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { ADVISORY_FILTER_FIELDS, Filter } from '#engine/filter';
import { type PublisherRole, type Tier, TIERS } from '#engine/words';
import { type FilterColumn, filterCondition } from './filter-condition.ts';
import { storableJson } from './json.ts';
import { keysetOf, type ListPlace, type SortStep } from './keyset.ts';
import { advisoryReach } from './reach.ts';
import type { Db, Tx } from './store.ts';

type Day = ColumnType<string | null, string | null, string | null>;

export interface AdvisoryTables {
  advisory: {
    no: Generated<number>;
    id: string;
    title: string;
    publisher: string | null;
    publisher_role: AdvisoryHead['publisherRole'];
    feed: string;
    is_vex: boolean;
    published_on: Day;
    revised_on: Day;
    url: string | null;
    vulnerabilities: readonly string[];
    cvss: number | null;
    is_exploited: boolean;
    terms: string;
    hash: string;
    known_since: Date;
    gone_at: Date | null;
  };
  advisory_change: { advisory_no: number; at: Date; what: string };
}

/** The head of an advisory, as lists show it. */
export interface AdvisoryHead {
  readonly id: string;
  readonly title: string;
  readonly publisher: string | null;
  readonly publisherRole: PublisherRole;
  readonly feed: string;
  readonly isVex: boolean;
  readonly publishedOn: string | null;
  readonly revisedOn: string | null;
  readonly url: string | null;
  readonly vulnerabilities: readonly string[];
  /** Highest base score that counts among them. */
  readonly cvss: number | null;
  readonly isExploited: boolean;
}

export interface KeptAdvisory extends AdvisoryHead {
  /** What people search by, in lower case. */
  readonly terms: string;
  /** Over everything it says. */
  readonly hash: string;
}

export interface ListedAdvisory extends AdvisoryHead {
  readonly knownSince: Date;
  readonly goneAt: Date | null;
  /** Devices whose findings rest on it. */
  readonly affected: number;
  readonly undetermined: number;
  /** Null: it touches no device. */
  readonly tier: Tier | null;
  readonly riskPoints: number;
}

export interface AdvisoryChange {
  readonly at: Date;
  readonly what: string;
}

/** Keeps a batch of advisories; what changed about those known already is noted. */
export async function keepAdvisories(tx: Tx, advisories: readonly KeptAdvisory[], at: Date): Promise<void> {
  if (advisories.length === 0) return;
  const rows = storableJson(advisories);
  const given = sql`json_to_recordset(${rows}::json) as given (id text, title text, publisher text, "publisherRole" text, feed text,
    "isVex" boolean, "publishedOn" date, "revisedOn" date, url text, vulnerabilities text[], cvss real, "isExploited" boolean,
    terms text, hash text)`;
  await sql`
    insert into advisory_change (advisory_no, at, what)
    select known.no, ${at}, concat_ws('; ',
      case when known.gone_at is not null then 'published again' end,
      case when known.revised_on is distinct from given."revisedOn" then 'revised on ' || coalesce(given."revisedOn"::text, 'an unknown day') end,
      case when known.title <> given.title then 'title was "' || known.title || '"' end,
      case when known.vulnerabilities <> given.vulnerabilities then 'speaks of ' || cardinality(given.vulnerabilities) || ' weaknesses, before of ' || cardinality(known.vulnerabilities) end,
      case when known.cvss is distinct from given.cvss then 'highest score ' || coalesce(given.cvss::text, 'none') || ', before ' || coalesce(known.cvss::text, 'none') end,
      case when known.is_exploited <> given."isExploited" then case when given."isExploited" then 'known to be exploited now' else 'not known to be exploited any more' end end,
      case when known.hash <> given.hash then 'what it says of products changed' end)
    from ${given} join advisory known on known.id = given.id
    where known.hash <> given.hash or known.is_exploited <> given."isExploited" or known.cvss is distinct from given.cvss or known.gone_at is not null
    on conflict do nothing
  `.execute(tx);
  await sql`
    insert into advisory as known (id, title, publisher, publisher_role, feed, is_vex, published_on, revised_on, url,
      vulnerabilities, cvss, is_exploited, terms, hash, known_since)
    select id, title, publisher, "publisherRole", feed, "isVex", "publishedOn", "revisedOn", url, vulnerabilities, cvss,
      "isExploited", terms, hash, ${at}
    from ${given} order by id
    on conflict (id) do update set title = excluded.title, publisher = excluded.publisher,
      publisher_role = excluded.publisher_role, feed = excluded.feed, is_vex = excluded.is_vex,
      published_on = excluded.published_on, revised_on = excluded.revised_on, url = excluded.url,
      vulnerabilities = excluded.vulnerabilities, cvss = excluded.cvss, is_exploited = excluded.is_exploited,
      terms = excluded.terms, hash = excluded.hash, gone_at = null
    where known.hash <> excluded.hash or known.is_exploited <> excluded.is_exploited
      or known.cvss is distinct from excluded.cvss or known.gone_at is not null
  `.execute(tx);
}

/** Advisories that the feeds have no more keep their page and their history. */
export async function noteAdvisoriesGone(tx: Tx, standing: readonly string[], at: Date): Promise<void> {
  await sql`
    update advisory set gone_at = ${at} where gone_at is null and not (id = any(${[...standing]}::text[]))
  `.execute(tx);
}

/** Whether any advisory that stands speaks of a vulnerability by one of these names. */
export async function areAdvised(db: Db | Tx, names: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from advisory where gone_at is null and vulnerabilities && ${[...names]}::text[]) as found
  `.execute(db);
  return rows[0]?.found ?? false;
}

export async function readAdvisoriesOf(db: Db | Tx): Promise<string | null> {
  const { rows } = await sql<{
    catalogue: string | null;
  }>`select advisories_of as catalogue from match_state`.execute(db);
  return rows[0]?.catalogue ?? null;
}

export async function noteAdvisoriesOf(tx: Tx, catalogueId: string): Promise<void> {
  await sql`update match_state set advisories_of = ${catalogueId}::uuid`.execute(tx);
}

type Field = keyof typeof ADVISORY_FILTER_FIELDS;

export interface AdvisorySelection {
  readonly filter: Filter<Field> | null;
  readonly scopes: readonly Scope[];
}

const TIER_WORD = sql`(array[${sql.join(TIERS.map((it) => sql.lit(it)))}])[reach.tier + 1]`;
const COLUMNS: Readonly<Record<Field, FilterColumn>> = {
  advisory: { kind: 'text', sql: sql`lower(advisory.id)` },
  publisher: { kind: 'text', sql: sql`lower(advisory.publisher)` },
  vulnerability: { kind: 'text', sql: sql`lower(array_to_string(advisory.vulnerabilities, ' '))` },
  tier: { kind: 'text', sql: TIER_WORD },
  exploited: { kind: 'flag', sql: sql`advisory.is_exploited` },
  cvss: { kind: 'integer', sql: sql`advisory.cvss::numeric` },
  published: { kind: 'text', sql: sql`advisory.published_on::text` },
  revised: { kind: 'text', sql: sql`advisory.revised_on::text` },
  known: { kind: 'instant', sql: sql`advisory.known_since` },
  devices: { kind: 'integer', sql: sql`coalesce(reach.affected, 0)` },
  undetermined: { kind: 'integer', sql: sql`coalesce(reach.undetermined, 0)` },
  touches: { kind: 'flag', sql: sql`(reach.tier is not null)` },
  vex: { kind: 'flag', sql: sql`advisory.is_vex` },
};

export type AdvisorySort = 'revised' | 'published' | 'advisory' | 'cvss' | 'devices' | 'points';

function keysetFor(sort: readonly SortStep<AdvisorySort>[]) {
  const day = { type: 'text', isNullable: true } as const;
  const integer = { type: 'integer', isNullable: false } as const;
  return keysetOf(
    {
      revised: { sql: sql`advisory.revised_on::text collate "C"`, ...day },
      published: { sql: sql`advisory.published_on::text collate "C"`, ...day },
      advisory: { sql: sql`advisory.id collate "C"`, type: 'text', isNullable: false },
      cvss: { sql: sql`round(advisory.cvss * 10)::integer`, type: 'integer', isNullable: true },
      devices: { sql: sql`coalesce(reach.affected, 0)`, ...integer },
      points: { sql: sql`least(coalesce(reach.points, 0), 999999999)::integer`, ...integer },
    },
    sort,
    sql`advisory.no`,
    'integer',
  );
}

function fromWhere({ filter, scopes }: AdvisorySelection) {
  return sql`from advisory left join (${advisoryReach(scopes)}) reach on reach.advisory_id = advisory.id
    where gone_at is null and ${filter === null ? sql`true` : filterCondition(filter, { columns: (it) => COLUMNS[it], search: sql`advisory.terms` })}`;
}

const SELECTED = sql`advisory.no, advisory.id, title, publisher, publisher_role as "publisherRole", feed, is_vex as "isVex",
  published_on::text as "publishedOn", revised_on::text as "revisedOn", url, vulnerabilities, cvss,
  is_exploited as "isExploited", known_since as "knownSince", gone_at as "goneAt", coalesce(reach.affected, 0) as affected,
  coalesce(reach.undetermined, 0) as undetermined, ${TIER_WORD} as tier, coalesce(reach.points, 0)::float8 as "riskPoints"`;

export async function listAdvisories(
  db: Db | Tx,
  selection: AdvisorySelection,
  page: {
    readonly sort: readonly SortStep<AdvisorySort>[];
    readonly after: ListPlace | null;
    readonly limit: number;
  },
): Promise<{ readonly item: ListedAdvisory; readonly place: ListPlace }[]> {
  const { keys, order, beyond } = keysetFor(page.sort);
  const { rows } = await sql<
    ListedAdvisory & { readonly keys: readonly (string | null)[]; readonly no: number }
  >`
    select ${SELECTED}, ${keys} as keys ${fromWhere(selection)}
      ${page.after === null ? sql`` : sql`and ${beyond(page.after)}`}
    order by ${order} limit ${page.limit}
  `.execute(db);
  return rows.map(({ keys: at, no, ...item }) => ({ item, place: { keys: at, id: String(no) } }));
}

export async function countAdvisories(db: Db | Tx, selection: AdvisorySelection): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) as count ${fromWhere(selection)}`.execute(db);
  return Number(rows[0]?.count);
}

/** One advisory, whether or not the feeds still have it, and what changed about it; the latest first. */
export async function findAdvisory(
  db: Db | Tx,
  id: string,
  scopes: readonly Scope[],
): Promise<(ListedAdvisory & { readonly changes: readonly AdvisoryChange[] }) | null> {
  const { rows } = await sql<ListedAdvisory & { readonly no: number }>`
    select ${SELECTED} from advisory left join (${advisoryReach(scopes)}) reach on reach.advisory_id = advisory.id
    where advisory.id = ${id}
  `.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { no, ...advisory } = row;
  const changes = await db
    .selectFrom('advisory_change')
    .select(['at', 'what'])
    .where('advisory_no', '=', no)
    .orderBy('at', 'desc')
    .limit(100)
    .execute();
  return { ...advisory, changes };
}
