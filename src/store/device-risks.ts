import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import { type Tier, TIERS } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { DUE_ON } from './finding-conditions.ts';
import type { Db, Tx } from './store.ts';

/** What is open on a device, without what approved decisions cover. */
export interface DeviceRisk {
  /** The gravest of what affects it; null: nothing is known to. */
  readonly tier: Tier | null;
  /** The highest score among those. */
  readonly score: number;
  readonly affected: number;
  readonly undetermined: number;
  /** When the first clock of what affects it runs out; ISO day. */
  readonly dueOn: string | null;
  /** Whether a feed names the device itself, not only its operating system or a part: if not, that nothing is found says little. */
  readonly isKnown: boolean;
}

/** By device, of those named that lie in the scopes; a device that has not been matched since it changed has none. */
export async function listDeviceRisks(
  db: Db | Tx,
  ids: readonly string[],
  scopes: readonly Scope[],
): Promise<ReadonlyMap<string, DeviceRisk>> {
  if (ids.length === 0 || scopes.length === 0) return new Map();
  const { rows } = await sql<
    Omit<DeviceRisk, 'tier'> & { readonly id: string; readonly tier: number | null }
  >`
    select list.device_id as id, open.*, cohort.is_known as "isKnown"
    from device_list as list join device_cohort on device_cohort.device_id = list.device_id
    join cohort on cohort.id = device_cohort.cohort_id and cohort.judged_by is not null
    cross join lateral (
      select count(*) filter (where rank >= 1000)::integer as affected,
        count(*) filter (where rank < 1000)::integer as undetermined,
        min(tier) filter (where rank >= 1000) as tier, coalesce(max(score) filter (where rank >= 1000), 0) as score,
        (min(${DUE_ON}) filter (where rank >= 1000))::text as "dueOn"
      from judgement
      left join finding_anchor anchor on anchor.device_id = device_cohort.device_id
        and anchor.vulnerability_no = judgement.vulnerability_no
      where judgement.cohort_id = cohort.id and not exists (select from decided_finding decided
        where decided.device_id = device_cohort.device_id and decided.vulnerability_no = judgement.vulnerability_no)
    ) as open
    where list.device_id = any(${[...ids]}::uuid[]) and ${scopeCondition(scopes)}
      and not exists (select from device_to_match where device_to_match.device_id = list.device_id)
  `.execute(db);
  return new Map(
    rows.map(({ id, tier, ...it }) => [id, { ...it, tier: tier === null ? null : (TIERS[tier] as Tier) }]),
  );
}
