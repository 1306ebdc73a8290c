import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope } from '#engine/access';
import { TIERS } from '#engine/words';
import { addDays } from '#engine/risk';
import { listDueGroups } from '#store/due-work';
import { readKeptDue } from '#store/kept-due';
import type { Store } from '#store/store';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import type { Context } from '../context.ts';
import { keepTodayWork, readTodayWork } from './work.ts';
import { approveDecision, requestDecision } from '../vulnerabilities/decisions.ts';
import { matchFleet } from '../vulnerabilities/match-fleet.ts';

const RANGES = [
  { from: null, until: '2026-03-01' },
  { from: null, until: '2026-03-20' },
  { from: null, until: '2027-03-01' },
  { from: '2026-03-10', until: '2026-03-20' },
  { from: '2026-03-20', until: '2026-08-01' },
] as const;

/** The first groups by looking at every finding there is. */
async function oneByOne(
  ctx: Context,
  store: Store,
  { from, until, department }: { from: string | null; until: string; department: string | null },
) {
  const { rows } = await store.pool.query<{ id: string; label: string; model: string }>(
    'select id, label, coalesce(model_id::text, label) as model from device',
  );
  const known = new Map(rows.map((it) => [it.id, it]));
  const due = (await allFindings(ctx, '', 1000)).filter(
    (it) =>
      it.verdict === 'affected' &&
      it.dueOn !== null &&
      it.dueOn < until &&
      (from === null || it.dueOn >= from) &&
      (department === null || it.fields.department === department),
  );
  const groups = Map.groupBy(due, (it) => `${it.vulnerability}|${known.get(it.deviceId)?.model}`);
  return [...groups]
    .map(([, all]) => ({
      key: `${all[0]?.vulnerability}|${mostly(all.map((it) => known.get(it.deviceId)?.label ?? ''))}`,
      gravity: Math.max(...all.map((it) => it.score - 10_000 * TIERS.indexOf(it.tier))),
      dueOn: all.map((it) => it.dueOn ?? '').toSorted()[0] ?? '',
      devices: all.length,
    }))
    .toSorted(
      (a, b) =>
        b.gravity - a.gravity ||
        (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0) ||
        b.devices - a.devices ||
        (a.key < b.key ? -1 : 1),
    )
    .map((it) => [it.key, it.dueOn, it.devices]);
}

/** What is said most often; of what is said as often, the first. */
function mostly(words: readonly string[]): string {
  const said = [...Map.groupBy(words.toSorted(), (it) => it)];
  return said.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
}

for (const engine of ENGINES)
  test(`what is due first is found without looking at all that is due (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);
    // Brought along from an earlier configuration: overdue, though the verdict is new.
    const affected = (await allFindings(ctx, 'verdict:affected', 1000)).slice(-40);
    for (const [at, it] of affected.entries())
      if (at % 7 === 0)
        await store.pool.query(
          `insert into finding_anchor (device_id, vulnerability_no, detected_on) values ($1, $2, '2025-06-01')`,
          [it.deviceId, it.place.vulnerability],
        );
    // What is decided is nobody's work: of a whole model, and of one department alone.
    const vulnerabilities = [...new Set(affected.map((it) => it.vulnerability))];
    for (const [those, filter] of [
      [vulnerabilities.slice(0, 2), ''],
      [vulnerabilities.slice(2, 6), 'department:radiology'],
    ] as const) {
      const ids = await requestDecision(ctx, {
        vulnerabilities: those,
        says: 'accepted',
        justification: null,
        reason: 'Seen to',
        filter,
        expiresOn: '2026-06-01',
      });
      for (const id of ids) await approveDecision(ctx, id);
    }
    let met = 0;
    for (const range of RANGES)
      for (const department of [null, 'Radiology']) {
        const scopes: readonly Scope[] =
          department === null ? [{ kind: 'hospital' }] : [{ kind: 'department', id: department }];
        const expected = await oneByOne(ctx, store, { ...range, department });
        met += expected.length;
        for (const limit of [1, 5, 1000]) {
          const found = await listDueGroups(store.db, scopes, { ...range, limit });
          assert.deepEqual(
            found.map((it) => [`${it.vulnerability}|${it.label}`, it.dueOn, it.devices]),
            expected.slice(0, limit),
            JSON.stringify({ range, department, limit }),
          );
        }
      }
    assert(met > 100);

    // What is kept says the same, until findings change.
    const days = {
      on: '2026-03-01',
      soonAfter: addDays('2026-03-01', (await readTodayWork(ctx)).dueSoonDays + 1),
    };
    const limit = 5;
    const whole: readonly Scope[] = [{ kind: 'hospital' }];
    const first = {
      overdue: await listDueGroups(store.db, whole, { from: null, until: days.on, limit }),
      dueSoon: await listDueGroups(store.db, whole, { from: days.on, until: days.soonAfter, limit }),
    };
    assert(first.overdue.length > 0);
    await keepTodayWork(ctx);
    assert.deepEqual(await readKeptDue(store.db, days), first);
    const { overdue, dueSoon, on } = await readTodayWork(ctx);
    assert.deepEqual({ overdue, dueSoon, on }, { ...first, on: days.on });

    // Where devices stand is told of what is kept, too: it is counted anew once a device has moved.
    const gravest = first.overdue[0]?.modelId;
    assert(gravest != null);
    await store.pool.query(
      `update device set fields = fields || '{"site": "Elsewhere"}' where model_id = $1::uuid`,
      [gravest],
    );
    await matchFleet(ctx);
    assert.equal((await readKeptDue(store.db, days))?.overdue[0]?.site, 'Elsewhere');

    await store.pool.query(
      'delete from device_cohort where device_id in (select id from device where model_id = $1::uuid)',
      [gravest],
    );
    assert.equal(await readKeptDue(store.db, days), null);
    // No match waits that would count it: it is counted now.
    await store.pool.query(`update job set state = 'done' where not periodic`);
    const others = await readTodayWork(ctx);
    assert.equal(others.countedAt, null);
    assert.notEqual(others.overdue[0]?.modelId, gravest);
  });
