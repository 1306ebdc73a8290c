import { type RawBuilder, sql } from 'kysely';
import type { FindingGroup, GroupAsk, GroupPage } from './finding-groups.ts';
import {
  addUp,
  type AddedUp,
  isOneOf,
  judgedIn,
  KEYS,
  NAMES,
  type SharedGrouping,
  spokenBy,
  withVulnerabilities,
} from './finding-group-sums.ts';
import {
  devicesBy,
  goneBy,
  isReadyIn,
  keptGroups,
  openIn,
  overrideBy,
  seenBy,
  type Shared,
} from './finding-units.ts';
import type { Db, Tx } from './store.ts';

/** Adds up what cohorts have, and looks at single devices only where decisions leave a group to some of them. */
export async function groupTogether(
  db: Db | Tx,
  shared: Shared,
  by: SharedGrouping,
  ask: GroupAsk,
): Promise<GroupPage> {
  const found =
    by === 'vulnerability'
      ? await addUp(db, unitsOfVulnerabilities(shared), by, ask)
      : await addUpGroups(db, shared, by, ask);
  const { items, unclear, total, points } = found;
  const devices = unclear.length === 0 ? new Map() : await countDevicesOf(db, shared, by, unclear);
  return { items: items.map((it) => ({ ...it, ...devices.get(it.key) })), total, points };
}

/** From what is kept of cohorts where that tells; else from their findings. */
async function addUpGroups(
  db: Db | Tx,
  shared: Shared,
  by: 'action' | 'advisory',
  ask: GroupAsk,
): Promise<AddedUp> {
  const kept = keptGroups(shared, by);
  if (kept === null) return addUp(db, added(sql`select * from judged`), by, ask, judgedRows(shared, by));
  const found = await addUp(db, unitsOfGroups(shared, by, kept), by, ask);
  return { ...found, ...(await withVulnerabilities(db, found, by, vulnerabilitiesOf(shared, by))) };
}

/** Weaknesses of the groups that stand in verdicts of configurations with devices; those that decisions touch are looked at. */
function vulnerabilitiesOf(shared: Shared, by: SharedGrouping) {
  if (shared.tier !== null)
    return (keys: RawBuilder<boolean>) => sql`
      select ${KEYS[by]} as key, judgement.vulnerability_no ${judgedIn(shared, by)} and ${openIn(shared)} > 0 and ${keys}`;
  const decided = sql`any(array(select distinct vulnerability_no from (${goneBy(shared)}) as gone))`;
  return (keys: RawBuilder<boolean>) => sql`
    select ${KEYS[by]} as key, verdict.vulnerability_no from verdict ${spokenBy(by)}
    where closed_at is null and configuration_id in (select configuration_id from (${seenBy(shared)}) as seen
      join cohort on cohort.id = seen.cohort_id) and ${keys}
      ${
        shared.areDecided
          ? sql`and not (verdict.vulnerability_no = ${decided})
    union all select ${KEYS[by]}, judgement.vulnerability_no ${judgedIn(shared, by)}
      and judgement.vulnerability_no = ${decided} and ${openIn(shared)} > 0 and ${keys}`
          : sql``
      }`;
}

/** Devices of a unit on which some finding is open, of all findings or of some; null: the tallies do not tell. */
const devicesWith = (some: RawBuilder<unknown>) => sql`case when bool_or(open = n and ${some}) then max(n)
  when count(*) filter (where open > 0 and ${some}) <= 1 then coalesce(max(open) filter (where ${some}), 0) end`;
const DEVICES = devicesWith(sql`true`);
const HELD = sql`${DEVICES} - ${devicesWith(sql`ready`)}`;

/** What one finding is to its group. */
function judgedRows(shared: Shared, by: SharedGrouping): RawBuilder<unknown> {
  return sql`select ${KEYS[by]} as key, seen.cohort_id, seen.said_by, seen.n, judgement.vulnerability_no,
    ${openIn(shared)} as open, ${isReadyIn(shared)} as ready, rank, tier, score ${judgedIn(shared, by)}`;
}

/** Of each vulnerability on each cohort; on all devices, where that is kept and no decision touches it. */
function unitsOfVulnerabilities(shared: Shared): RawBuilder<unknown> {
  const open = openIn(shared);
  const judged = sql`select judgement.vulnerability_no as key, ${open} as devices,
      case when ${isReadyIn(shared)} then 0 else ${open} end as held, ${open} as findings,
      case when rank >= 1000 then ${open} else 0 end as affected,
      case when rank >= 1000 and tier = 0 then ${open} else 0 end as critical,
      case when rank >= 1000 then ${open} * score else 0 end as points, tier
    ${judgedIn(shared, 'vulnerability')}`;
  const isWhole = shared.onDevice === null && shared.onFinding === null && !shared.areSaid;
  if (!isWhole || !shared.isReachKept) return judged;
  const kept = sql`select vulnerability_no as key, affected + undetermined as devices, held,
      affected + undetermined as findings, affected, critical, points, tier from vulnerability_reach`;
  if (!shared.areDecided) return kept;
  const decided = sql`any(array(select distinct vulnerability_no from decided_tally))`;
  return sql`${kept} where not (vulnerability_no = ${decided})
    union all ${judged} and judgement.vulnerability_no = ${decided}`;
}

/** Of each group on each cohort, from what its findings are to it. */
function added(judged: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select key, ${DEVICES} as devices, ${HELD} as held, sum(open) as findings,
      coalesce(sum(open) filter (where rank >= 1000), 0) as affected,
      coalesce(sum(open) filter (where rank >= 1000 and tier = 0), 0) as critical,
      coalesce(sum(open * score) filter (where rank >= 1000), 0) as points,
      coalesce(min(tier) filter (where rank >= 1000 and open > 0), min(tier) filter (where open > 0)) as tier
    from (${judged}) as judged group by key, cohort_id, said_by`;
}

/** Of each act or advisory on each cohort as they are kept, unless decisions leave only a part of it. */
function unitsOfGroups(
  shared: Shared,
  by: 'action' | 'advisory',
  groups: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const key = by === 'action' ? sql`grouped.key::integer` : sql`grouped.key`;
  const ready = shared.areSaid
    ? sql`(case override.says when 0 then fixable else case when override.says is null then ready else 0 end end)`
    : sql`ready`;
  const kept = sql`select ${key} as key, seen.n as devices, case when ${ready} > 0 then 0 else seen.n end as held,
      seen.n * findings as findings, seen.n * affected as affected, seen.n * critical as critical,
      seen.n::bigint * points as points, tier
    from (${seenBy(shared)}) as seen join (${groups}) as grouped on grouped.cohort_id = seen.cohort_id
    ${overrideBy(shared)}`;
  if (!shared.areDecided) return kept;
  return sql`with touched as materialized (
      select distinct gone.cohort_id, ${KEYS[by]} as key
      from (${goneBy(shared)}) as gone join cohort on cohort.id = gone.cohort_id
      join verdict on verdict.configuration_id = cohort.configuration_id
        and verdict.vulnerability_no = gone.vulnerability_no and verdict.closed_at is null ${spokenBy(by)})
    ${kept} where not exists (select from touched where touched.cohort_id = seen.cohort_id and touched.key = ${key})
    union all ${added(sql`select judged.* from (${judgedRows(shared, by)}) as judged join touched using (cohort_id, key)`)}`;
}

/** Devices that have something open of each group, and those of them on which nothing of it can be mended now. */
async function countDevicesOf(
  db: Db | Tx,
  shared: Shared,
  by: SharedGrouping,
  names: readonly string[],
): Promise<ReadonlyMap<string, Pick<FindingGroup, 'devices' | 'heldDevices'>>> {
  const { rows } = await sql<{ key: string; devices: number; heldDevices: number }>`
    with judged as materialized (${judgedRows(shared, by)} and ${isOneOf(by, names)}),
    told as (
      select key, cohort_id, said_by, ${DEVICES} as devices, ${HELD} as held from judged group by 1, 2, 3
    ), one_by_one as (
      select judged.key, placed.device_id, bool_and(not ready) as is_held
      from told join judged on judged.key = told.key and judged.cohort_id = told.cohort_id and judged.said_by = told.said_by
      join (${devicesBy(shared)}) as placed on placed.cohort_id = told.cohort_id and placed.said_by = told.said_by
      left join decided_finding decided on decided.device_id = placed.device_id
        and decided.vulnerability_no = judged.vulnerability_no
      where (told.devices is null or told.held is null) and decided.device_id is null group by 1, 2
    )
    select ${NAMES[by]} as key, sum(devices)::integer as devices, sum(held)::integer as "heldDevices" from (
      select key, devices, held from told where devices is not null and held is not null
      union all select key, count(*), count(*) filter (where is_held) from one_by_one group by 1) as grouped
    group by grouped.key
  `.execute(db);
  return new Map(rows.map(({ key, ...it }) => [key, it]));
}
