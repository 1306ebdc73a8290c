import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import { type Tier, TIERS } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { DUE_ON } from './finding-conditions.ts';
import type { Db, Tx } from './store.ts';

/** Affected findings of one vulnerability on devices of one model that are due by a day. */
export interface DueGroup {
  readonly vulnerability: string;
  readonly label: string;
  readonly summary: string | null;
  readonly tier: Tier;
  readonly exploited: boolean;
  readonly devices: number;
  /** Null: they stand in several. */
  readonly site: string | null;
  readonly department: string | null;
  readonly dueOn: string;
}

const FINDINGS = sql`device_list as list join device on device.id = list.device_id
  join device_cohort on device_cohort.device_id = list.device_id
  join judgement on judgement.cohort_id = device_cohort.cohort_id
  join vulnerability on vulnerability.no = judgement.vulnerability_no
  left join finding_anchor anchor on anchor.device_id = list.device_id
    and anchor.vulnerability_no = judgement.vulnerability_no`;

/** The gravest and longest due first. @param from null: from the beginning */
export async function listDueGroups(
  db: Db | Tx,
  scopes: readonly Scope[],
  { from, until, limit }: { readonly from: string | null; readonly until: string; readonly limit: number },
): Promise<DueGroup[]> {
  const { rows } = await sql<Omit<DueGroup, 'tier'> & { tier: number }>`
    select vulnerability, label, summary, min(tier) as tier, bool_or(exploited) as exploited,
      count(*)::integer as devices,
      case when count(distinct coalesce(site, '')) = 1 then min(site) end as site,
      case when count(distinct coalesce(department, '')) = 1 then min(department) end as department,
      min(due)::text as "dueOn"
    from (select vulnerability.id as vulnerability, vulnerability.summary, vulnerability.is_exploited as exploited,
        device.label, device.site, device.department, judgement.tier, judgement.rank, ${DUE_ON} as due
      from ${FINDINGS} where judgement.rank >= 1000 and ${scopeCondition(scopes)}) finding
    where due < ${until}::date and (${from}::date is null or due >= ${from}::date)
    group by vulnerability, label, summary
    order by min(tier), max(rank) desc, min(due), count(*) desc, vulnerability, label
    limit ${limit}
  `.execute(db);
  return rows.map(({ tier, ...it }) => ({ ...it, tier: TIERS[tier] as Tier }));
}
