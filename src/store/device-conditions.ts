import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Comparison, DEVICE_FILTER_FIELDS, Filter } from '#engine/filter';

type Field = keyof typeof DEVICE_FILTER_FIELDS;
type Condition = RawBuilder<boolean>;

/** The column, or what stands for it, of each field a device can be filtered by. */
const COLUMNS: Readonly<Record<Field, RawBuilder<unknown>>> = {
  manufacturer: sql.ref('manufacturer'),
  model: sql.ref('model'),
  type: sql.ref('device_type'),
  version: sql.ref('firmware'),
  os: sql.ref('os'),
  osVersion: sql.ref('os_version'),
  serial: sql.ref('serial'),
  assetTag: sql.ref('asset_tag'),
  udi: sql.ref('udi'),
  ip: sql.ref('ip'),
  mac: sql.ref('mac'),
  hostname: sql.ref('hostname'),
  vlan: sql.ref('vlan'),
  segment: sql.ref('segment'),
  exposure: sql.ref('exposure'),
  site: sql.ref('site'),
  building: sql.ref('building'),
  floor: sql.ref('floor'),
  room: sql.ref('room'),
  department: sql.ref('department'),
  owner: sql.ref('owner'),
  clinicalUse: sql.ref('clinical_use'),
  criticality: sql.ref('criticality'),
  fdaClass: sql.ref('fda_class'),
  fdaProductCode: sql.ref('fda_product_code'),
  storesPhi: sql.ref('stores_phi'),
  transmitsPhi: sql.ref('transmits_phi'),
  installDate: sql.ref('install_date'),
  warrantyEnd: sql.ref('warranty_end'),
  endOfSale: sql.ref('end_of_sale'),
  eolDate: sql.ref('eol_date'),
  eosDate: sql.ref('eos_date'),
  lastPatchDate: sql.ref('last_patch_date'),
  patchLevel: sql.ref('patch_level'),
  conflict: sql`(conflict_count > 0)`,
  seen: sql.ref('seen_at'),
  changed: sql.ref('changed_at'),
};

const COMPARISONS: Readonly<Record<Comparison, Condition>> = {
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
};

/** A filter as SQL. Never null: a device without a value does not meet a test on it, and meets its opposite. */
export function deviceCondition(filter: Filter<Field>): Condition {
  switch (filter.kind) {
    case 'all':
      return sql`(${sql.join(filter.of.map(deviceCondition), sql` and `)})`;
    case 'any':
      return sql`(${sql.join(filter.of.map(deviceCondition), sql` or `)})`;
    case 'not':
      return sql`(not ${deviceCondition(filter.of)})`;
    case 'words':
      return sql`(search like ${patternOf(filter.text)})`;
    case 'blank':
      return sql`(${COLUMNS[filter.field]} is null)`;
    case 'contains':
      return sql`coalesce(lower(${COLUMNS[filter.field]}) like ${patternOf(filter.text)}, false)`;
    case 'equals':
      return typeof filter.value === 'boolean'
        ? sql`coalesce(${COLUMNS[filter.field]} = ${filter.value}::boolean, false)`
        : sql`coalesce(lower(${COLUMNS[filter.field]}) = ${filter.value.toLowerCase()}, false)`;
    case 'compare':
      return compareCondition(filter);
  }
}

function compareCondition({
  field,
  comparison,
  value,
}: Extract<Filter<Field>, { readonly kind: 'compare' }>): Condition {
  const isInstant = field === 'seen' || field === 'changed';
  const limit = isInstant ? sql`${value}::timestamptz` : sql`${value}::text`;
  return sql`coalesce(${COLUMNS[field]} ${COMPARISONS[comparison]} ${limit}, false)`;
}

function patternOf(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** Devices in one of the scopes. Each scope is asked by itself; groups hold no devices yet. */
export function scopeCondition(scopes: readonly Scope[]): Condition {
  if (scopes.some((it) => it.kind === 'hospital')) return sql`true`;
  const each = scopes.map((it): Condition => {
    switch (it.kind) {
      case 'site':
        return sql`coalesce(site = ${it.id}, false)`;
      case 'department':
        return sql`coalesce(department = ${it.id}, false)`;
      case 'vendor':
        return sql`coalesce(manufacturer = ${it.id}, false)`;
      case 'group':
      case 'hospital':
        return sql`false`;
    }
  });
  return each.length === 0 ? sql`false` : sql`(${sql.join(each, sql` or `)})`;
}
