import { isInventoryField } from '#inventory/fields';
import type { GivenMapping } from '#inventory/table';
import { InputError } from '../input-error.ts';

export type { GivenMapping };

/**
 * Which column feeds which field, as a person writes it: `model=Model name` for every source, or
 * `scan.csv:model=Model name` for one, whose own choices then come first. `model=` keeps every column from it.
 * @param sources names of the sources there are
 * @returns mapping by name of the source
 * @throws {InputError} naming the pair at fault
 */
export function readGivenMappings(
  pairs: readonly string[],
  sources: readonly string[],
): Readonly<Record<string, GivenMapping>> {
  const forAll: Record<string, string | null> = {};
  const forOne = new Map<string, Record<string, string | null>>();
  for (const pair of pairs) {
    const source = sources.find((it) => pair.startsWith(`${it}:`)) ?? null;
    const target = source === null ? forAll : (forOne.get(source) ?? {});
    if (source !== null) forOne.set(source, target);
    const { field, column } = readPair(pair, source);
    if (Object.hasOwn(target, field))
      throw new InputError(`Cannot map "${pair}": field "${field}" is mapped twice`);
    target[field] = column;
  }
  return Object.fromEntries(sources.map((it) => [it, { ...forAll, ...forOne.get(it) }]));
}

function readPair(pair: string, source: string | null): { field: string; column: string | null } {
  const text = source === null ? pair : pair.slice(source.length + 1);
  const split = text.indexOf('=');
  const field = text.slice(0, Math.max(0, split)).trim();
  const column = text.slice(split + 1).trim();
  if (split < 1) throw new InputError(`Cannot map "${pair}": write field=Column, as in model="Model name"`);
  if (!isInventoryField(field))
    throw new InputError(
      `Cannot map "${pair}": there is no field "${field}"; those that are often mapped: id, manufacturer, model, version, os, osVersion, serial, site, department, criticality, exposure`,
    );
  return { field, column: column === '' ? null : column };
}
