import { type RawBuilder, sql } from 'kysely';
import { type Tier, TIERS } from '#engine/words';
import type { FindingGroup, GroupAsk, Grouping, GroupPage } from './finding-groups.ts';
import { judgedBy, type Shared } from './finding-units.ts';
import type { Db, Tx } from './store.ts';

// Units are what a list of groups is added up from: a group on one device, on the devices of a cohort, or on all.

export type SharedGrouping = Exclude<Grouping, 'device'>;

export const KEYS: Readonly<Record<Grouping, RawBuilder<unknown>>> = {
  device: sql`device.id`,
  vulnerability: sql`judgement.vulnerability_no`,
  advisory: sql`spoken.advisory_id`,
  action: sql`verdict.action_no`,
};
export const NAMES: Readonly<Record<Grouping, RawBuilder<unknown>>> = {
  device: sql`grouped.key::text`,
  vulnerability: sql`(select id from vulnerability where no = grouped.key)`,
  advisory: sql`grouped.key`,
  action: sql`grouped.key::text`,
};

export function isOneOf(by: SharedGrouping, names: readonly string[]): RawBuilder<boolean> {
  switch (by) {
    case 'vulnerability':
      return sql`judgement.vulnerability_no = any(array(select no from vulnerability where id = any(${[...names]}::text[])))`;
    case 'advisory':
      return sql`(verdict.advisories && ${[...names]}::text[] and spoken.advisory_id = any(${[...names]}::text[]))`;
    case 'action':
      return sql`verdict.action_no = any(${[...names]}::integer[])`;
  }
}

export const spokenBy = (by: Grouping) =>
  by === 'advisory' ? sql`cross join lateral unnest(verdict.advisories) as spoken (advisory_id)` : sql``;
export const judgedIn = (shared: Shared, by: SharedGrouping) =>
  judgedBy(shared, by !== 'vulnerability', { joined: spokenBy(by) });

export interface AddedUp extends GroupPage {
  /** Groups of whose devices some, nobody knows how many, have nothing of it left. */
  readonly unclear: readonly string[];
}

/** What groups are added up from. */
export interface Parts {
  readonly units: RawBuilder<unknown>;
  /** Queries that the units name, each with a comma after it. */
  readonly named?: RawBuilder<unknown>;
  /** Vulnerabilities with something open, by `key`, of the groups in `page`; null: they are counted by another query. */
  readonly met?: RawBuilder<unknown> | null;
}

export async function addUp(
  db: Db | Tx,
  { units, named = sql``, met = null }: Parts,
  by: Grouping,
  { after, limit }: GroupAsk,
): Promise<AddedUp> {
  const vulnerabilities =
    by === 'device' ? sql`findings` : met === null ? sql`1` : sql`coalesce(several.n, 0)`;
  const several = sql`left join (select key, count(*)::integer as n
    from (select distinct key, vulnerability_no from (${met}) as met) as each group by 1) as several on several.key = page.key`;
  const { rows } = await sql<
    Omit<FindingGroup, 'tier'> & {
      readonly tier: number;
      readonly unclear: boolean;
      readonly total: number;
      readonly allPoints: number;
    }
  >`
    with ${named} grouped as materialized (
      select key, coalesce(min(tier) filter (where affected > 0), min(tier)) as tier, sum(affected) > 0 as is_affected,
        coalesce(sum(devices), 0)::integer as devices, coalesce(sum(held), 0)::integer as held,
        bool_or(devices is null or held is null) as unclear, sum(findings)::integer as findings,
        sum(critical)::integer as critical, sum(points)::float8 as points
      from (${units}) as unit where findings > 0 and key is not null group by 1
    ), whole as (select count(*)::integer as total, coalesce(sum(points), 0)::float8 as all_points from grouped),
    named as (select grouped.*, ${NAMES[by]} collate "C" as name from (${near(after, limit)}) as grouped),
    page as materialized (select * from named
      where ${after === null ? sql`true` : sql`(points, findings, name) < (${after.points}::float8, ${after.findings}::integer, ${after.key}::text collate "C")`}
      order by points desc, findings desc, name desc limit ${limit})
    select name as key, tier, is_affected as "isAffected", devices, held as "heldDevices", unclear, findings,
      ${vulnerabilities} as vulnerabilities, critical, points as "riskPoints", whole.total, whole.all_points as "allPoints"
    from page cross join whole ${met === null ? sql`` : several}
    order by points desc, findings desc, name desc
  `.execute(db);
  return {
    items: rows.map(({ tier, unclear: _, total: __, allPoints: ___, ...it }) => ({
      ...it,
      tier: TIERS[tier] as Tier,
    })),
    unclear: rows.filter((it) => it.unclear).map((it) => it.key),
    total: rows[0]?.total ?? 0,
    points: rows[0]?.allPoints ?? 0,
  };
}

/** Groups that a page can be made of, whatever their names: few are named for it. */
function near(after: GroupAsk['after'], limit: number): RawBuilder<unknown> {
  const first = sql`order by points desc, findings desc fetch first ${sql.lit(limit)} rows with ties`;
  if (after === null) return sql`select * from grouped ${first}`;
  const place = sql`(${after.points}::float8, ${after.findings}::integer)`;
  return sql`select * from grouped where (points, findings) = ${place}
    union all (select * from grouped where (points, findings) < ${place} ${first})`;
}

/** Says how many vulnerabilities the groups shown are of. */
export async function withVulnerabilities(
  db: Db | Tx,
  { items, total, points }: GroupPage,
  of: (names: readonly string[]) => RawBuilder<unknown>,
): Promise<GroupPage> {
  if (items.length === 0) return { items, total, points };
  const names = items.map((it) => it.key);
  const { rows } = await sql<{ key: string; count: number }>`
    select key::text, count(distinct vulnerability_no)::integer as count
    from (${of(names)}) as met group by key
  `.execute(db);
  const counts = new Map(rows.map((it) => [it.key, it.count]));
  return {
    items: items.map((it) => ({ ...it, vulnerabilities: counts.get(it.key) ?? 0 })),
    total,
    points,
  };
}
