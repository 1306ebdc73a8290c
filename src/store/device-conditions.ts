import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { CustomField } from '#engine/custom-fields';
import type { DEVICE_FILTER_FIELDS, Filter } from '#engine/filter';
import type { DeviceFields } from '#engine/words';
import {
  type Condition,
  type FieldTest,
  fieldTest,
  type FilterColumn,
  filterCondition,
} from './filter-condition.ts';
import { gravestTest, openFindingsTest } from './open-on-devices.ts';
import { patchStateTest } from './patch-state.ts';

export type DeviceField = keyof typeof DEVICE_FILTER_FIELDS;

/** What is asked of devices, with the custom fields it may name. */
export interface DeviceFilter {
  readonly tree: Filter;
  readonly customFields: readonly CustomField[];
}

const text = (column: string) => ({ kind: 'text', sql: sql.ref(`list.${column}`) }) as const;
const flag = (column: string) => ({ kind: 'flag', sql: sql.ref(`list.${column}`) }) as const;
const instant = (column: string) => ({ kind: 'instant', sql: sql.ref(`list.${column}`) }) as const;
const integer = (column: string) => ({ kind: 'integer', sql: sql.ref(`list.${column}`) }) as const;

/** Whether the device stands in a register: some source that knows what was bought speaks of it. */
export const IN_REGISTER = sql<boolean>`exists (select from observation where observation.device_id = list.device_id
  and observation.is_current and observation.kind in ('cmms', 'register', 'list'))`;

/** A column of the model a device belongs to. */
function ofModel(column: string): FilterColumn {
  return {
    kind: 'text',
    sql: sql`(select ${sql.ref(`model.${column}`)}::text from device join model on model.id = device.model_id
      where device.id = list.device_id)`,
  };
}

/** What the device's sources say in a field that the list has no column of. */
function said(field: keyof DeviceFields) {
  return {
    kind: 'text',
    sql: sql`(select lower(fields ->> ${sql.lit(field)}) from device where device.id = list.device_id)`,
  } as const;
}

/** The column of the list that each field of the filter reads. */
const COLUMNS: Readonly<Record<DeviceField, FilterColumn>> = {
  manufacturer: text('manufacturer'),
  model: text('model'),
  type: text('device_type'),
  version: text('firmware'),
  os: text('os'),
  osVersion: text('os_version'),
  serial: text('serial'),
  assetTag: text('asset_tag'),
  udi: text('udi'),
  ip: { kind: 'own', test: (it) => addressTest(it, text('ip')) },
  ipv6: { kind: 'own', test: (it) => addressTest(it, said('ipv6')) },
  mac: text('mac'),
  hostname: text('hostname'),
  vlan: text('vlan'),
  segment: text('segment'),
  exposure: text('exposure'),
  site: text('site'),
  building: text('building'),
  floor: text('floor'),
  room: text('room'),
  department: text('department'),
  owner: text('owner'),
  clinicalUse: text('clinical_use'),
  criticality: text('criticality'),
  fdaClass: text('fda_class'),
  fdaProductCode: text('fda_product_code'),
  storesPhi: flag('stores_phi'),
  transmitsPhi: flag('transmits_phi'),
  installDate: text('install_date'),
  warrantyEnd: text('warranty_end'),
  endOfSale: text('end_of_sale'),
  eolDate: text('eol_date'),
  eosDate: text('eos_date'),
  lastPatchDate: text('last_patch_date'),
  patchLevel: text('patch_level'),
  osEosDate: text('os_eos_date'),
  patchMethod: text('patch_method'),
  supportContract: text('support_contract'),
  contractProvider: said('contractProvider'),
  contractEnd: said('contractEnd'),
  contractConditions: said('contractConditions'),
  registered: flag('is_registered'),
  conflict: { kind: 'flag', sql: sql`(list.conflict_count > 0)` },
  conflicts: integer('conflict_count'),
  sources: integer('source_count'),
  source: { kind: 'own', test: sourceTest },
  seen: instant('seen_at'),
  changed: instant('changed_at'),
  created: instant('created_at'),
  tag: { kind: 'own', test: tagTest },
  controls: said('controls'),
  patching: { kind: 'own', test: patchStateTest },
  gravest: { kind: 'own', test: gravestTest },
  openFindings: { kind: 'own', test: openFindingsTest },
  clearance: ofModel('clearance'),
  clearanceEnds: ofModel('clearance_ends'),
  modelId: { kind: 'text', sql: sql`(select model_id::text from device where device.id = list.device_id)` },
};

/** A whole value with a prefix length is a block: addresses in it are asked for. */
function addressTest(test: FieldTest, column: Exclude<FilterColumn, { readonly kind: 'own' }>): Condition {
  if (test.kind !== 'equals' || !String(test.value).includes('/')) return fieldTest(test, column);
  return sql`(case when ${column.sql} ~ '^[0-9a-f.:]+$' then ${column.sql}::inet <<= ${test.value}::cidr else false end)`;
}

/** A filter as a test on `device_list as list`. */
export function deviceCondition({ tree, customFields }: DeviceFilter): Condition {
  const custom = new Map(customFields.map((it) => [`cf.${it.key}`, it]));
  return filterCondition(tree, {
    columns: (name) => {
      const field = custom.get(name);
      return field === undefined ? COLUMNS[name as DeviceField] : customColumn(field);
    },
    search: sql.ref('list.search'),
  });
}

function tagTest(test: FieldTest): Condition {
  if (test.kind === 'blank') return sql`(list.device_id not in (select device_id from device_tag))`;
  const named = fieldTest(test, { kind: 'text', sql: sql.ref('tag.key') });
  return sql`(list.device_id in (select device_id from device_tag join tag on tag.id = tag_id where ${named}))`;
}

function sourceTest(test: FieldTest): Condition {
  const speaking = sql`select device_id from observation where is_current and device_id is not null`;
  if (test.kind === 'blank') return sql`(list.device_id not in (${speaking}))`;
  const named = fieldTest(test, { kind: 'text', sql: sql`lower(observation.source)` });
  return sql`(list.device_id in (${speaking} and ${named}))`;
}

function customColumn({ id, kind }: CustomField): FilterColumn {
  const held = sql`select device_id from device_custom_value as held where held.field_id = ${id}::uuid`;
  return {
    kind: 'own',
    test: (test) => {
      if (test.kind === 'blank') return sql`(list.device_id not in (${held}))`;
      const asked =
        kind === 'number'
          ? fieldTest(test, { kind: 'integer', sql: sql.ref('held.number') })
          : fieldTest(yesOrNo(test), { kind: 'text', sql: sql.ref('held.key') });
      return sql`(list.device_id in (${held} and ${asked}))`;
    },
  };
}

function yesOrNo(test: FieldTest): FieldTest {
  if (test.kind !== 'equals' || typeof test.value !== 'boolean') return test;
  return { ...test, value: test.value ? 'yes' : 'no' };
}

/** Devices of `device_list as list` in one of the scopes. Each scope is asked by itself. */
export function scopeCondition(scopes: readonly Scope[]): Condition {
  if (scopes.some((it) => it.kind === 'hospital')) return sql`true`;
  const each = scopes.map((it): Condition => {
    switch (it.kind) {
      case 'site':
        return sql`list.scope_site = ${it.id}`;
      case 'department':
        return sql`list.scope_department = ${it.id}`;
      case 'vendor':
        return sql`list.scope_vendor = ${it.id}`;
      case 'group':
        return sql`(list.device_id in (select device_id from device_tag join tag on tag.id = tag_id
          where is_group and name = ${it.id}))`;
      case 'hospital':
        return sql`true`;
    }
  });
  return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`;
}
