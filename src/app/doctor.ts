import { stat } from 'node:fs/promises';
import { readHealth, readTimes } from '#store/health';
import { listKeptBackups } from '#store/kept-backups';
import { pendingMigrations } from '#store/migrate';
import { readKeyId } from '#store/sealed-secrets';
import { isNobodyThere } from '#store/people';
import type { Store } from '#store/store';
import { backupPolicyInForce } from './backup/backup-policy.ts';
import { foldersOf, type InstancePlace, openPlace, refuseNowhere } from './open-instance.ts';
import { keptKey, keyFileOf, keyFrom } from './secrets/key-file.ts';
import { createVault } from './secrets/vault.ts';
import { clockProblem } from './operation/clock.ts';
import { diskSpaceOf, sayDiskSpace } from './operation/disk.ts';

/** One thing looked at. */
export interface Finding {
  readonly name: string;
  readonly value: string;
  /** Why it needs a person; null: it is as it should be. */
  readonly problem: string | null;
}

/** What can be set in the environment, besides the options of a command. */
const ENVIRONMENT = [
  'DATABASE_URL',
  'PATCHWARD_DATA',
  'PATCHWARD_KEY',
  'HOST',
  'PORT',
  'PATCHWARD_ORIGIN',
  'PATCHWARD_TRUSTED_PROXIES',
  'PATCHWARD_PROXY',
  'PATCHWARD_INBOX',
  'PATCHWARD_BACKUPS',
  'PATCHWARD_METRICS_TOKEN',
  'PATCHWARD_LANGUAGE',
  'PATCHWARD_LOG',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'PATCHWARD_OIDC_ISSUER',
  'PATCHWARD_OIDC_NAME',
  'PATCHWARD_OIDC_CLIENT_ID',
  'PATCHWARD_OIDC_CLIENT_SECRET',
] as const;

/** Looks at where an instance lives and what state it is in; changes nothing but opens the database. */
export async function examine(
  place: InstancePlace,
  environment: Readonly<Record<string, string | undefined>>,
  now: Date,
): Promise<Finding[]> {
  return [
    ...(await examinePlace(place, now)),
    ...ENVIRONMENT.map((name) => setting(name, environment[name] ?? null)),
  ];
}

function setting(name: (typeof ENVIRONMENT)[number], value: string | null): Finding {
  if (value === null) return fine(name, 'not set');
  if (name === 'DATABASE_URL' || name === 'PATCHWARD_PROXY') return fine(name, hidden(value));
  return fine(name, /KEY|SECRET|TOKEN/.test(name) ? 'set (hidden)' : value);
}

async function examinePlace(place: InstancePlace, now: Date): Promise<Finding[]> {
  refuseNowhere(place);
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
        value: pending.length === 0 ? 'up to date' : sayPending(pending),
        problem: pending.length === 0 ? null : 'run "patchward migrate", or start the server, which does it',
      },
      await keyFinding(place, pending.length > 0 ? null : await readKeyId(store.db)),
      ...(await diskFindings(place)),
      ...(pending.length > 0
        ? [fine('Accounts, clock, backups', 'not looked at before migrations are applied')]
        : [
            fine('Accounts', (await isNobodyThere(store.db)) ? 'none yet: first run is open' : 'set up'),
            await clockFinding(store, now),
            await backupFinding(store, now),
          ]),
    ];
  } finally {
    await store.close();
  }
}

/** The first and the last: the names of all would be longer than a line. */
function sayPending(names: readonly string[]): string {
  const [first = ''] = names;
  const last = names.length > 1 ? ` to ${names.at(-1) ?? ''}` : '';
  return `${names.length} to apply: ${first}${last}`;
}

/** Room where the data is, and where backups are kept. */
async function diskFindings(place: InstancePlace): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, folder] of [
    ['Disk of the data', place.folder],
    ['Disk of backups', foldersOf(place).backups],
  ] as const) {
    const space = folder === null ? null : await diskSpaceOf(folder);
    if (space !== null) findings.push({ name, value: sayDiskSpace(space), problem: space.problem });
  }
  return findings;
}

async function clockFinding(store: Store, now: Date): Promise<Finding> {
  const times = await readTimes(store);
  const databaseNow = store.engine === 'embedded' ? null : times.now;
  const problem = clockProblem(now, { databaseNow, lastEntryAt: times.lastEntryAt });
  return { name: 'Clock', value: now.toISOString(), problem };
}

/** Backups that make themselves, and stopped doing so. */
async function backupFinding({ db }: Store, now: Date): Promise<Finding> {
  const { schedule } = await backupPolicyInForce(db);
  const newest = (await listKeptBackups(db)).find((it) => it.state === 'kept');
  const value = newest === undefined ? 'none kept here' : `newest of ${newest.begunAt.toISOString()}`;
  if (schedule === null) return fine('Backups', `${value}, none make themselves`);
  const daysMax = schedule.kind === 'daily' ? 2 : 8;
  const isLate = newest === undefined || now.getTime() - newest.begunAt.getTime() > daysMax * 86_400_000;
  return {
    name: 'Backups',
    value,
    problem: isLate ? 'the last that was due is missing: see the Backup page' : null,
  };
}

/** @param wanted id of the key that secrets are encrypted with; null: it was never told */
async function keyFinding({ folder, key }: InstancePlace, wanted: string | null): Promise<Finding> {
  const name = 'Encryption key';
  if (key !== null) {
    const { id } = createVault(keyFrom(key, 'PATCHWARD_KEY'));
    return { name, value: `${id}, in PATCHWARD_KEY (hidden)`, problem: otherKey(id, wanted) };
  }
  if (folder === null)
    return { name, value: 'none', problem: 'set PATCHWARD_KEY, the same on every node, or add --data DIR' };
  const file = keyFileOf(folder);
  const mode = await modeOf(file);
  if (mode === null) return fine(name, `${file}, made at first start`);
  const { id } = createVault(await keptKey(file));
  const isOpen = (mode & 0o077) !== 0;
  return {
    name,
    value: `${id}, in ${file}`,
    problem: isOpen ? 'other users of this machine can read it: chmod 600' : otherKey(id, wanted),
  };
}

function otherKey(id: string, wanted: string | null): string | null {
  return wanted === null || wanted === id ? null : `secrets are encrypted with key ${wanted}`;
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
