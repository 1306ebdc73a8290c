import { sql } from 'kysely';
import { type Condition, type FieldTest, fieldTest } from './filter-condition.ts';

/** What approved decisions cover on each device: fixes that are missing, and what cannot be told. */
const DECIDED = sql`
  select decided_finding.device_id, count(*) filter (where judgement.rank >= 1000 and verdict.fix_kind = 0) as fixes,
    count(*) filter (where judgement.rank < 1000) as untold
  from decided_finding
  join device_cohort on device_cohort.device_id = decided_finding.device_id
  join cohort on cohort.id = device_cohort.cohort_id
  join judgement on judgement.cohort_id = cohort.id
    and judgement.vulnerability_no = decided_finding.vulnerability_no
  join verdict on verdict.configuration_id = cohort.configuration_id
    and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null
  group by 1`;

/** How far patching is on each device that is matched, with the counters of its cohort. */
export const PATCH_STATES_OF_DEVICES = sql`
  select device_cohort.device_id, device_cohort.cohort_id, device_cohort.since, cohort.affected, cohort.critical, cohort.high,
    cohort.points,
    case when cohort.fixable > coalesce(decided.fixes, 0) then 'unpatched'
      when cohort.fixable > 0 then 'excused'
      when cohort.undetermined > coalesce(decided.untold, 0) then 'untold'
      when not cohort.is_known then 'unnamed'
      else 'patched' end as state
  from device_cohort join cohort on cohort.id = device_cohort.cohort_id
  left join (${DECIDED}) decided on decided.device_id = device_cohort.device_id`;

/** A test on how far patching is, on `device_list as list`. */
export function patchStateTest(test: FieldTest): Condition {
  if (test.kind === 'blank') return sql`(list.device_id not in (select device_id from device_cohort))`;
  const asked = fieldTest(test, { kind: 'text', sql: sql`patching.state` });
  return sql`(list.device_id in (select device_id from (${PATCH_STATES_OF_DEVICES}) patching where ${asked}))`;
}
