import { stat } from 'node:fs/promises';
import { readHealth } from '#store/health';
import { pendingMigrations } from '#store/migrate';
import { isNobodyThere } from '#store/people';
import { type InstancePlace, keyFileOf, openPlace } from './open-instance.ts';

/** One thing looked at. */
export interface Finding {
  readonly name: string;
  readonly value: string;
  /** Why it needs a person; null: it is as it should be. */
  readonly problem: string | null;
}

/** What can be set in the environment, besides the options of a command. */
export const ENVIRONMENT = [
  'DATABASE_URL',
  'PATCHWARD_DATA',
  'PATCHWARD_KEY',
  'HOST',
  'PORT',
  'PATCHWARD_ORIGIN',
  'PATCHWARD_TRUSTED_PROXIES',
  'PATCHWARD_PROXY',
  'PATCHWARD_INBOX',
  'PATCHWARD_METRICS_TOKEN',
  'PATCHWARD_LOG',
  'PATCHWARD_OIDC_ISSUER',
  'PATCHWARD_OIDC_NAME',
  'PATCHWARD_OIDC_CLIENT_ID',
  'PATCHWARD_OIDC_CLIENT_SECRET',
] as const;
export type Environment = Readonly<Record<(typeof ENVIRONMENT)[number], string | null>>;

/** Looks at where an instance lives and what state it is in; changes nothing but opens the database. */
export async function examine(place: InstancePlace, environment: Environment): Promise<Finding[]> {
  return [...(await examinePlace(place)), ...ENVIRONMENT.map((name) => setting(name, environment[name]))];
}

function setting(name: (typeof ENVIRONMENT)[number], value: string | null): Finding {
  if (value === null) return fine(name, 'not set');
  if (name === 'DATABASE_URL' || name === 'PATCHWARD_PROXY') return fine(name, hidden(value));
  return fine(name, /KEY|SECRET|TOKEN/.test(name) ? 'set (hidden)' : value);
}

async function examinePlace(place: InstancePlace): Promise<Finding[]> {
  const store = await openPlace(place, () => {});
  try {
    const health = await readHealth(store);
    const pending = await pendingMigrations(store);
    return [
      fine('Data folder', place.folder ?? 'none'),
      fine(
        'Database',
        place.databaseUrl === null ? 'embedded, in the data folder' : hidden(place.databaseUrl),
      ),
      fine('Engine', `${store.engine}, PostgreSQL ${health.version}`),
      {
        name: 'Durable writes',
        value: health.durable ? 'yes' : 'no',
        problem: health.durable ? null : 'acknowledged writes may be lost in a power cut: switch fsync on',
      },
      {
        name: 'Migrations',
        value: pending.length === 0 ? 'up to date' : `${pending.length} to apply: ${pending.join(', ')}`,
        problem: pending.length === 0 ? null : 'run "patchward migrate", or start the server, which does it',
      },
      await keyFinding(place),
      pending.length > 0
        ? fine('Accounts', 'not looked at before migrations are applied')
        : fine('Accounts', (await isNobodyThere(store.db)) ? 'none yet: first run is open' : 'set up'),
    ];
  } finally {
    await store.close();
  }
}

async function keyFinding({ folder, key }: InstancePlace): Promise<Finding> {
  const name = 'Encryption key';
  if (key !== null) return fine(name, 'PATCHWARD_KEY (hidden)');
  if (folder === null)
    return { name, value: 'none', problem: 'set PATCHWARD_KEY, the same on every node, or add --data DIR' };
  const file = keyFileOf(folder);
  const mode = await modeOf(file);
  if (mode === null) return fine(name, `${file}, made at first start`);
  const open = (mode & 0o077) !== 0;
  return {
    name,
    value: file,
    problem: open ? 'other users of this machine can read it: chmod 600' : null,
  };
}

async function modeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mode;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** An address without its password. */
function hidden(address: string): string {
  if (!URL.canParse(address)) return 'an address that cannot be read (hidden)';
  const url = new URL(address);
  if (url.password !== '') url.password = 'hidden';
  for (const name of new Set(url.searchParams.keys()))
    if (/pass|key|secret/i.test(name)) url.searchParams.set(name, 'hidden');
  return url.href;
}

function fine(name: string, value: string): Finding {
  return { name, value, problem: null };
}
