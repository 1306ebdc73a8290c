import { type RawBuilder, sql } from 'kysely';
import { PATCH_STATES, type PatchState } from '#engine/words';
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

const LACKS_FIX = sql`cohort.fixable > coalesce(decided.fixes, 0)`;
const CANNOT_BE_TOLD = sql`cohort.undetermined > coalesce(decided.untold, 0)`;

/** When a device is in each state, from the counters of its `cohort` and what is `decided` on it: exactly one holds. */
const WHEN: Readonly<Record<PatchState, Condition>> = {
  unpatched: sql`(${LACKS_FIX})`,
  excused: sql`(cohort.fixable > 0 and not ${LACKS_FIX})`,
  untold: sql`(cohort.fixable = 0 and ${CANNOT_BE_TOLD})`,
  unnamed: sql`(cohort.fixable = 0 and not ${CANNOT_BE_TOLD} and not cohort.is_known)`,
  patched: sql`(cohort.fixable = 0 and not ${CANNOT_BE_TOLD} and cohort.is_known)`,
};

/** How far patching is on a device. */
export const PATCH_STATE = sql`case ${sql.join(
  PATCH_STATES.map((it) => sql`when ${WHEN[it]} then ${sql.lit(it)}`),
  sql` `,
)} end`;

/** A test on how far patching is, on `device_list as list`. */
export function patchStateTest(test: FieldTest): Condition {
  if (test.kind === 'blank') return sql`(list.device_id not in (select device_id from device_cohort))`;
  // As the states are: the planner could not tell how many devices are in one that is worked out.
  const state = test.kind === 'equals' ? PATCH_STATES.find((it) => it === test.value) : undefined;
  const asked = state === undefined ? fieldTest(test, { kind: 'text', sql: PATCH_STATE }) : WHEN[state];
  return sql`(list.device_id in (select device_cohort.device_id
    from device_cohort join cohort on cohort.id = device_cohort.cohort_id
    left join decided_device decided on decided.device_id = device_cohort.device_id where ${asked}))`;
}
