import { sql } from 'kysely';
import { type Tier, TIERS } from '#engine/words';
import type { FindingGroup, GroupAsk, GroupPage } from './finding-groups.ts';
import type { Db, Tx } from './store.ts';

// What all devices have of each act and advisory, as long as findings stay as they are: see migration 0198.

export type KeptKind = 'action' | 'advisory';

/** Null: findings changed since they were counted. */
export async function readKeptGroups(
  db: Db | Tx,
  kind: KeptKind,
  { after, limit }: GroupAsk,
): Promise<GroupPage | null> {
  const beyond =
    after === null
      ? sql`true`
      : sql`(points, findings, key) < (${after.points}::bigint, ${after.findings}::integer, ${after.key}::text collate "C")`;
  const { rows } = await sql<{
    total: number;
    points: number;
    page: readonly (Omit<FindingGroup, 'tier'> & { readonly tier: number })[];
  }>`
    select (select count(*)::integer from kept_group where kind = ${kind}) as total,
      (select coalesce(sum(points), 0)::float8 from kept_group where kind = ${kind}) as points,
      (select coalesce(json_agg(shown), '[]') from (
        select key, tier, is_affected as "isAffected", devices, held as "heldDevices", findings, vulnerabilities, critical,
          points as "riskPoints"
        from kept_group where kind = ${kind} and ${beyond} order by points desc, findings desc, key desc limit ${limit}) as shown) as page
    from match_state where version = groups_version
  `.execute(db);
  const [found] = rows;
  if (found === undefined) return null;
  return {
    items: found.page.map((it) => ({ ...it, tier: TIERS[it.tier] as Tier })),
    total: found.total,
    points: found.points,
  };
}

/** Keeps what `count` says of each kind, if findings changed since they were last counted. */
export async function keepGroups(
  tx: Tx,
  count: (kind: KeptKind) => Promise<readonly FindingGroup[]>,
): Promise<boolean> {
  // One at a time; findings may go on changing meanwhile, and are counted once more then.
  await sql`lock table kept_group in exclusive mode`.execute(tx);
  const { rows } = await sql<{ version: string }>`
    select version from match_state where version <> groups_version`.execute(tx);
  const [state] = rows;
  if (state === undefined) return false;
  await sql`delete from kept_group`.execute(tx);
  for (const kind of ['action', 'advisory'] as const) {
    const groups = (await count(kind)).map((it) => ({ ...it, tier: TIERS.indexOf(it.tier) }));
    await sql`
      insert into kept_group (kind, key, tier, is_affected, devices, held, findings, vulnerabilities, critical, points)
      select ${kind}, key, tier, "isAffected", devices, "heldDevices", findings, vulnerabilities, critical, "riskPoints"
      from json_to_recordset(${JSON.stringify(groups)}::json) as given (key text, tier smallint, "isAffected" boolean,
        devices integer, "heldDevices" integer, findings integer, vulnerabilities integer, critical integer, "riskPoints" bigint)
    `.execute(tx);
  }
  await sql`update match_state set groups_version = ${state.version}::bigint`.execute(tx);
  return true;
}
