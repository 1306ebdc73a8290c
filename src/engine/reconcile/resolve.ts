import { readVersion } from '#engine/versions';
import type {
  Component,
  Device,
  DeviceFields,
  Disputed,
  Observation,
  Origin,
  VersionField,
} from '#engine/words';
import { disagree, foldedText, type MakerKey } from './disagreement.ts';
import { type Identity, idOf } from './identifiers.ts';
import { whyJunk } from './junk.ts';
import { type Precedence, rankIn } from './precedence.ts';

/** Sources that disagree on a field, the ruling value first. A placeholder disagrees with nobody. */
export interface FieldConflict {
  readonly deviceId: string;
  readonly field: keyof DeviceFields;
  readonly values: readonly { readonly value: string; readonly origin: Origin }[];
}

type Draft = { -readonly [Field in keyof DeviceFields]: DeviceFields[Field] };

export interface Resolved {
  readonly fields: DeviceFields;
  readonly conflicts: readonly Omit<FieldConflict, 'deviceId'>[];
  readonly disputed?: Disputed;
}

/** One device from what its sources say (in canonical order), and where they disagree. */
export function resolve(
  observations: readonly Observation[],
  precedence: Precedence,
  makerKey?: MakerKey,
): Resolved {
  const [only] = observations;
  if (observations.length === 1 && only !== undefined) return { fields: only.fields, conflicts: [] };
  const draft: Draft = {};
  const disputed: { -readonly [Field in keyof Disputed]: Disputed[Field] } = {};
  const conflicts: Omit<FieldConflict, 'deviceId'>[] = [];
  for (const field of Object.keys(precedence) as (keyof DeviceFields)[]) {
    if (field === 'components' || field === 'componentsComplete') continue;
    const said = sayingsOn(field, observations, precedence, draft);
    if (said.length === 0) continue;
    const [first] = said as [Observation];
    if (said.length === 1 || distinct(field, said).length === 1) {
      take(draft, field, first);
      continue;
    }
    const real = said.filter((it) => whyJunk(field, it.fields[field]) === null);
    take(draft, field, real[0] ?? first);
    if (field === 'version' || field === 'osVersion') {
      const others = otherVersions(field, real, precedence);
      if (others.length > 0) disputed[field] = others;
    }
    const values = distinct(field, real);
    if (
      disagree(
        field,
        values.map((it) => it.value),
        makerKey,
      )
    )
      conflicts.push({ field, values });
  }
  addComponents(draft, observations);
  return { fields: draft, conflicts, ...(Object.keys(disputed).length > 0 && { disputed }) };
}

/** Versions that are not the ruling one, of sources that rule it only by standing further up in a list. */
function otherVersions(
  field: VersionField,
  [ruling, ...others]: readonly Observation[],
  precedence: Precedence,
): string[] {
  if (ruling === undefined) return [];
  const rank = (it: Observation) => rankIn(precedence[field], it.source ?? 'list', it.origin.file);
  const own = readVersion(ruling.fields[field]);
  const alike = others.filter((it) => rank(it) === rank(ruling));
  return distinct(field, alike)
    .map((it) => it.value)
    .filter(
      (it) => !same(it, ruling.fields[field] ?? '') && (own === null || readVersion(it)?.key !== own.key),
    );
}

function take<Field extends keyof DeviceFields>(draft: Draft, field: Field, from: Observation): void {
  draft[field] = from.fields[field];
}

/** Who says something on the field, by whose word counts. */
function sayingsOn(
  field: keyof DeviceFields,
  observations: readonly Observation[],
  precedence: Precedence,
  draft: Draft,
): readonly Observation[] {
  const said = observations.filter((it) => it.fields[field] !== undefined && belongs(field, it, draft));
  const rank = (it: Observation) => rankIn(precedence[field], it.source ?? 'list', it.origin.file);
  return said.length < 2 ? said : said.toSorted((a, b) => rank(a) - rank(b));
}

/** The version of an operating system goes with that system: not with another one that a second source claims. */
function belongs(field: keyof DeviceFields, it: Observation, draft: Draft): boolean {
  const { os } = it.fields;
  if (field !== 'osVersion' || draft.os === undefined || os === undefined) return true;
  return same(os, draft.os) || whyJunk('os', os) !== null;
}

function distinct(field: keyof DeviceFields, said: readonly Observation[]): FieldConflict['values'] {
  const values: { value: string; origin: Origin }[] = [];
  for (const it of said) {
    const value = textOf(it.fields[field]);
    if (!values.some((known) => same(known.value, value))) values.push({ value, origin: it.origin });
  }
  return values;
}

function textOf(value: DeviceFields[keyof DeviceFields]): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function same(a: string, b: string): boolean {
  return a === b || foldedText(a) === foldedText(b);
}

function addComponents(draft: Draft, observations: readonly Observation[]): void {
  const lists = observations.flatMap((it) =>
    it.fields.components === undefined ? [] : [it.fields.components],
  );
  if (lists.length > 0) draft.components = mergeComponents(lists);
  const complete = observations.find((it) => it.fields.componentsComplete === true);
  const denied = observations.some((it) => it.fields.componentsComplete === false);
  if (complete !== undefined) draft.componentsComplete = true;
  else if (denied) draft.componentsComplete = false;
}

/** Every component once; the first mention is kept, and a mention without a version yields to one with. */
export function mergeComponents(lists: readonly (readonly Component[])[]): readonly Component[] {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  const merged = new Map<string, Component>();
  for (const list of lists)
    for (const it of list) {
      const key = JSON.stringify([
        it.vendor ?? '',
        it.name,
        it.version ?? '',
        it.cpe ?? '',
        it.purl ?? '',
      ]).toLowerCase();
      if (!merged.has(key)) merged.set(key, it);
    }
  return [...merged.values()];
}

/**
 * The id a device goes by: what its ruling source calls it, else its strongest identifier, else where it stands.
 * Stable as long as the source says the same; junk names nothing.
 */
export function nameOf(
  fields: DeviceFields,
  identityOf: (fields: DeviceFields) => Identity,
  first: Observation,
): Device['id'] {
  if (fields.id !== undefined && idOf(fields.id) !== null) return fields.id;
  const identity = identityOf(fields);
  if (fields.assetTag !== undefined && identity.assetTag !== null) return fields.assetTag;
  if (fields.serial !== undefined && identity.serial !== null)
    return [fields.manufacturer, fields.serial].filter((it) => it !== undefined).join(' ');
  if (fields.mac !== undefined && identity.mac !== null) return fields.mac;
  if (fields.hostname !== undefined && identity.hostname !== null) return fields.hostname;
  return (identity.ip === null ? undefined : fields.ip) ?? placeOf(first.origin);
}

export function placeOf(origin: Origin): string {
  return origin.line === undefined ? origin.file : `${origin.file}:${origin.line}`;
}
