import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { freshStore } from '#test/database';
import type { JobTools } from '../jobs/kind.ts';
import { tidyDatabase } from './tidy-database.ts';

const TOOLS: JobTools = {
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  saved: null,
  save: async () => {},
};

test('the embedded database knows how many rows it has, also after many have come and gone', async (t) => {
  const store = await freshStore(t, 'embedded');
  assert.ok(store !== null);
  const ctx = contextOn(instanceOn(store));
  const believed = async () => {
    const { rows } = await store.pool.query<{ reltuples: number }>(
      `select reltuples from pg_class where relname = 'tag'`,
    );
    return rows[0]?.reltuples;
  };
  await tidyDatabase.run(ctx, TOOLS);
  await store.pool.query(`insert into tag (id, name, key, created_at, created_by_name)
    select gen_random_uuid(), 'tag ' || n, 'tag ' || n, now(), 'Ada' from generate_series(1, 3000) n`);
  assert.match((await tidyDatabase.run(ctx, TOOLS)) ?? '', /\btag\b/);
  assert.equal(await believed(), 3000);
  assert.equal(await tidyDatabase.run(ctx, TOOLS), null, 'nothing changed since');
  await store.pool.query(`delete from tag where name < 'tag 2'`);
  await tidyDatabase.run(ctx, TOOLS);
  const { rows } = await store.pool.query<{ n: string }>('select count(*) as n from tag');
  assert.equal(await believed(), Number(rows[0]?.n));
});
