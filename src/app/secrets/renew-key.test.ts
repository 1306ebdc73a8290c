import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { listAllSecrets } from '#test/all-secrets';
import { contextOn, instanceOn } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { SEALED_COLUMNS } from '#store/sealed-secrets';
import { makeCheckpoint } from '../audit/checkpoints.ts';
import { makeBackup } from '../backup/make-backup.ts';
import type { Actor, Context } from '../context.ts';
import { addDestination } from '../destinations/destinations.ts';
import { openWritingBack } from '../destinations/writing-back.ts';
import { editFeed } from '../feeds/feed-settings.ts';
import { ensureKnownFeeds } from '../feeds/known-feeds.ts';
import { addPickup } from '../inventory/pickups.ts';
import { once } from '../once.ts';
import { isReady } from '../operation/measures.ts';
import { addPerson } from '../people/people.ts';
import { beginEnrolment } from '../people/second-factor.ts';
import { keptKey, keyFileOf, nextKeyFileOf } from './key-file.ts';
import { openVault } from './open-vault.ts';
import { renewKeyFile, renewSecretsKey } from './renew-key.ts';
import { createVault, VAULT_KEY_BYTES } from './vault.ts';

/** Everything that keeps a secret does so once. */
const KEEPERS: Readonly<Record<string, (ctx: Context, ada: Context) => Promise<unknown>>> = {
  'a destination that writes back': async (ctx) => {
    const order = { place: { kind: 'webhook', url: 'https://ops.example.org/hook' }, secret: null } as const;
    const name = `Operations ${ctx.newId()}`;
    const { dossier } = await addDestination(ctx, { ...order, name, events: ['import.finished'] });
    await openWritingBack(ctx, dossier.destination.id);
  },
  'the key of a feed': async (ctx) => {
    const { rows } = await ctx.store.pool.query(`select version from feed where id = 'nvd'`);
    await editFeed(ctx, 'nvd', { version: rows[0].version, apiKey: 'key of the NVD' });
  },
  'headers of a pickup': (ctx) =>
    addPickup(
      ctx,
      {
        source: `CMMS ${ctx.newId()}`,
        place: { kind: 'address', url: 'https://cmms.example.org/x.csv', headerNames: [] },
        schedule: { kind: 'daily', at: '10:00' },
        rules: { apply: 'never' } as never,
      },
      { Authorization: 'Bearer secret' },
    ),
  'an authenticator app': (_, ada) => beginEnrolment(ada),
  'an answer to be given again': (_, ada) =>
    once(ada, ada.newId(), 'request', async () => ({ status: 200, location: null, body: 'answer' })),
};

interface Place {
  readonly ctx: Context;
  /** Somebody with an account, who just said who they are. */
  readonly ada: Context;
  readonly key: Uint8Array;
  readonly folder: string;
}

/** An instance with a secret of each kind, and its key in a folder. */
async function livedIn(t: TestContext, engine: Engine): Promise<Place | null> {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'patchward-key-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const key = await keptKey(keyFileOf(folder));
  const ctx = contextOn({ ...instanceOn(store), vault: createVault(key) });
  await ensureKnownFeeds(store);
  const { person } = await addPerson(ctx, { kind: 'person', login: 'ada', name: 'Ada', grants: [] });
  const actor: Actor = {
    kind: 'person',
    id: person.id,
    name: 'Ada',
    grants: [],
    limitedTo: null,
    verifiedAt: ctx.now(),
    sessionId: null,
  };
  const ada = { ...ctx, actor };
  await makeCheckpoint(ctx);
  for (const keep of Object.values(KEEPERS)) await keep(ctx, ada);
  return { ctx, ada, key, folder };
}

for (const engine of ENGINES) {
  test(`every secret is encrypted with the new key, and the old one is of no use (${engine})`, async (t) => {
    const place = await livedIn(t, engine);
    if (place === null) return;
    const { ctx, ada } = place;
    const before = await listAllSecrets(ctx);
    assert.equal(before.length, SEALED_COLUMNS.length + 1, 'one of each, and the signing key');
    const next = randomBytes(VAULT_KEY_BYTES);
    const renewed = await renewSecretsKey(ctx, next);
    const on = { ...ctx, vault: createVault(next) };
    assert.deepEqual(renewed, { before: ctx.vault.id, after: on.vault.id, secrets: before.length });
    assert.deepEqual(await listAllSecrets(on), before, 'they say what they said');
    await assert.rejects(listAllSecrets(ctx), /^Error: Cannot decrypt/);

    assert.deepEqual([await isReady(ctx), await isReady(on)], [false, true]);
    for (const [name, keep] of Object.entries(KEEPERS)) {
      await assert.rejects(keep(ctx, ada), /the encryption key was changed to/, name);
    }
    await assert.rejects(renewSecretsKey(ctx, randomBytes(VAULT_KEY_BYTES)), /a moment ago/);
    await assert.rejects(async () => {
      for await (const _ of await makeBackup(ctx));
    }, /the encryption key was changed/);
    for (const keep of Object.values(KEEPERS).slice(0, 3)) await keep(on, ada);

    const { rows } = await ctx.store.pool.query(
      `select detail from audit_entry where act = 'secrets.renew-key'`,
    );
    assert.deepEqual(
      rows.map((it) => JSON.parse(it.detail)),
      [renewed],
    );
  });

  test(`a change of the key that fails leaves every secret as it was (${engine})`, async (t) => {
    const place = await livedIn(t, engine);
    if (place === null) return;
    const { ctx } = place;
    const before = await listAllSecrets(ctx);
    const { rows } = await ctx.store.pool.query('select body from kept_answer');
    await ctx.store.pool.query('update kept_answer set body = $1', [Buffer.alloc(40)]);
    await assert.rejects(
      renewSecretsKey(ctx, randomBytes(VAULT_KEY_BYTES)),
      /^Error: Cannot decrypt kept answer/,
    );
    await ctx.store.pool.query('update kept_answer set body = $1', [rows[0].body]);
    assert.deepEqual(await listAllSecrets(ctx), before);
    assert.equal(await isReady(ctx), true);
    const person: Actor = {
      kind: 'person',
      id: ctx.newId(),
      name: 'Ada',
      grants: [{ role: 'administrator', scope: { kind: 'hospital' } }],
      limitedTo: null,
      verifiedAt: new Date(ctx.now().getTime() - 3_600_000),
      sessionId: null,
    };
    await assert.rejects(
      renewSecretsKey({ ...ctx, actor: person }, randomBytes(VAULT_KEY_BYTES)),
      (it: { refusal?: { code: string } }) => it.refusal?.code === 'step-up',
    );
  });

  test(`a change of the key file may end at any point (${engine})`, async (t) => {
    const place = await livedIn(t, engine);
    if (place === null) return;
    const { ctx, key, folder } = place;
    const { store } = ctx;
    const inFolder = { folder, key: null };
    const opened = async () => openVault(store, inFolder, await keptKey(keyFileOf(folder)));
    const secrets = await listAllSecrets(ctx);
    assert.equal((await opened()).id, ctx.vault.id);

    // Ended when the new key was on the disk, and the database had not followed.
    const next = await keptKey(nextKeyFileOf(folder));
    assert.equal((await opened()).id, ctx.vault.id);
    assert.equal(statSync(nextKeyFileOf(folder)).mode & 0o077, 0);

    // Ended when the database had followed, and the key file was still the old one.
    await renewSecretsKey(ctx, await keptKey(nextKeyFileOf(folder)));
    await assert.rejects(
      openVault(store, { folder: null, key: 'given' }, key),
      new RegExp(`encrypted with key ${createVault(next).id}, and PATCHWARD_KEY holds key ${ctx.vault.id}$`),
    );
    const vault = await opened();
    assert.deepEqual(await listAllSecrets({ ...ctx, vault }), secrets);
    assert.equal(existsSync(nextKeyFileOf(folder)), false);
    assert.equal((await opened()).id, vault.id);

    // Not ended at all.
    const { after, kept } = await renewKeyFile({ ...ctx, vault }, folder);
    assert.equal((await opened()).id, after);
    assert.deepEqual(await listAllSecrets({ ...ctx, vault: await opened() }), secrets);
    assert.deepEqual(createVault(await keptKey(kept)).id, vault.id);
    assert.equal(statSync(kept).mode & 0o077, 0);
    assert.deepEqual(readdirSync(folder).toSorted(), ['secrets.key', `secrets.key.${vault.id}`]);

    // Somebody puts the key of before back.
    writeFileSync(keyFileOf(folder), Buffer.from(key).toString('base64'));
    await assert.rejects(opened(), /secrets\.key holds key/);
  });

  test(`a database that knows no id of its key takes only the key that opens it (${engine})`, async (t) => {
    const place = await livedIn(t, engine);
    if (place === null) return;
    const { ctx, key } = place;
    const from = { folder: null, key: 'given' };
    await ctx.store.pool.query(`delete from setting where key = 'secrets.key'`);
    await assert.rejects(openVault(ctx.store, from, randomBytes(VAULT_KEY_BYTES)), /another key/);
    assert.equal((await openVault(ctx.store, from, key)).id, ctx.vault.id);
    await assert.rejects(openVault(ctx.store, from, randomBytes(VAULT_KEY_BYTES)), /encrypted with key/);
  });

  test(`every column of bytes is known to hold secrets, or none (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const { rows } = await store.pool.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = current_schema() and data_type = 'bytea'`,
    );
    // Hashes, signatures, public keys, and files as they came.
    const plain = /hash|sha256|digest|signature|public_key|bytes|content|document|names$/;
    assert.deepEqual(
      rows
        .map((it) => it.name)
        .filter((it) => !plain.test(it) || it === 'kept_answer.request_hash')
        .toSorted(),
      [...SEALED_COLUMNS].toSorted(),
    );
  });
}
