import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIERS } from '#engine/words';
import { recountFindings } from '#store/finding-tallies';
import { listDevices, type PlacedDevice } from '#store/device-list';
import type { ListPlace } from '#store/keyset';
import type { DeviceRisk } from '#store/device-risks';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import type { Context } from '../context.ts';
import { approveDecision, requestDecision } from '../vulnerabilities/decisions.ts';
import type { ListedFinding } from '../vulnerabilities/findings.ts';
import { findDevices, type ListedDevice } from './devices.ts';

type Ask = Partial<Parameters<typeof findDevices>[1]>;

async function allDevices(ctx: Context, ask: Ask = {}): Promise<readonly ListedDevice[]> {
  const found: ListedDevice[] = [];
  let after = null;
  do {
    const page = await findDevices(ctx, { filter: '', sort: [], limit: 200, ...ask, after });
    found.push(...page.devices);
    after = page.next;
  } while (after !== null);
  return found;
}

/** Rank of the most urgent finding, as lists of findings are in order of; -1: none. */
function urgencyOf(findings: readonly ListedFinding[]): number {
  return Math.max(-1, ...findings.map((it) => it.score + (it.verdict === 'affected' ? 1000 : 0)));
}

/** The same, by looking at each finding. */
function addedUp(findings: readonly ListedFinding[]): Omit<DeviceRisk, 'isKnown'> {
  const affected = findings.filter((it) => it.verdict === 'affected');
  const tiers = affected.map((it) => TIERS.indexOf(it.tier));
  return {
    tier: tiers.length === 0 ? null : (TIERS[Math.min(...tiers)] ?? null),
    score: Math.max(0, ...affected.map((it) => it.score)),
    affected: affected.length,
    undetermined: findings.length - affected.length,
    dueOn: affected.flatMap((it) => it.dueOn ?? []).toSorted()[0] ?? null,
  };
}

for (const engine of ENGINES)
  test(`a list of devices says what is open on each, as its findings do (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    assert((await allDevices(ctx)).every((it) => it.risk === null));
    await takeFeeds(ctx, ['samples/feeds']);
    const [worst] = await allFindings(ctx);
    assert(worst !== undefined);
    const order = {
      says: 'accepted',
      justification: null,
      reason: 'Seen to',
      expiresOn: '2026-06-01',
    } as const;
    // On one device everything of its gravest tier, so that another one is its gravest.
    const gravest = (await allFindings(ctx, `device:=${worst.deviceId} tier:${worst.tier}`)).map(
      (it) => it.vulnerability,
    );
    for (const id of await requestDecision(ctx, {
      ...order,
      vulnerabilities: [...new Set(gravest)],
      filter: `device:=${worst.deviceId}`,
    }))
      await approveDecision(ctx, id);

    const byDevice = Map.groupBy(await allFindings(ctx), (it) => it.deviceId);
    const devices = await allDevices(ctx);
    for (const { id, risk } of devices) {
      assert(risk !== null);
      const { isKnown: _, ...open } = risk;
      assert.deepEqual(open, addedUp(byDevice.get(id) ?? []));
    }
    assert(devices.some((it) => it.risk?.isKnown === false));

    const left = devices.find((it) => it.id === worst.deviceId)?.risk;
    assert(left != null && left.tier !== worst.tier && left.affected > 0);
    const met = async (filter: string) => (await allDevices(ctx, { filter })).map((it) => it.id).toSorted();
    const like = (is: (it: DeviceRisk) => boolean) =>
      devices.flatMap((it) => (it.risk !== null && is(it.risk) ? [it.id] : [])).toSorted();
    for (const tier of TIERS)
      assert.deepEqual(
        await met(`gravest:${tier}`),
        like((it) => it.tier === tier),
        tier,
      );
    assert.deepEqual(
      await met('gravest:none'),
      like((it) => it.tier === null),
    );
    for (const count of [0, 1, left.affected])
      assert.deepEqual(
        await met(`openFindings:=${count}`),
        like((it) => it.affected === count),
        `${count}`,
      );
    assert.deepEqual(
      await met(`openFindings:>${left.affected}`),
      like((it) => it.affected > left.affected),
    );

    const risk = (falling: boolean) => ({ column: 'risk', falling }) as const;
    for (const filter of ['', 'criticality:life-sustaining', 'manufacturer:b -model:x'])
      for (const sort of [
        [risk(true)],
        [risk(false)],
        [risk(true), { column: 'label', falling: false } as const],
      ]) {
        const sorted = await allDevices(ctx, { filter, sort, limit: 3 });
        const whole = await allDevices(ctx, { filter });
        assert.deepEqual(sorted.map((it) => it.id).toSorted(), whole.map((it) => it.id).toSorted());
        const urgencies = sorted.map((it) => urgencyOf(byDevice.get(it.id) ?? []));
        const rising = urgencies.toSorted((a, b) => a - b);
        assert.deepEqual(urgencies, sort[0]?.falling === true ? rising.reverse() : rising, filter);
      }
    // Pages that are found near where the last one ended are those of the whole list.
    for (const scopes of [[{ kind: 'hospital' }], [{ kind: 'site', id: 'North' }]] as const)
      for (const sort of [
        [risk(true), { column: 'label', falling: false } as const],
        [risk(false), { column: 'label', falling: true } as const],
        [risk(true), { column: 'site', falling: true } as const, risk(true)],
      ]) {
        const selection = { filter: null, scopes };
        const ask = { sort, after: null, limit: 1000 };
        const whole = await listDevices(store.db, selection, ask);
        const paged: PlacedDevice[] = [];
        for (let after: ListPlace | null = null; ; ) {
          const page = await listDevices(store.db, selection, { sort, after, limit: 3 });
          paged.push(...page);
          if (page.length < 3) break;
          after = page.at(-1)?.place ?? null;
        }
        assert.deepEqual(
          paged.map(({ device, place }) => [device.id, place.keys]),
          whole.map(({ device, place }) => [device.id, place.keys]),
        );
      }
    assert.equal(await store.db.transaction().execute(recountFindings), 0);

    await store.pool.query('insert into device_to_match (device_id) values ($1)', [worst.deviceId]);
    const waiting = (await allDevices(ctx)).find((it) => it.id === worst.deviceId);
    assert.equal(waiting?.risk, null, 'what waits to be matched is not told as it was');
  });
