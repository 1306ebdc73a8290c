import { type RawBuilder, sql } from 'kysely';
import { type Tier, TIERS } from '#engine/words';
import { type Condition, type FieldTest, fieldTest } from './filter-condition.ts';

// What is open on each device: what its cohort has, or what decisions leave of it, where some were made on it.

/** The most urgent tier, as text; null: nothing is known to affect the device. */
const GRAVEST = sql`case when decided.device_id is null then case ${sql.join(
  TIERS.map((it) => sql`when ${sql.ref(`cohort.${it}`)} > 0 then ${sql.lit(it)}`),
  sql` `,
)} end else case decided.tier ${sql.join(
  TIERS.map((it, at) => sql`when ${sql.lit(at)} then ${sql.lit(it)}`),
  sql` `,
)} end end`;

const OPEN = sql`case when decided.device_id is null then cohort.affected else decided.affected end`;

/** A test on the tier of the most urgent open finding, on `device_list as list`. */
export function gravestTest(test: FieldTest): Condition {
  // Asked of counters, not of what is worked out from them, so that the planner knows how many devices there are.
  const tier = test.kind === 'equals' ? TIERS.find((it) => it === test.value) : undefined;
  return onCohort(tier === undefined ? fieldTest(test, { kind: 'text', sql: GRAVEST }) : isGravest(tier));
}

function isGravest(tier: Tier): Condition {
  const at = TIERS.indexOf(tier);
  const counters = TIERS.slice(0, at).map((it) => sql`${sql.ref(`cohort.${it}`)} = 0`);
  return sql`(decided.device_id is null and ${sql.join([...counters, sql`${sql.ref(`cohort.${tier}`)} > 0`], sql` and `)}
    or decided.tier = ${at}::smallint)`;
}

/** A test on how many open findings affect a device, on `device_list as list`; one that is not matched yet meets none. */
export function openFindingsTest(test: FieldTest): Condition {
  return onCohort(fieldTest(test, { kind: 'integer', sql: OPEN }));
}

function onCohort(asked: RawBuilder<boolean>): Condition {
  return sql`(list.device_id in (select device_cohort.device_id
    from device_cohort join cohort on cohort.id = device_cohort.cohort_id
    left join decided_device decided on decided.device_id = device_cohort.device_id
    where cohort.judged_by is not null and ${asked}))`;
}
