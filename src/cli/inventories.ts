import { basename } from 'node:path';
import { type GivenMapping, readGivenMappings } from '#app/inventory/given-mappings';
import { type Given, UsageError } from './options.ts';

/** Inventory files, each with the name it goes by, and the columns that were named for them. */
export interface GivenInventories {
  readonly inventories: readonly { readonly name: string; readonly path: string }[];
  /** By name of the inventory. */
  readonly mappings: Readonly<Record<string, GivenMapping>>;
}

export function inventoriesOf(given: Given): GivenInventories {
  const files = given.all('inventory');
  if (files.length === 0) throw new UsageError('No inventory is given: add --inventory FILE');
  const inventories = files.map((path) => ({ name: nameAmong(files, path), path }));
  const names = inventories.map((it) => it.name);
  return { inventories, mappings: readGivenMappings(given.all('map'), names) };
}

/** A file is called by its last part, as long as no other has the same. */
function nameAmong(files: readonly string[], path: string): string {
  const name = basename(path);
  return files.filter((it) => basename(it) === name).length === 1 ? name : path;
}
