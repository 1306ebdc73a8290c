import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINES, freshStore } from '#test/database';
import { InputError } from './input-error.ts';
import { bringUpToDate } from './open-instance.ts';

for (const engine of ENGINES)
  test(`a database that a newer version has changed is not opened, and why is said (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    assert.deepEqual(await bringUpToDate(store), [], 'nothing is left to apply');
    await store.pool.query(
      "insert into kysely_migration (name, timestamp) values ('9999-later', '2099-01-01')",
    );
    await assert.rejects(bringUpToDate(store), (error: unknown) => {
      assert(error instanceof InputError);
      assert.match(
        error.message,
        /a newer version of Patchward has changed it \(9999-later\): start that version/,
      );
      return true;
    });
  });
