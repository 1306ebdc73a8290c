import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import { scopeCondition } from './device-conditions.ts';
import type { Db, Tx } from './store.ts';

/** Open findings on the devices of a model. */
export interface ModelFindings {
  readonly devices: number;
  /** Devices that nothing has judged since they changed; while there are any, nothing can be told of all. */
  readonly unjudged: number;
  readonly affected: number;
  readonly undetermined: number;
}

export async function countModelFindings(
  db: Db | Tx,
  modelId: string,
  scopes: readonly Scope[],
): Promise<ModelFindings> {
  const { rows } = await sql<ModelFindings>`
    with its as (
      select device.id, device_cohort.cohort_id, cohort.judged_by,
        exists (select 1 from device_to_match where device_id = device.id) as waits
      from device join device_list as list on list.device_id = device.id
      left join device_cohort on device_cohort.device_id = device.id
      left join cohort on cohort.id = device_cohort.cohort_id
      where device.model_id = ${modelId} and ${scopeCondition(scopes)}
    ), open as (
      select judgement.rank from its join judgement on judgement.cohort_id = its.cohort_id
      where not exists (select 1 from decided_finding decided where decided.device_id = its.id
        and decided.vulnerability_no = judgement.vulnerability_no)
    )
    select (select count(*) from its)::integer as devices,
      (select count(*) from its where judged_by is null or waits)::integer as unjudged,
      (select count(*) from open where rank >= 1000)::integer as affected,
      (select count(*) from open where rank < 1000)::integer as undetermined
  `.execute(db);
  return rows[0] ?? { devices: 0, unjudged: 0, affected: 0, undetermined: 0 };
}
