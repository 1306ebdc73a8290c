import { sql } from 'kysely';
import type { Condition } from './filter-condition.ts';
import type { Tx } from './store.ts';

// Departments of sites by number, which stands beside the cohort of each device: see migration 0185.

/** Whether a place is that of a device. */
export const IS_PLACE = sql<boolean>`array[place.scope_site, place.scope_department]
  = array[device.site, device.department] collate "C"`;

/** Whether `device_cohort` is in a place that meets what is asked of the site and department of `list`. */
export function isInPlace(asked: Condition): Condition {
  return sql`(device_cohort.place_no = any(array(select no from place as list where ${asked})))`;
}

/** Looks at where every device is, and puts right what differs. @returns how many did */
export async function correctPlaces(tx: Tx): Promise<number> {
  // Nobody moves devices meanwhile.
  await sql`lock table device, device_cohort in share mode`.execute(tx);
  const { numAffectedRows } = await sql`
    update device_cohort set place_no = place.no from device join place on ${IS_PLACE}
    where device_cohort.device_id = device.id and device_cohort.place_no <> place.no
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}
