import { sql } from 'kysely';
import type { Justification } from '#engine/decisions';
import { allOf, conditionsOf, type FindingSelection, FROM_DEVICES } from './findings.ts';
import type { Db } from './store.ts';

/** What a selection holds of one vulnerability on the devices of one configuration. */
export interface SelectedOfConfiguration {
  readonly configurationId: number;
  readonly vulnerability: string;
  /** Why people say that it does not affect them; null: at least one of the devices has no such decision. */
  readonly excused: { readonly justification: Justification | null; readonly reason: string } | null;
}

/** Of these configurations, vulnerability by vulnerability. */
export async function listSelectedOf(
  db: Db,
  selection: FindingSelection,
  configurationIds: readonly number[],
): Promise<SelectedOfConfiguration[]> {
  const { rows } = await sql<{
    configuration: number;
    vulnerability: string;
    excused: boolean;
    justification: Justification | null;
    reason: string | null;
  }>`
    select cohort.configuration_id as configuration, vulnerability.id as vulnerability,
      bool_and(decision.says is not null and decision.says in ('not-affected', 'false-match')) as excused,
      (array_agg(decision.justification order by decision.id))[1] as justification,
      (array_agg(decision.reason order by decision.id))[1] as reason
    from ${FROM_DEVICES} where ${within(selection, configurationIds)} group by 1, 2
  `.execute(db);
  return rows.map(({ configuration, vulnerability, excused, justification, reason }) => ({
    configurationId: configuration,
    vulnerability,
    excused: excused ? { justification, reason: reason ?? '' } : null,
  }));
}

export interface SelectedDevice {
  readonly configurationId: number;
  readonly id: string;
  readonly name: string | null;
  readonly serial: string | null;
}

/** Devices of these configurations of which the selection holds anything. */
export async function listSelectedDevices(
  db: Db,
  selection: FindingSelection,
  configurationIds: readonly number[],
): Promise<SelectedDevice[]> {
  const { rows } = await sql<SelectedDevice>`
    select distinct cohort.configuration_id as "configurationId", device.id, device.name, device.fields->>'serial' as serial
    from ${FROM_DEVICES} where ${within(selection, configurationIds)} order by 1, 2
  `.execute(db);
  return rows;
}

/** Configurations of which a selection holds anything, in order. */
export async function listSelectedConfigurations(db: Db, selection: FindingSelection): Promise<number[]> {
  const { onDevice, onFinding, isOpen } = conditionsOf(selection);
  const isAll = onDevice === null && onFinding === null && isOpen === null;
  const { rows } = await (isAll
    ? sql<{ id: number }>`select distinct configuration_id as id from cohort
          where devices > 0 and affected + undetermined > 0 order by 1`
    : sql<{ id: number }>`select distinct cohort.configuration_id as id from ${FROM_DEVICES}
          where ${allOf([onDevice, onFinding, isOpen])} order by 1`
  ).execute(db);
  return rows.map((it) => it.id);
}

function within(selection: FindingSelection, configurationIds: readonly number[]) {
  const { onDevice, onFinding, isOpen } = conditionsOf(selection);
  const near = sql<boolean>`cohort.configuration_id = any(${[...configurationIds]}::integer[])`;
  return allOf([near, onDevice, onFinding, isOpen]);
}
