import { randomUUIDv7 } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '#store/make-folder';
import { migrate, unknownMigrations } from '#store/migrate';
import { openStore, type Store } from '#store/store';
import type { Instance } from './context.ts';
import { ensureKnownFeeds } from './feeds/known-feeds.ts';
import { InputError } from './input-error.ts';
import { refreshDevices } from './inventory/refresh.ts';
import { resolveAfterUpgrade } from './inventory/resolve-anew.ts';
import type { OutgoingPorts } from './outgoing/ports.ts';
import { keptKey, keyFileOf, keyFrom } from './secrets/key-file.ts';
import { openVault } from './secrets/open-vault.ts';
import { createVault, type Vault } from './secrets/vault.ts';
import { matchUnjudged } from './vulnerabilities/match-job.ts';

/** Where the system of record lives. */
export interface InstancePlace {
  /** Data folder; null: there is none, and `databaseUrl` and `key` are given. */
  readonly folder: string | null;
  /** PostgreSQL server; null: the embedded database in the folder. */
  readonly databaseUrl: string | null;
  /** Encryption key in base64; null: the key file of the folder. */
  readonly key: string | null;
  /** Folder below which folders may be watched; left out: "inbox" in the data folder. */
  readonly inbox?: string | null;
  /** Folder in which backups are kept; left out: "backups" in the data folder. */
  readonly backups?: string | null;
}

/**
 * A command that looks after a system of record must not found another one where a folder is mistyped: what it then
 * said, and a backup it wrote, would be of nothing.
 * @throws {InputError} when the folder holds no database
 */
export function refuseNowhere({ folder, databaseUrl }: InstancePlace): void {
  if (folder === null || databaseUrl !== null || existsSync(databaseIn(folder))) return;
  throw new InputError(
    `Cannot find a system of record in "${folder}": "patchward serve" or "patchward migrate" makes one there`,
  );
}

function databaseIn(folder: string): string {
  return join(folder, 'database');
}

/** What an instance is given by whoever runs it. */
export interface InstancePorts {
  readonly now: () => Date;
  readonly onFault: (error: Error) => void;
  readonly outgoing: OutgoingPorts;
}

/** Opens the database and brings its schema up to date. Whoever opens it closes the store. */
export async function openInstance(place: InstancePlace, ports: InstancePorts): Promise<Instance> {
  const store = await openPlace(place, ports.onFault);
  try {
    const key = await keyOf(place);
    await bringUpToDate(store);
    const vault = await openVault(store, place, key);
    const instance = instanceOf(store, vault, { ...ports, ...foldersOf(place) });
    await ensureKnownFeeds(store);
    const ctx = { ...instance, actor: { kind: 'system', name: 'Start' } } as const;
    await refreshDevices(ctx, { kind: 'unsettled' });
    await resolveAfterUpgrade(ctx);
    await matchUnjudged(ctx);
    return instance;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Opens a place that a backup is to be restored to: its schema is left as it is. Whoever opens it closes the store. */
export async function openForRestore(place: InstancePlace, ports: InstancePorts): Promise<Instance> {
  const store = await openPlace(place, ports.onFault);
  try {
    return instanceOf(store, createVault(await keyOf(place)), { ...ports, ...foldersOf(place) });
  } catch (error) {
    await store.close();
    throw error;
  }
}

function instanceOf(
  store: Store,
  vault: Vault,
  { now, outgoing, inbox, backups }: InstancePorts & Pick<Instance, 'inbox' | 'backups'>,
): Instance {
  return { store, vault, now, outgoing, inbox, backups, newId: () => randomUUIDv7() };
}

/** The folders that are named, else those in the data folder. */
export function foldersOf({ folder, ...named }: InstancePlace): Pick<Instance, 'inbox' | 'backups'> {
  const inData = (name: string) => (folder === null ? null : join(folder, name));
  return { inbox: named.inbox ?? inData('inbox'), backups: named.backups ?? inData('backups') };
}

/** Brings the schema up to date without starting anything. @returns names of the migrations applied */
export async function migratePlace(place: InstancePlace, onFault: (error: Error) => void): Promise<string[]> {
  const store = await openPlace(place, onFault);
  try {
    return await bringUpToDate(store);
  } finally {
    await store.close();
  }
}

/**
 * Brings the schema up to date.
 * @returns names of the migrations applied
 * @throws {InputError} when a newer version has changed it: what that version did cannot be taken back
 */
export async function bringUpToDate(store: Store): Promise<string[]> {
  const unknown = await unknownMigrations(store);
  if (unknown.length > 0)
    throw new InputError(
      `Cannot open database: a newer version of Patchward has changed it (${unknown.join(', ')}): start that version, or restore a backup of this one into an empty place`,
    );
  return migrate(store);
}

/** Opens the database as it is, without touching its schema. */
export async function openPlace(place: InstancePlace, onFault: (error: Error) => void): Promise<Store> {
  if (place.folder === null && place.databaseUrl === null)
    throw new InputError(
      'No data folder is given: add --data DIR, or set DATABASE_URL to a PostgreSQL server',
    );
  try {
    if (place.folder !== null) makeFolder(place.folder);
    return await openStore({
      url: place.databaseUrl,
      folder: databaseIn(place.folder ?? ''),
      onFault,
    });
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : 'unknown reason';
    throw new InputError(because.startsWith('Cannot ') ? because : `Cannot open database: ${because}`, {
      cause,
    });
  }
}

async function keyOf({ folder, key }: InstancePlace): Promise<Uint8Array> {
  if (key !== null) return keyFrom(key, 'PATCHWARD_KEY');
  if (folder === null)
    throw new InputError(
      'No encryption key is given: set PATCHWARD_KEY to 32 random bytes in base64, the same on every node, or add --data DIR with a key file',
    );
  return keptKey(keyFileOf(folder));
}
