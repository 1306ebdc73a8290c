import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { test, type TestContext } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { contextOn, instanceOn } from '#test/context';
import { beginSnapshot, listSequences, listTables, readTable } from '#store/backup';
import { knownMigrations, migrate, pendingMigrations } from '#store/migrate';
import { openStore, type Store } from '#store/store';
import type { Instance } from '../context.ts';
import { InputError } from '../input-error.ts';
import { applyImport, previewImport } from '../inventory/import-start.ts';
import { addPerson } from '../people/people.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

const DEVICES = `id,manufacturer,model,version,serial,department,installDate
P-1,Northmed,CareView MX40,1.2,S-1,ICU,2024-02-29
P-2,"Ünlaut, Größe","Model ""quoted""
over two lines",2.0,S-2,Émergency,
P-3,Northmed,CareView MX40,,S-1,ICU,
`;

/** An instance with people, an inventory with its history, and sequences that have moved on. */
async function livedIn(t: TestContext, engine: Engine): Promise<Instance | null> {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const instance = instanceOn(store);
  const ctx = contextOn(instance);
  await addPerson(ctx, { kind: 'person', login: 'ada', name: 'Ada', grants: [] });
  const file = { name: 'devices.csv', stream: [Buffer.from(DEVICES)] };
  const { id } = await previewImport(ctx, file as never, { source: 'CMMS', at: null, mapping: null });
  await applyImport(ctx, id);
  return instance;
}

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-backup-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function backUp(instance: Instance, file: string): Promise<void> {
  await pipeline(await makeBackup(contextOn(instance)), createWriteStream(file));
}

/** The same lines with a last one that fits them. */
function withRightChecksum(text: string): string {
  const from = text.lastIndexOf('\n', text.length - 2) + 1;
  const end = JSON.parse(text.slice(from)) as { sha256: string };
  end.sha256 = createHash('sha256').update(text.slice(0, from)).digest('hex');
  return `${text.slice(0, from)}${JSON.stringify(end)}\n`;
}

/** Every row of every table, and where each sequence stands. */
async function everything(store: Store): Promise<Record<string, unknown>> {
  const tx = await beginSnapshot(store.db);
  const found: Record<string, unknown> = { sequences: await listSequences(tx) };
  for (const table of await listTables(tx)) {
    const rows: string[] = [];
    for await (const { json } of readTable(tx, table))
      rows.push(...(JSON.parse(json) as unknown[]).map((it) => JSON.stringify(it)));
    found[table.name] = rows.toSorted();
  }
  await tx.rollback().execute();
  return found;
}

for (const from of ENGINES)
  for (const to of ENGINES)
    test(`a backup of ${from} comes back row by row on ${to}, and its audit log is proven`, async (t) => {
      const old = await livedIn(t, from);
      const empty = await freshStore(t, to);
      if (old === null || empty === null) return;
      const file = join(scratch(t), 'backup.jsonl.gz');
      await backUp(old, file);
      const before = await everything(old.store);
      assert((before['device'] as unknown[]).length > 0);

      const restored = { ...instanceOn(empty), vault: old.vault };
      const { auditEntries } = await restoreBackup(restored, file);
      const after = await everything(empty);
      const audit = (it: Record<string, unknown>) => it['audit_entry'] as readonly string[];
      assert.deepEqual(
        audit(before).filter((it) => !audit(after).includes(it)),
        [],
      );
      assert(auditEntries > audit(before).length);
      for (const name of [
        'audit_entry',
        'audit_checkpoint',
        'audit_node',
        'audit_head',
        'setting',
        'sequences',
      ]) {
        delete before[name];
        delete after[name];
      }
      assert.deepEqual(after, before);

      // What refers to what holds again, and so does what guards the log.
      await assert.rejects(empty.pool.query('delete from inventory_import'), /foreign key/);
      await assert.rejects(empty.pool.query(`update audit_entry set act = 'nothing'`), /append-only/);
      await addPerson(contextOn(restored), { kind: 'person', login: 'bo', name: 'Bo', grants: [] });
    });

test('a backup comes back into a place that was never used, also one made before the newest migrations', async (t) => {
  const place = async (name: string) => {
    const store = await openStore({ url: null, folder: join(scratch(t), name), onFault: () => {} });
    t.after(() => store.close());
    return store;
  };
  const old = await livedIn(t, 'embedded');
  assert(old !== null);
  const file = join(scratch(t), 'backup.jsonl.gz');
  await backUp(old, file);
  const unused = { ...old, store: await place('unused') };
  await restoreBackup(unused, file);
  const after = await everything(unused.store);
  const before = await everything(old.store);
  assert.deepEqual(Object.keys(after), Object.keys(before));
  assert.deepEqual(after['device'], before['device']);

  // These came in between others that were there before: their names do not tell when.
  const newest = ['0041-pickups', '0043-kept-backups'];
  const earlier = { ...old, store: await place('earlier') };
  await migrate(
    earlier.store,
    knownMigrations().filter((it) => !newest.includes(it)),
  );
  const early = join(scratch(t), 'early.jsonl.gz');
  await backUp(earlier, early);
  const later = { ...old, store: await place('later') };
  const { tables } = await restoreBackup(later, early);
  assert.deepEqual(await pendingMigrations(later.store), []);
  assert.equal(tables, Object.keys(before).length - 5, 'sequences, and four tables that came later');
  const prepared = await freshStore(t, 'embedded');
  assert(prepared !== null);
  await restoreBackup({ ...old, store: prepared }, early);
});

test('a backup sees one moment, whatever is written while it is read', async (t) => {
  const old = await livedIn(t, 'postgresql');
  const empty = await freshStore(t, 'postgresql');
  if (old === null || empty === null) return;
  const file = join(scratch(t), 'backup.jsonl.gz');
  const bytes = await makeBackup(contextOn(old));
  const first = await bytes[Symbol.asyncIterator]().next();
  await addPerson(contextOn(old), { kind: 'person', login: 'late', name: 'Late', grants: [] });
  await pipeline(async function* () {
    yield first.value;
    yield* bytes;
  }, createWriteStream(file));
  await restoreBackup({ ...instanceOn(empty), vault: old.vault }, file);
  const people = await empty.db.selectFrom('person').select('login').execute();
  assert.deepEqual(
    people.map((it) => it.login),
    ['ada'],
  );
});

test('a restore is refused before anything is written: damage, another key, a place in use, a newer version', async (t) => {
  const old = await livedIn(t, 'embedded');
  const empty = await freshStore(t, 'embedded');
  if (old === null || empty === null) return;
  const folder = scratch(t);
  const file = join(folder, 'backup.jsonl.gz');
  await backUp(old, file);
  const right = { ...instanceOn(empty), vault: old.vault };
  const text = gunzipSync(readFileSync(file)).toString();
  const write = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const refused = async (instance: Instance, path: string, words: RegExp) =>
    assert.rejects(restoreBackup(instance, path), (it) => it instanceof InputError && words.test(it.message));

  await refused(right, write('cut', readFileSync(file).subarray(0, -40)), /cut off/);
  await refused(
    right,
    write('short', gzipSync(text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1))),
    /cut off/,
  );
  await refused(right, write('changed', gzipSync(text.replace('Northmed', 'Southmed'))), /checksum/);
  await refused(right, write('letter', gzipSync('Dear Ada\n')), /no backup/);
  await refused(right, write('plain', Buffer.from('Dear Ada\n')), /no backup/);
  await refused(right, join(folder, 'nowhere'), /no such file/);
  const later = text.replace('"migrations":[', '"migrations":["9999-later",');
  await refused(right, write('later', gzipSync(withRightChecksum(later))), /newer version.*9999-later/);
  await refused(instanceOn(empty), file, /another key/);
  await refused(old, file, /not empty/);
  assert.equal((await empty.db.selectFrom('person').selectAll().execute()).length, 0);
});
