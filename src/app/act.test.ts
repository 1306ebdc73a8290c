import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '../../test/context.ts';
import { ENGINES, freshStore } from '../../test/database.ts';
import { act, actUnasked, demand, see } from './act.ts';
import type { Actor, KnownActor } from './context.ts';
import { Refused } from './refusal.ts';

const engineer: KnownActor = {
  kind: 'person',
  id: '01890000-0000-7000-8000-000000000001',
  name: 'Ada',
  grants: [{ role: 'clinical-engineer', scope: { kind: 'site', id: 'north' } }],
  limitedTo: null,
  verifiedAt: null,
  sessionId: null,
};

const note = { act: 'device.edit', subject: { kind: 'device', id: 'd-1' }, detail: { name: ['a', 'b'] } };

for (const engine of ENGINES) {
  test(`an act and its audit entry are kept together or not at all (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = (actor: Actor) => contextOn(instance, actor);
    const entries = () =>
      see(ctx({ kind: 'system', name: 'Test' }), 'audit.read', (db) =>
        db.selectFrom('audit_entry').select(['seq', 'actor_name', 'act']).orderBy('seq').execute(),
      );

    const north = { permission: 'inventory.edit', subject: { site: 'north' } } as const;
    assert.equal(await act(ctx(engineer), north, async () => ({ value: 7, audit: note })), 7);
    await act(ctx(engineer), north, async () => ({ value: 0, audit: [note, note] }));
    await act(ctx(engineer), north, async () => ({ value: 0, audit: null }));
    await assert.rejects(
      act(ctx(engineer), north, async (tx) => {
        await tx.insertInto('setting').values({ key: 'x', value: '1' }).execute();
        throw new Error('broken on purpose');
      }),
      /broken on purpose/,
    );
    await assert.rejects(
      act(ctx(engineer), { ...north, subject: { site: 'south' } }, () => assert.fail('reached')),
      (it) => it instanceof Refused && it.refusal.code === 'not-allowed',
    );
    await assert.rejects(
      act(ctx({ kind: 'nobody' }), north, () => assert.fail('reached')),
      (it) => it instanceof Refused && it.refusal.code === 'not-signed-in',
    );
    await actUnasked(ctx({ kind: 'nobody' }), async () => ({ value: 0, audit: note }));
    assert.deepEqual(
      (await entries()).map((it) => [Number(it.seq), it.actor_name]),
      [
        [1, 'Ada'],
        [2, 'Ada'],
        [3, 'Ada'],
        [4, 'Nobody signed in'],
      ],
    );
    assert.equal((await store.db.selectFrom('setting').selectAll().execute()).length, 0);
  });

  test(`acts at the same time take places in the chain one after the other (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await Promise.all(
      Array.from({ length: 30 }, () => actUnasked(ctx, async () => ({ value: 0, audit: note }))),
    );
    const rows = await store.db.selectFrom('audit_entry').selectAll().orderBy('seq').execute();
    assert.deepEqual(
      rows.map((it) => Number(it.seq)),
      Array.from({ length: 30 }, (_, i) => i + 1),
    );
    rows.forEach((it, i) => {
      const before = rows[i - 1]?.hash ?? Buffer.alloc(32);
      assert.equal(before.equals(it.previous_hash), true, `entry ${it.seq} follows the one before`);
    });
  });
}

test('a token allows no more than it says, whatever its owner may do', () => {
  const token: KnownActor = { ...engineer, limitedTo: ['inventory.read'] };
  demand(token, { permission: 'inventory.read', subject: { site: 'north' } });
  assert.throws(() => demand(token, { permission: 'inventory.edit', subject: { site: 'north' } }), Refused);
  assert.throws(() => demand(token, { permission: 'inventory.read', subject: { site: 'south' } }), Refused);
});
