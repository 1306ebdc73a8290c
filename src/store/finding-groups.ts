import { type RawBuilder, sql } from 'kysely';
import type { ActionWords } from '#engine/triage';
import { type DeviceFields, type Tier, TIERS } from '#engine/words';
import { isOfCohort, READINESS } from './finding-conditions.ts';
import {
  devicesBy,
  findingsOneByOne,
  goneBy,
  isReadyIn,
  judgedBy,
  openIn,
  overrideBy,
  seenBy,
  type Shared,
  sharedBy,
} from './finding-units.ts';
import { allOf, type FindingSelection } from './findings.ts';
import type { Db, Tx } from './store.ts';

export type Grouping = 'device' | 'vulnerability' | 'advisory' | 'action';

/** Findings that have one thing in common. */
export interface FindingGroup {
  /** Id of the device, vulnerability or advisory; number of the act. */
  readonly key: string;
  readonly tier: Tier;
  /** Whether any of it is affected: else nothing can be told yet. */
  readonly isAffected: boolean;
  readonly devices: number;
  /** Devices on which nothing of it can be mended now. */
  readonly heldDevices: number;
  readonly findings: number;
  readonly vulnerabilities: number;
  readonly critical: number;
  readonly riskPoints: number;
}

export interface GroupPlace {
  readonly points: number;
  readonly findings: number;
  readonly key: string;
}

export interface GroupPage {
  readonly items: readonly FindingGroup[];
  /** Groups, and their points, in all. */
  readonly total: number;
  readonly points: number;
}

/** What a page of groups asks for. */
export interface GroupAsk {
  readonly after: GroupPlace | null;
  readonly limit: number;
}

type SharedGrouping = Exclude<Grouping, 'device'>;

const KEYS: Readonly<Record<Grouping, RawBuilder<unknown>>> = {
  device: sql`device.id`,
  vulnerability: sql`judgement.vulnerability_no`,
  advisory: sql`spoken.advisory_id`,
  action: sql`verdict.action_no`,
};
const NAMES: Readonly<Record<Grouping, RawBuilder<unknown>>> = {
  device: sql`grouped.key::text`,
  vulnerability: sql`(select id from vulnerability where no = grouped.key)`,
  advisory: sql`grouped.key`,
  action: sql`grouped.key::text`,
};

function isOneOf(by: SharedGrouping, names: readonly string[]): RawBuilder<boolean> {
  switch (by) {
    case 'vulnerability':
      return sql`judgement.vulnerability_no = any(array(select no from vulnerability where id = any(${[...names]}::text[])))`;
    case 'advisory':
      return sql`(verdict.advisories && ${[...names]}::text[] and spoken.advisory_id = any(${[...names]}::text[]))`;
    case 'action':
      return sql`verdict.action_no = any(${[...names]}::integer[])`;
  }
}

const spokenBy = (by: Grouping) =>
  by === 'advisory' ? sql`cross join lateral unnest(verdict.advisories) as spoken (advisory_id)` : sql``;
const judgedIn = (shared: Shared, by: SharedGrouping) =>
  judgedBy(shared, by !== 'vulnerability', spokenBy(by));

/** Those that come to most risk first. */
export async function groupFindings(
  db: Db | Tx,
  selection: FindingSelection,
  by: Grouping,
  ask: GroupAsk,
): Promise<GroupPage> {
  if (!isOfCohort(selection.filter)) return groupOneByOne(db, selection, by, ask);
  const shared = await sharedBy(db, selection);
  return by === 'device' ? groupByDevice(db, shared, ask) : groupTogether(db, shared, by, ask);
}

/** Looks at every finding. */
async function groupOneByOne(
  db: Db | Tx,
  selection: FindingSelection,
  by: Grouping,
  ask: GroupAsk,
): Promise<GroupPage> {
  const from = findingsOneByOne(selection, spokenBy(by));
  const found = await addUp(
    db,
    sql`select ${KEYS[by]} as key, 1 as devices, (bool_and(${READINESS} <> 0))::integer as held, count(*) as findings,
        count(*) filter (where rank >= 1000) as affected, count(*) filter (where rank >= 1000 and tier = 0) as critical,
        coalesce(sum(score) filter (where rank >= 1000), 0) as points,
        coalesce(min(tier) filter (where rank >= 1000), min(tier)) as tier
      ${from} group by 1, device.id`,
    by,
    ask,
  );
  return withVulnerabilities(
    db,
    found,
    by,
    (keys) => sql`select ${KEYS[by]} as key, judgement.vulnerability_no ${from} and ${keys}`,
  );
}

/** Adds up what cohorts have, and looks at single devices only where decisions leave a group to some of them. */
async function groupTogether(
  db: Db | Tx,
  shared: Shared,
  by: SharedGrouping,
  ask: GroupAsk,
): Promise<GroupPage> {
  const judged = judgedRows(shared, by);
  const isWhole = shared.onFinding === null;
  const found =
    by === 'vulnerability'
      ? await addUp(db, unitsOfVulnerabilities(shared), by, ask)
      : isWhole
        ? await addUp(db, unitsOfGroups(shared, by), by, ask)
        : await addUp(db, added(sql`select * from judged`), by, ask, judged);
  const counted = isWhole ? await withVulnerabilities(db, found, by, vulnerabilitiesOf(shared, by)) : found;
  const { unclear } = found;
  const devices = unclear.length === 0 ? new Map() : await countDevicesOf(db, shared, by, unclear);
  return { ...counted, items: counted.items.map((it) => ({ ...it, ...devices.get(it.key) })) };
}

interface AddedUp extends GroupPage {
  /** Groups of whose devices some, nobody knows how many, have nothing of it left. */
  readonly unclear: readonly string[];
}

/** @param judged rows that the units are made of, as `judged`; null: something else, and vulnerabilities are counted by another query */
async function addUp(
  db: Db | Tx,
  units: RawBuilder<unknown>,
  by: Grouping,
  { after, limit }: GroupAsk,
  judged: RawBuilder<unknown> | null = null,
): Promise<AddedUp> {
  const vulnerabilities = by === 'device' ? sql`findings` : judged === null ? sql`1` : sql`several.n`;
  const { rows } = await sql<
    Omit<FindingGroup, 'tier'> & {
      readonly tier: number;
      readonly unclear: boolean;
      readonly total: number;
      readonly allPoints: number;
    }
  >`
    with ${judged === null ? sql`` : sql`judged as materialized (${judged}),`} grouped as (
      select key, coalesce(min(tier) filter (where affected > 0), min(tier)) as tier, sum(affected) > 0 as is_affected,
        coalesce(sum(devices), 0)::integer as devices, coalesce(sum(held), 0)::integer as held,
        bool_or(devices is null or held is null) as unclear, sum(findings)::integer as findings,
        sum(critical)::integer as critical, sum(points)::float8 as points
      from (${units}) as unit where findings > 0 and key is not null group by 1
    ), named as materialized (select grouped.*, ${NAMES[by]} collate "C" as name from grouped),
    whole as (select count(*)::integer as total, coalesce(sum(points), 0)::float8 as all_points from named),
    page as materialized (select * from named
      where ${after === null ? sql`true` : sql`(points, findings, name) < (${after.points}::float8, ${after.findings}::integer, ${after.key}::text collate "C")`}
      order by points desc, findings desc, name desc limit ${limit})
    select name as key, tier, is_affected as "isAffected", devices, held as "heldDevices", unclear, findings,
      ${vulnerabilities} as vulnerabilities, critical, points as "riskPoints", whole.total, whole.all_points as "allPoints"
    from page cross join whole
    ${
      judged === null
        ? sql``
        : sql`left join (select key, count(distinct vulnerability_no)::integer as n from judged
      where open > 0 and key in (select key from page) group by 1) as several on several.key = page.key`
    }
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

/** Says how many vulnerabilities the groups shown are of. */
async function withVulnerabilities(
  db: Db | Tx,
  { items, total, points }: GroupPage,
  by: Grouping,
  of: (keys: RawBuilder<boolean>) => RawBuilder<unknown>,
): Promise<GroupPage> {
  if ((by !== 'action' && by !== 'advisory') || items.length === 0) return { items, total, points };
  const names = items.map((it) => it.key);
  const { rows } = await sql<{ key: string; count: number }>`
    select key::text, count(distinct vulnerability_no)::integer as count
    from (${of(isOneOf(by, names))}) as met group by key
  `.execute(db);
  const counts = new Map(rows.map((it) => [it.key, it.count]));
  return {
    items: items.map((it) => ({ ...it, vulnerabilities: counts.get(it.key) ?? 0 })),
    total,
    points,
  };
}

/** Weaknesses of the groups that stand in verdicts of configurations with devices; those that decisions touch are looked at. */
function vulnerabilitiesOf(shared: Shared, by: SharedGrouping) {
  const decided = sql`any(array(select distinct vulnerability_no from (${goneBy(shared)}) as gone))`;
  return (keys: RawBuilder<boolean>) => sql`
    select ${KEYS[by]} as key, verdict.vulnerability_no from verdict ${spokenBy(by)}
    where closed_at is null and configuration_id in (select configuration_id from (${seenBy(shared)}) as seen) and ${keys}
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
function unitsOfGroups(shared: Shared, by: 'action' | 'advisory'): RawBuilder<unknown> {
  const added = (
    of: RawBuilder<unknown>,
  ) => sql`select key, ${DEVICES} as devices, ${HELD} as held, sum(open) as findings,
      coalesce(sum(open) filter (where rank >= 1000), 0) as affected,
      coalesce(sum(open) filter (where rank >= 1000 and tier = 0), 0) as critical,
      coalesce(sum(open * score) filter (where rank >= 1000), 0) as points,
      coalesce(min(tier) filter (where rank >= 1000 and open > 0), min(tier) filter (where open > 0)) as tier
    from (${of}) as judged group by key, cohort_id, said_by`;
  const judged = judgedRows(shared, by);
  if (shared.onFinding !== null) return added(judged);
  const key = by === 'action' ? sql`cohort_group.key::integer` : sql`cohort_group.key`;
  const ready = shared.areSaid
    ? sql`(case override.says when 0 then fixable else case when override.says is null then ready else 0 end end)`
    : sql`ready`;
  const kept = sql`select ${key} as key, seen.n as devices, case when ${ready} > 0 then 0 else seen.n end as held,
      seen.n * findings as findings, seen.n * affected as affected, seen.n * critical as critical,
      seen.n::bigint * points as points, tier
    from (${seenBy(shared)}) as seen join cohort_group on cohort_group.cohort_id = seen.cohort_id and kind = ${sql.lit(by)}
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

/** Cohorts looked at in the first step; each further step looks at more. */
const DEVICES_FIRST = 4;
const DEVICES_GROWTH = 8;

interface DeviceUnit {
  readonly cohort: number;
  readonly saidBy: string;
  readonly n: number;
  /** Of each device, decided or not. */
  readonly findings: number;
  readonly points: number;
}

/** Looks at devices from the cohorts with most risk down, until it is certain that no other has more. */
async function groupByDevice(db: Db | Tx, shared: Shared, { after, limit }: GroupAsk): Promise<GroupPage> {
  const units = await deviceUnits(db, shared);
  const decided = shared.areDecided ? await decidedIn(db, shared, units) : { devices: 0, points: 0 };
  const shown: string[] = [];
  // Above the place, only devices of which something is decided can come after it.
  const above = after === null || !shared.areDecided ? [] : units.filter((it) => it.points > after.points);
  const rest = after === null ? units : units.filter((it) => it.points <= after.points);
  let looked = 0;
  for (let step = limit * DEVICES_FIRST; shown.length < limit; step *= DEVICES_GROWTH) {
    looked = 0;
    for (let devices = 0; looked < rest.length && devices < step; looked++) devices += rest[looked]?.n ?? 0;
    const found = await devicesIn(db, shared, { after, limit, above, units: rest.slice(0, looked) });
    const last = found.at(-1);
    const below = rest[looked]?.points;
    if (below === undefined || (found.length === limit && last !== undefined && last.points > below)) {
      shown.push(...found.map((it) => it.device));
      break;
    }
  }
  const told = await addUp(db, unitsOfDevices(shared, shown), 'device', { after: null, limit });
  return {
    items: told.items,
    total: units.reduce((sum, it) => sum + it.n, 0) - decided.devices,
    points: units.reduce((sum, it) => sum + it.n * it.points, 0) - decided.points,
  };
}

/** What is open on some devices. */
function unitsOfDevices(shared: Shared, devices: readonly string[]): RawBuilder<unknown> {
  const placed = sql`join (${devicesBy(shared)} and device_cohort.device_id = any(${[...devices]}::uuid[])) as placed
      on placed.cohort_id = seen.cohort_id and placed.said_by = seen.said_by
    left join decided_finding decided on decided.device_id = placed.device_id
      and decided.vulnerability_no = judgement.vulnerability_no`;
  return sql`select placed.device_id as key, 1 as devices, (not bool_or(${isReadyIn(shared)}))::integer as held,
      count(*) as findings, count(*) filter (where rank >= 1000) as affected,
      count(*) filter (where rank >= 1000 and tier = 0) as critical,
      coalesce(sum(score) filter (where rank >= 1000), 0) as points,
      coalesce(min(tier) filter (where rank >= 1000), min(tier)) as tier
    ${judgedBy({ ...shared, areDecided: false }, false, placed)}
      ${shared.areDecided ? sql`and decided.device_id is null` : sql``} group by 1`;
}

/** Those with most risk on each of their devices first. */
async function deviceUnits(db: Db | Tx, shared: Shared): Promise<readonly DeviceUnit[]> {
  const { rows } = await (shared.onFinding === null
    ? sql<DeviceUnit>`
        select seen.cohort_id as cohort, seen.said_by as "saidBy", seen.n, findings, points
        from (${seenBy(shared)}) as seen join cohort_group on cohort_group.cohort_id = seen.cohort_id and kind = 'device'
        order by points desc, cohort, "saidBy"`
    : sql<DeviceUnit>`
        select seen.cohort_id as cohort, seen.said_by as "saidBy", seen.n, count(*)::integer as findings,
          coalesce(sum(score) filter (where rank >= 1000), 0)::integer as points
        ${judgedBy({ ...shared, areDecided: false }, false)} group by 1, 2, 3 order by points desc, cohort, "saidBy"`
  ).execute(db);
  return rows;
}

/** What is decided of the selection: devices of which everything is, and points. */
async function decidedIn(
  db: Db | Tx,
  shared: Shared,
  units: readonly DeviceUnit[],
): Promise<{ readonly devices: number; readonly points: number }> {
  const { rows } = await sql<{ cohort: number; saidBy: string; findings: number; points: number }>`
    select seen.cohort_id as cohort, seen.said_by as "saidBy", count(*)::integer as findings,
      coalesce(sum(gone.devices * score) filter (where rank >= 1000), 0)::float8 as points
    ${judgedBy(shared, false)} and gone.devices > 0 group by 1, 2
  `.execute(db);
  const findings = new Map(units.map((it) => [`${it.cohort} ${it.saidBy}`, it.findings]));
  const cohorts = rows.filter((it) => it.findings === findings.get(`${it.cohort} ${it.saidBy}`));
  const { rows: devices } = await sql<{ count: number }>`
    select count(*)::integer as count from (
      select placed.device_id
      ${judgedBy(
        { ...shared, areDecided: false },
        false,
        sql`join (${devicesBy(shared)}) as placed
        on placed.cohort_id = seen.cohort_id and placed.said_by = seen.said_by
        left join decided_finding decided on decided.device_id = placed.device_id
          and decided.vulnerability_no = judgement.vulnerability_no`,
      )}
      and seen.cohort_id = any(${cohorts.map((it) => it.cohort)}::integer[])
      group by 1 having bool_and(decided.device_id is not null)) as excused
  `.execute(db);
  return {
    devices: cohorts.length === 0 ? 0 : (devices[0]?.count ?? 0),
    points: rows.reduce((sum, it) => sum + it.points, 0),
  };
}

/** Devices of some units after a place, with what is left of their points. */
async function devicesIn(
  db: Db | Tx,
  shared: Shared,
  {
    after,
    limit,
    above,
    units,
  }: GroupAsk & { readonly above: readonly DeviceUnit[]; readonly units: readonly DeviceUnit[] },
): Promise<readonly { readonly device: string; readonly points: number }[]> {
  const all = [...above, ...units];
  const gone = sql`select count(*) as findings, coalesce(sum(score) filter (where rank >= 1000), 0) as points
    from decided_finding decided
    join judgement on judgement.cohort_id = placed.cohort_id and judgement.vulnerability_no = decided.vulnerability_no
    join cohort on cohort.id = judgement.cohort_id
    ${shared.asksVulnerability ? sql`join vulnerability on vulnerability.no = judgement.vulnerability_no` : sql``}
    ${
      shared.asksVerdict
        ? sql`join verdict on verdict.configuration_id = cohort.configuration_id
            and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null`
        : sql``
    }
    left join readiness_override override on override.id = placed.said_by
    where decided.device_id = placed.device_id and ${allOf([shared.onFinding])}`;
  const { rows } = await sql<{ device: string; points: number }>`
    select device, points from (
      select placed.device_id::text collate "C" as device, (unit.points - coalesce(gone.points, 0))::float8 as points,
        unit.findings - coalesce(gone.findings, 0) as findings
      from unnest(${all.map((it) => it.cohort)}::integer[], ${all.map((it) => it.saidBy)}::uuid[],
        ${all.map((it) => it.points)}::integer[], ${all.map((it) => it.findings)}::integer[],
        ${all.map((_, at) => at < above.length)}::boolean[]) as unit (cohort_id, said_by, points, findings, is_above)
      join (${devicesBy(shared)}) as placed on placed.cohort_id = unit.cohort_id and placed.said_by = unit.said_by
      left join lateral (${shared.areDecided ? gone : sql`select 0 as findings, 0 as points`}) as gone on true
      where not is_above or gone.findings > 0) as met
    where findings > 0 and ${after === null ? sql`true` : sql`(points, findings, device) < (${after.points}::float8, ${after.findings}::bigint, ${after.key}::text collate "C")`}
    order by points desc, findings desc, device desc limit ${limit}
  `.execute(db);
  return rows;
}

/** An act by its number, in the words of whoever named it first. */
export interface KeptAction extends ActionWords {
  readonly details: string | null;
  readonly url: string | null;
}

export async function findActions(
  db: Db | Tx,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, KeptAction>> {
  if (numbers.length === 0) return new Map();
  const rows = await db
    .selectFrom('finding_action')
    .select(['no', 'kind', 'ask', 'is_part as isPart', 'subject', 'version', 'advisory', 'details', 'url'])
    .where('no', 'in', [...numbers])
    .execute();
  return new Map(rows.map(({ no, ...it }) => [no, it]));
}

export async function findDeviceNames(
  db: Db | Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string | null; readonly fields: DeviceFields }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('device')
    .select(['id', 'name', 'fields'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, ...it }) => [id, it]));
}

/** Summaries of vulnerabilities, and titles of advisories, by id. */
export async function findTitles(
  db: Db | Tx,
  of: 'vulnerability' | 'advisory',
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  if (ids.length === 0) return new Map();
  const { rows } = await (of === 'vulnerability'
    ? sql<{ id: string; title: string | null }>`
        select id, summary as title from vulnerability where id = any(${[...ids]}::text[])`
    : sql<{ id: string; title: string | null }>`
        select id, title from advisory where id = any(${[...ids]}::text[])`
  ).execute(db);
  return new Map(rows.map((it) => [it.id, it.title]));
}
