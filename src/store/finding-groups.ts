import { sql } from 'kysely';
import type { Tier } from '#engine/words';
import { isOfCohort, READINESS } from './finding-conditions.ts';
import { groupByDevice } from './finding-groups-by-device.ts';
import { groupTogether } from './finding-groups-of-cohorts.ts';
import { addUp, isOneOf, KEYS, spokenBy, withVulnerabilities } from './finding-group-sums.ts';
import { keepGroups, readKeptGroups } from './kept-groups.ts';
import { findingsOneByOne, sharedBy } from './finding-units.ts';
import type { FindingSelection } from './findings.ts';
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

/** Those that come to most risk first; of all devices as they are kept, where that is so. */
export async function groupFindings(
  db: Db | Tx,
  selection: FindingSelection,
  by: Grouping,
  ask: GroupAsk,
): Promise<GroupPage> {
  const { filter, scopes, decided } = selection;
  const isWhole = filter === null && decided === 'left-out' && scopes.some((it) => it.kind === 'hospital');
  const kept = isWhole && (by === 'action' || by === 'advisory') ? await readKeptGroups(db, by, ask) : null;
  return kept ?? countGroups(db, selection, by, ask);
}

/** The same, counted now. */
async function countGroups(
  db: Db | Tx,
  selection: FindingSelection,
  by: Grouping,
  ask: GroupAsk,
): Promise<GroupPage> {
  if (!isOfCohort(selection.filter)) return groupOneByOne(db, selection, by, ask);
  const shared = await sharedBy(db, selection);
  return by === 'device' ? groupByDevice(db, shared, ask) : groupTogether(db, shared, by, ask);
}

/** Counts acts and advisories of all devices anew, if findings changed since. */
export async function keepFindingGroups(tx: Tx): Promise<boolean> {
  const all = { filter: null, scopes: [{ kind: 'hospital' }], decided: 'left-out' } as const;
  return keepGroups(tx, async (kind) => {
    const { items } = await countGroups(tx, all, kind, { after: null, limit: GROUPS_MAX });
    return items;
  });
}

/** More than there can be. */
const GROUPS_MAX = 10_000_000;

/** Looks at every finding. */
async function groupOneByOne(
  db: Db | Tx,
  selection: FindingSelection,
  by: Grouping,
  ask: GroupAsk,
): Promise<GroupPage> {
  const from = findingsOneByOne(selection, spokenBy(by));
  const units = sql`select ${KEYS[by]} as key, 1 as devices, (bool_and(${READINESS} <> 0))::integer as held, count(*) as findings,
        count(*) filter (where rank >= 1000) as affected, count(*) filter (where rank >= 1000 and tier = 0) as critical,
        coalesce(sum(score) filter (where rank >= 1000), 0) as points,
        coalesce(min(tier) filter (where rank >= 1000), min(tier)) as tier
      ${from} group by 1, device.id`;
  const found = await addUp(db, { units }, by, ask);
  if (by !== 'action' && by !== 'advisory')
    return { items: found.items, total: found.total, points: found.points };
  return withVulnerabilities(
    db,
    found,
    (names) => sql`select ${KEYS[by]} as key, judgement.vulnerability_no ${from} and ${isOneOf(by, names)}`,
  );
}
