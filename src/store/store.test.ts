import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { ENGINES, freshStore } from '../../test/database.ts';
import { pendingMigrations } from './migrate.ts';
import { readSetting, writeSetting } from './settings.ts';
import { openStore } from './store.ts';

for (const engine of ENGINES) {
  test(`a migrated database has nothing pending and keeps settings (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    assert.deepEqual(await pendingMigrations(store), []);
    await store.db.transaction().execute((tx) => writeSetting(tx, 'hospital.zone', 'Europe/London'));
    await store.db.transaction().execute((tx) => writeSetting(tx, 'hospital.zone', 'America/Chicago'));
    assert.equal(await readSetting(store.db, 'hospital.zone'), 'America/Chicago');
  });

  test(`every table and column says what it holds (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const { rows } = await sql<{ name: string }>`
      select c.relname || coalesce('.' || a.attname, '') as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname not like 'kysely%'
        and (obj_description(c.oid, 'pg_class') is null or col_description(c.oid, a.attnum) is null)`.execute(
      store.db,
    );
    assert.deepEqual(
      rows.map((it) => it.name),
      [],
    );
  });

  test(`the audit log refuses change even to the database's own user (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    await assert.rejects(sql`delete from audit_entry`.execute(store.db), /append-only/);
    await assert.rejects(sql`update audit_entry set act = 'x'`.execute(store.db), /append-only/);
  });
}

test('a second process is kept out of the embedded database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-'));
  const options = { url: null, folder: join(folder, 'database'), onFault: () => {} };
  const first = await openStore(options);
  await assert.rejects(openStore(options), /another process has it open/);
  await first.close();
  const again = await openStore(options);
  await again.close();
  rmSync(folder, { recursive: true, force: true });
});
