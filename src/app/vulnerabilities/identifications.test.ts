import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAliases } from '#engine/identify';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { seenBySite } from '#test/people';
import { JOBS } from '../jobs/kinds.ts';
import {
  exportAliases,
  findProducts,
  listIdentifications,
  listSaid,
  revokeIdentification,
  settleIdentification,
} from './identifications.ts';
import { recheckFleet } from './recheck-fleet.ts';
import { previewAliases, takeAliases } from './take-aliases.ts';

const ALL = { text: '', after: null, limit: 500 } as const;

for (const engine of ENGINES) {
  test(`what a device is, is said once for all like devices, and can be taken back (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);
    await runJobs(instance, JOBS);
    const judgedBefore = await store.db.selectFrom('cohort').select(['id', 'judged_by']).execute();
    assert(judgedBefore.every((it) => it.judged_by !== null));
    const { items, total } = await listIdentifications(ctx, ALL);
    assert.equal(items.length, total);
    assert.deepEqual(
      items.map((it) => it.riskPoints),
      items.map((it) => it.riskPoints).toSorted((a, b) => b - a),
    );
    const doubt = items.find((it) => it.confidence === 'candidate' && it.findings > 0);
    assert(doubt !== undefined, 'the sample hospital has a doubtful device with something hanging on it');
    const [product] = doubt.products;
    assert(product !== undefined && product.evidence.length > 0);
    const before = await allFindings(ctx);
    await settleIdentification(ctx, { key: doubt.key, chosen: product, reason: 'Read on the label' });
    const stale = await store.db
      .selectFrom('cohort')
      .select('configuration_id')
      .where('judged_by', 'is', null)
      .execute();
    assert(stale.length > 0 && stale.length < judgedBefore.length / 2, 'only like devices are matched again');
    const waiting = (await listIdentifications(ctx, ALL)).items;
    assert(!waiting.some((it) => it.key === doubt.key), 'what is answered does not wait in the queue');
    await runJobs(instance, JOBS);
    const after = await allFindings(ctx);
    assert(after.length > before.length, `${after.length} findings after ${before.length}`);
    assert(!(await listIdentifications(ctx, ALL)).items.some((it) => it.key === doubt.key));
    const unwatched = { signal: new AbortController().signal, progress: () => {} };
    assert.equal(await recheckFleet(ctx, unwatched), null, 'judged anew from nothing it comes to the same');

    const book = readAliases(JSON.parse(await exportAliases(ctx)));
    assert('products' in book && book.products.some((it) => it.same && it.product === product.product));
    const file = JSON.parse(await exportAliases(ctx));
    const again = await takeAliases(ctx, file);
    assert.deepEqual([again.taken.length, again.known], [0, file.products.length], 'it is said already');
    const { items: said } = await listSaid(ctx, { before: null, limit: 50 });
    assert(said.every((it) => it.reason === 'Read on the label' && it.revokedAt === null));
    await revokeIdentification(ctx, said[0]?.act ?? '');
    await runJobs(instance, JOBS);
    assert.equal((await allFindings(ctx)).length, before.length);
    await assert.rejects(revokeIdentification(ctx, said[0]?.act ?? ''));

    // Another hospital, or this one anew, takes it from the file.
    const more = {
      ...file,
      companies: [{ name: 'Acme', aliases: [] }],
      products: [
        ...file.products,
        {
          manufacturer: 'Nobody',
          model: 'Pump',
          vendor: 'nobody',
          product: 'pump',
          same: true,
          source: 'A test',
        },
      ],
    };
    const looked = await previewAliases(ctx, more);
    assert.deepEqual(
      [looked.taken.length, looked.known, looked.unknown.length, looked.passedOver.companies],
      [file.products.length, 0, 1, 1],
    );
    assert.equal(
      (await listSaid(ctx, { before: null, limit: 50 })).items.filter((it) => it.revokedAt === null).length,
      0,
    );
    await takeAliases(ctx, more);
    await runJobs(instance, JOBS);
    assert.equal((await allFindings(ctx)).length, after.length, 'it counts as if it had been said here');
    const opposite = { products: file.products.map((it: { same: boolean }) => ({ ...it, same: !it.same })) };
    const refused = await takeAliases(ctx, opposite);
    assert.deepEqual([refused.taken.length, refused.contradicted.length], [0, file.products.length]);
    await assert.rejects(takeAliases(ctx, { products: [{ model: 'x' }] }), /products\[0\]/);
    const [newest] = (await listSaid(ctx, { before: null, limit: 1 })).items;
    await revokeIdentification(ctx, newest?.act ?? '');
    await runJobs(instance, JOBS);
    assert.equal((await allFindings(ctx)).length, before.length, 'and is taken back together');

    await settleIdentification(ctx, { key: doubt.key, chosen: null, reason: null });
    await runJobs(instance, JOBS);
    assert(!(await listIdentifications(ctx, ALL)).items.some((it) => it.key === doubt.key));
    assert((await findProducts(ctx, `${product.vendor} ${product.product}`)).length > 0);
    const elsewhere = contextOn(instance, seenBySite('Nowhere'));
    assert.equal((await listIdentifications(elsewhere, ALL)).total, 0);
    await assert.rejects(takeAliases(elsewhere, file));
    await assert.rejects(settleIdentification(elsewhere, { key: doubt.key, chosen: null, reason: null }));
  });
}
