import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { READINESS_KINDS } from '#engine/triage';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { seenBySite } from '#test/people';
import { feedsOf, type Weakness } from '#test/small-feeds';
import { listAudit } from '../audit/list.ts';
import { groupFindings } from './finding-groups.ts';
import { matchFleet } from './match-fleet.ts';
import { readDeviceReadiness, readReadiness } from './readiness.ts';
import {
  listReadinessOverrides,
  previewReadiness,
  revokeReadiness,
  sayReadiness,
} from './readiness-overrides.ts';
import { recheckFleet } from './recheck-fleet.ts';

const FLAWS: readonly Weakness[] = [
  { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: false },
  { product: 'pump_os', fixedIn: null, score: 7.5, exploited: false },
];
const HEAD = 'Asset tag,Manufacturer,Model,Version,Site,End of support';
const ROWS = [
  'P-1,Acme,Pump OS,1.5,North,',
  'P-2,Acme,Pump OS,1.5,South,',
  'P-3,Acme,Pump OS,1.4,North,2020-01-01',
];
const SOON = '2026-06-01';

for (const engine of ENGINES) {
  test(`readiness shows what is derived and what people said; no fix is said into being (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock = { now: new Date('2026-03-01T08:00:00Z') };
    const instance = instanceOn(store, clock);
    const ctx = contextOn(instance);
    await takeInventory(ctx, [HEAD, ...ROWS].join('\n'));
    await takeFeeds(ctx, feedsOf(folder, FLAWS));
    const found = await allFindings(ctx);
    const idOf = (name: string) => found.find((it) => it.deviceName === name)?.deviceId ?? '';
    const ready = async (filter = '') =>
      (await allFindings(ctx, filter))
        .map(
          ({ deviceName, vulnerability, readiness: it, derivedReadiness: own }) =>
            `${deviceName ?? ''} ${vulnerability.at(-1) ?? ''}: ${it.kind} ${it.reason ?? ''} (${own.kind}, ${it.said})`,
        )
        .toSorted();
    assert.deepEqual(await ready(), [
      'P-1 1: patchable fix-available (patchable, nothing)',
      'P-1 2: unpatchable no-fix-published (unpatchable, nothing)',
      'P-2 1: patchable fix-available (patchable, nothing)',
      'P-2 2: unpatchable no-fix-published (unpatchable, nothing)',
      'P-3 1: unpatchable end-of-support (unpatchable, nothing)',
      'P-3 2: unpatchable end-of-support (unpatchable, nothing)',
    ]);
    // While nobody has said a word, of all and of some.
    assert.equal(
      (await readReadiness(ctx, '')).counts.reduce((sum, it) => sum + it.findings, 0),
      6,
    );
    assert.equal((await readReadiness(ctx, 'site:South overridden:no readiness:patchable')).counts.length, 1);

    // Of a device alone: a fix exists and cannot be had now; where none exists, patchable stays out of reach.
    const word = { rationale: 'It runs on a patient day and night', expiresOn: SOON, ownerId: null };
    const inUse = { ...word, says: 'temporarily-unpatchable', reason: 'in-constant-use' } as const;
    const agreed = { ...word, says: 'patchable', reason: 'support-agreed' } as const;
    const alone = (name: string) => ({ deviceId: idOf(name), filter: '' });
    await assert.rejects(
      sayReadiness(ctx, { ...inUse, ...alone('P-1'), expiresOn: '2026-03-01' }),
      /after today/,
    );
    await assert.rejects(
      sayReadiness(ctx, { ...inUse, ...alone('P-1'), reason: 'end-of-life' }),
      /reason does not fit/,
    );
    await assert.rejects(sayReadiness(ctx, { ...inUse, deviceId: null, filter: ' ' }), /say which devices/);
    await assert.rejects(
      sayReadiness(ctx, { ...inUse, deviceId: null, filter: 'tier:low' }),
      /no field "tier"/,
    );
    assert.deepEqual(await previewReadiness(ctx, alone('P-3')), { devices: 1, findings: 2, withoutFix: 1 });
    await sayReadiness(ctx, { ...agreed, ...alone('P-3') });
    assert.deepEqual(await ready('overridden:yes'), [
      'P-3 1: patchable support-agreed (unpatchable, counts)',
      'P-3 2: unpatchable end-of-support (unpatchable, no-fix)',
    ]);
    const its = await readDeviceReadiness(ctx, idOf('P-3'));
    assert.deepEqual([its.kind, its.derivedKind], ['unpatchable', 'unpatchable']);

    // Of like devices, but for the one of which something is said alone.
    const like = await sayReadiness(ctx, { ...inUse, deviceId: null, filter: 'model:"Pump OS"' });
    assert.deepEqual(await ready('readiness:temporarily-unpatchable'), [
      'P-1 1: temporarily-unpatchable in-constant-use (patchable, counts)',
      'P-1 2: temporarily-unpatchable in-constant-use (unpatchable, counts)',
      'P-2 1: temporarily-unpatchable in-constant-use (patchable, counts)',
      'P-2 2: temporarily-unpatchable in-constant-use (unpatchable, counts)',
    ]);
    const acts = await groupFindings(ctx, { by: 'device', filter: '', after: null, limit: 9 });
    assert.equal(acts.items.filter((it) => it.heldDevices === 1).length, 2);

    // What is filtered in the database is what the engine says, for every word.
    for (const kind of READINESS_KINDS) {
      const all = await allFindings(ctx);
      const expected = all.filter((it) => it.readiness.kind === kind).length;
      assert.equal((await allFindings(ctx, `readiness:${kind}`)).length, expected, kind);
    }
    assert.equal((await allFindings(ctx, 'readinessReason:in-constant-use')).length, 4);

    // It survives judging everything anew, and also speaks of devices that come later.
    await takeInventory(ctx, `${HEAD}\nP-4,Acme,Pump OS,1.5,North,`, 'Second list');
    await recheckFleet(ctx, { signal: new AbortController().signal, progress: () => {} });
    assert.equal((await allFindings(ctx, 'readinessReason:in-constant-use')).length, 6);
    assert.equal((await readReadiness(ctx, 'site:North')).kind, 'unpatchable');

    // Nobody reaches beyond where they may, nor takes back what was said for more.
    const south = contextOn(instance, seenBySite('South'));
    await assert.rejects(sayReadiness(south, { ...inUse, ...alone('P-1') }), /device/);
    await assert.rejects(revokeReadiness(south, like, 'Not so'), { name: 'Refused' });
    await sayReadiness(south, {
      ...word,
      says: 'unpatchable',
      reason: 'restriction',
      deviceId: null,
      filter: 'manufacturer:Acme',
    });
    assert.deepEqual(
      (await allFindings(ctx, 'readinessReason:restriction')).map((it) => it.deviceName),
      ['P-2', 'P-2'],
    );
    assert.equal((await listReadinessOverrides(south, { before: null, limit: 9 })).total, 1);
    await assert.rejects(readDeviceReadiness(south, idOf('P-1')), { name: 'Refused' });

    // Taken back, and run out: what is derived counts again.
    await revokeReadiness(ctx, like, 'A spare pump was found');
    await assert.rejects(revokeReadiness(ctx, like, 'Again'), /does not count any more/);
    assert.equal((await allFindings(ctx, 'readinessReason:in-constant-use')).length, 0);
    clock.now = new Date('2026-06-02T08:00:00Z');
    await matchFleet(ctx);
    assert.equal((await allFindings(ctx, 'overridden:yes')).length, 0);
    const { items } = await listReadinessOverrides(ctx, { before: null, limit: 9 });
    assert.deepEqual(
      items.map((it) => [it.endedBecause, it.endedByName]),
      [
        ['It held until 2026-06-01', null],
        ['A spare pump was found', 'Test'],
        ['It held until 2026-06-01', null],
      ],
    );
    const { entries } = await listAudit(ctx, {}, { before: null, limit: 50 });
    assert.deepEqual(
      ['readiness.say', 'readiness.revoke', 'readiness.expire'].map(
        (act) => entries.filter((it) => it.entry.act === act).length,
      ),
      [3, 1, 2],
    );
  });
}
