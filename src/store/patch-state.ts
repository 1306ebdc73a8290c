import { type RawBuilder, sql } from 'kysely';
import { type Condition, type FieldTest, fieldTest } from './filter-condition.ts';

/** What approved decisions cover on each device: fixes that are missing, what cannot be told, and what else is counted. */
export function decidedOnDevices(
  counts: RawBuilder<unknown> = sql``,
  joined: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  return sql`select decided_finding.device_id, count(*) filter (where judgement.rank >= 1000 and verdict.fix_kind = 0) as fixes,
      count(*) filter (where judgement.rank < 1000) as untold ${counts}
    from decided_finding
    join device_cohort on device_cohort.device_id = decided_finding.device_id
    join cohort on cohort.id = device_cohort.cohort_id
    join judgement on judgement.cohort_id = cohort.id
      and judgement.vulnerability_no = decided_finding.vulnerability_no
    join verdict on verdict.configuration_id = cohort.configuration_id
      and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null
    ${joined} group by 1`;
}

/** How far patching is on a device, from the counters of its `cohort` and what is `decided` on it. */
export const PATCH_STATE = sql`case when cohort.fixable > coalesce(decided.fixes, 0) then 'unpatched'
  when cohort.fixable > 0 then 'excused'
  when cohort.undetermined > coalesce(decided.untold, 0) then 'untold'
  when not cohort.is_known then 'unnamed'
  else 'patched' end`;

/** A test on how far patching is, on `device_list as list`. */
export function patchStateTest(test: FieldTest): Condition {
  if (test.kind === 'blank') return sql`(list.device_id not in (select device_id from device_cohort))`;
  const asked = fieldTest(test, { kind: 'text', sql: PATCH_STATE });
  return sql`(list.device_id in (select device_cohort.device_id
    from device_cohort join cohort on cohort.id = device_cohort.cohort_id
    left join (${decidedOnDevices()}) decided on decided.device_id = device_cohort.device_id where ${asked}))`;
}
