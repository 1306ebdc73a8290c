import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import pg from 'pg';
import { migrate } from '../src/store/migrate.ts';
import { openStore, type Store } from '../src/store/store.ts';

/** Where a real PostgreSQL listens for tests; unset: only the embedded database is tested. */
const SERVER = process.env['PATCHWARD_TEST_DATABASE_URL'] || null;

export type Engine = 'embedded' | 'postgresql';
export const ENGINES: readonly Engine[] = ['embedded', 'postgresql'];

/** An empty, migrated store that goes away with the test; null after marking the test as skipped. */
export async function freshStore(t: TestContext, engine: Engine): Promise<Store | null> {
  if (engine === 'embedded') return freshEmbedded(t);
  if (SERVER === null) {
    t.skip('PATCHWARD_TEST_DATABASE_URL names no PostgreSQL server');
    return null;
  }
  return freshDatabase(t, SERVER);
}

async function freshEmbedded(t: TestContext): Promise<Store> {
  const folder = join(await scratch(), `database-${++databases}`);
  cpSync(await template(), folder, { recursive: true });
  const store = await openStore({ url: null, folder, onFault: fail });
  t.after(async () => {
    await store.close();
    for (const it of [folder, `${folder}.lock`]) rmSync(it, { recursive: true, force: true });
  });
  return store;
}

let scratchFolder: string | null = null;

/** One folder for all embedded databases of this process; gone when the tests are. */
async function scratch(): Promise<string> {
  if (scratchFolder !== null) return scratchFolder;
  const folder = mkdtempSync(join(tmpdir(), 'patchward-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  scratchFolder = folder;
  return folder;
}

let templateFolder: Promise<string> | null = null;

/** Making a database costs seconds, copying one does not: it is made and migrated once. */
function template(): Promise<string> {
  templateFolder ??= makeTemplate();
  return templateFolder;
}

async function makeTemplate(): Promise<string> {
  const folder = join(await scratch(), 'template');
  const store = await openStore({ url: null, folder, onFault: fail });
  await migrate(store);
  await store.close();
  return folder;
}

async function freshDatabase(t: TestContext, server: string): Promise<Store> {
  templateDatabase ??= makeTemplateDatabase(server);
  const name = `patchward_test_${process.pid}_${++databases}`;
  await onServer(server, `create database ${name} template ${await templateDatabase}`);
  const store = await openStore({ url: urlOf(server, name), folder: '', onFault: fail });
  t.after(async () => {
    await store.close();
    await onServer(server, `drop database ${name} with (force)`);
  });
  return store;
}

let templateDatabase: Promise<string> | null = null;

async function makeTemplateDatabase(server: string): Promise<string> {
  const name = `patchward_template_${process.pid}`;
  // Gone when everything that was to be done is.
  process.once('beforeExit', () => void onServer(server, `drop database ${name} with (force)`));
  await onServer(server, `drop database if exists ${name} with (force)`);
  await onServer(server, `create database ${name}`);
  const store = await openStore({ url: urlOf(server, name), folder: '', onFault: fail });
  await migrate(store);
  await store.close();
  return name;
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

let databases = 0;

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function fail(error: Error): void {
  // A connection that the server cuts while a database is dropped is no fault of the test.
  if (!/terminat/.test(error.message)) throw error;
}
