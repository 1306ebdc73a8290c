import { sql } from 'kysely';
import { type Tier, TIERS } from '#engine/words';
import type { DepartmentDetails } from './departments.ts';
import { DUE_ON } from './finding-conditions.ts';
import type { Db, Tx } from './store.ts';

/** Open findings of one vulnerability on devices of one model in one department. */
export interface DueOfDepartment {
  readonly vulnerability: string;
  readonly label: string;
  readonly tier: Tier;
  readonly exploited: boolean;
  readonly devices: number;
  readonly dueOn: string;
}

export interface DueDepartment {
  /** Null: devices that no department is known of. */
  readonly name: string | null;
  readonly details: DepartmentDetails;
  readonly overdue: number;
  readonly dueSoon: number;
  /** The gravest and longest due first. */
  readonly first: readonly DueOfDepartment[];
}

/** What is affected, undecided and due before a day, by the department its devices belong to; most overdue first. */
export async function listDueByDepartment(
  db: Db | Tx,
  { today, until, each }: { readonly today: string; readonly until: string; readonly each: number },
): Promise<DueDepartment[]> {
  const { rows } = await sql<{
    name: string | null;
    details: DepartmentDetails | null;
    overdue: number;
    dueSoon: number;
    first: readonly (Omit<DueOfDepartment, 'tier'> & { readonly tier: number })[];
  }>`
    with finding as materialized (
      select device.department_id, vulnerability.id as vulnerability, vulnerability.is_exploited as exploited, device.label,
        judgement.tier, judgement.rank, ${DUE_ON} as due
      from device join device_cohort on device_cohort.device_id = device.id
      join judgement on judgement.cohort_id = device_cohort.cohort_id
      join vulnerability on vulnerability.no = judgement.vulnerability_no
      left join finding_anchor anchor on anchor.device_id = device.id
        and anchor.vulnerability_no = judgement.vulnerability_no
      left join decided_finding decided on decided.device_id = device.id
        and decided.vulnerability_no = judgement.vulnerability_no
      where judgement.rank >= 1000 and decided.decision_id is null and ${DUE_ON} < ${until}::date
    ), grouped as (
      select department_id, vulnerability, label, bool_or(exploited) as exploited, min(tier) as tier,
        count(*)::integer as devices, min(due)::text as due_on,
        count(*) filter (where due < ${today}::date)::integer as overdue,
        row_number() over (partition by department_id
          order by min(tier), max(rank) desc, min(due), count(*) desc, vulnerability, label) as place
      from finding group by department_id, vulnerability, label
    )
    select department.name, department.details, sum(overdue)::integer as overdue,
      sum(devices - overdue)::integer as "dueSoon",
      jsonb_agg(jsonb_build_object('vulnerability', vulnerability, 'label', label, 'tier', tier, 'exploited', exploited,
        'devices', devices, 'dueOn', due_on) order by place) filter (where place <= ${each}) as first
    from grouped left join department on department.id = department_id
    group by department_id, department.name, department.details
    order by sum(overdue) desc, sum(devices) desc, department.name
  `.execute(db);
  return rows.map(({ details, first, ...it }) => ({
    ...it,
    details: details ?? {},
    first: first.map((group) => ({ ...group, tier: TIERS[group.tier] as Tier })),
  }));
}
