import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { seenBySite } from '#test/people';
import { feedsOf } from '#test/small-feeds';
import { bringFile } from '../feeds/bring-file.ts';
import { ensureKnownFeeds } from '../feeds/known-feeds.ts';
import { JOBS } from '../jobs/kinds.ts';
import { mergeDevices } from '../inventory/identity.ts';
import { listAudit } from '../audit/list.ts';
import { readTodayNeeds } from '../today/needs.ts';
import { exportRecalls } from './export-recalls.ts';
import { summarizeFindings } from './finding-summary.ts';
import { matchFleet } from './match-fleet.ts';
import {
  listDeviceRecalls,
  listDevicesOfRecall,
  listRecalls,
  readRecall,
  settleRecall,
  setWorkOnRecall,
  tellCommunication,
  withdrawSafetyCommunication,
} from './recalls.ts';

const HEAD = 'Asset tag,Manufacturer,Model,Version,Serial number,Site';
const ROWS = [
  'P-1,Acme,Flow 3000,2.1,SN1001,North',
  'P-2,Acme,Flow 3000,2.1,SN2001,North',
  'P-3,Acme,Flow 3000,2.1,,South',
  'P-4,Other,Flow 3000,2.1,SN1002,South',
];
const REPORT = {
  recall_number: 'Z-0007-2026',
  product_type: 'Devices',
  recalling_firm: 'Acme Inc.',
  product_description: 'Flow 3000 infusion pump',
  classification: 'Class I',
  status: 'Ongoing',
  reason_for_recall: 'May stop without an alarm',
  recall_initiation_date: '20260201',
  code_info: 'Serial Numbers: SN1000 to SN1999',
};
const FOOD = { ...REPORT, recall_number: 'F-0007-2026', product_description: 'Flow 3000 noodles' };

for (const engine of ENGINES) {
  test(`a recall meets the devices it means, is dealt with device by device, and follows its report (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock = { now: new Date('2026-03-01T08:00:00Z') };
    const instance = instanceOn(store, clock);
    const ctx = contextOn(instance);
    const bring = async (...reports: readonly object[]) => {
      const file = join(folder, 'device-enforcement.json');
      writeFileSync(file, JSON.stringify({ meta: { results: { total: reports.length } }, results: reports }));
      await takeFeeds(ctx, [...feedsOf(folder, []), file]);
    };
    const list = async (filter: string, as = ctx) =>
      listRecalls(as, { filter, sort: [{ column: 'initiated', falling: true }], after: null, limit: 9 });
    const stands = async (as = ctx) =>
      (await listDevicesOfRecall(as, REPORT.recall_number, { verdict: null, after: null, limit: 9 })).items
        .map((it) => `${it.deviceName ?? ''} ${it.verdict} ${it.settled?.state ?? 'open'}`)
        .toSorted();
    await takeInventory(ctx, [HEAD, ...ROWS].join('\n'));
    await bring(REPORT, FOOD);

    assert.deepEqual(await stands(), ['P-1 affected open', 'P-2 not-affected open', 'P-3 undetermined open']);
    const { items, total } = await list('');
    assert.equal(total, 1, 'food is no device');
    const [recall] = items;
    assert(recall !== undefined);
    assert.deepEqual(
      [recall.affected, recall.undetermined, recall.notAffected, recall.state, recall.dueOn],
      [1, 1, 1, 'open', '2026-03-08'],
    );
    assert.equal((await list('class:I due:<2026-03-09 touches:yes')).total, 1);
    assert.equal((await list('class:II')).total, 0);
    await assert.rejects(list('clas:I'), /no field "clas"/);

    const need = async (as = ctx) => (await readTodayNeeds(as)).find((it) => it.kind === 'recalled') ?? null;
    assert.deepEqual(await need(), { kind: 'recalled', count: 1, overdue: 0, mine: 0, filter: 'waits:yes' });
    assert.equal((await list('waits:yes')).total, 1);
    assert.equal((await list('waits:no')).total, 0);

    // A later device, and a serial number that is found out, are held against it by themselves.
    await takeInventory(ctx, [HEAD, 'P-5,ACME,flow-3000,2.0,SN1500,North'].join('\n'), 'Second list');
    await takeInventory(ctx, [HEAD, 'P-3,Acme,Flow 3000,2.1,SN9000,South'].join('\n'), 'Third list');
    await matchFleet(ctx);
    assert.deepEqual(await stands(), [
      'P-1 affected open',
      'P-2 not-affected open',
      'P-3 not-affected open',
      'P-5 affected open',
    ]);

    // Nobody sees or settles beyond where they may.
    const south = contextOn(instance, seenBySite('South'));
    assert.deepEqual(await stands(south), ['P-3 not-affected open']);
    assert.equal(await need(south), null, 'Today counts what means a device that one sees');
    const all = await listDevicesOfRecall(ctx, recall.id, { verdict: 'affected', after: null, limit: 1 });
    assert(all.next !== null);
    const [one] = all.items;
    const [other] = (
      await listDevicesOfRecall(ctx, recall.id, { verdict: 'affected', after: all.next, limit: 9 })
    ).items;
    assert(one !== undefined && other !== undefined && one.deviceId !== other.deviceId);
    const done = { state: 'done', evidence: 'Board replaced, work order 4711' } as const;
    await assert.rejects(settleRecall(south, recall.id, { ...done, deviceIds: [one.deviceId] }), /device/);
    await assert.rejects(
      setWorkOnRecall(south, recall.id, {
        state: 'not-applicable',
        reason: 'No such pumps here',
        ownerId: null,
      }),
      { name: 'Refused' },
    );
    await assert.rejects(
      setWorkOnRecall(ctx, recall.id, { state: 'not-applicable', reason: 'no', ownerId: null }),
      /say why/,
    );

    await setWorkOnRecall(ctx, recall.id, { state: 'in-work', reason: null, ownerId: null });
    await settleRecall(ctx, recall.id, { ...done, deviceIds: [one.deviceId] });
    assert.equal((await readRecall(ctx, recall.id)).recall.state, 'in-work');
    await settleRecall(ctx, recall.id, { ...done, state: 'not-applicable', deviceIds: [other.deviceId] });
    assert.equal((await readRecall(ctx, recall.id)).recall.state, 'done');
    assert.equal((await list('due:<2099-01-01')).total, 0, 'what is dealt with is not due');
    assert.deepEqual([await need(), (await list('waits:yes')).total], [null, 0]);
    await settleRecall(ctx, recall.id, {
      ...done,
      state: 'open',
      evidence: 'It came back',
      deviceIds: [other.deviceId],
    });
    assert.equal((await readRecall(ctx, recall.id)).recall.state, 'in-work');
    clock.now = new Date('2026-03-09T08:00:00Z');
    assert.deepEqual(await need(), { kind: 'recalled', count: 1, overdue: 1, mine: 0, filter: 'waits:yes' });
    assert.equal((await list('waits:yes due:<today')).total, 1, 'the number opens down to its rows');
    clock.now = new Date('2026-03-01T08:00:00Z');
    const [its] = (await listDeviceRecalls(ctx, one.deviceId)).items;
    assert.deepEqual(
      [its?.recall.id, its?.verdict, its?.settled?.evidence],
      [recall.id, 'affected', done.evidence],
    );

    const chunks: (string | Uint8Array)[] = [];
    for await (const it of await exportRecalls(ctx, { filter: '', format: 'json' })) chunks.push(it);
    const rows = JSON.parse(chunks.join('')) as {
      readonly device: string;
      readonly evidence: string | null;
    }[];
    assert.equal(rows.length, 4);
    assert.deepEqual(
      rows.map((it) => it.evidence).filter((it) => it !== null),
      [done.evidence],
    );

    // Two records of one device become one: what was done about it goes along.
    const survivor = other.deviceId;
    await mergeDevices(ctx, [survivor, one.deviceId], 'One pump');
    await matchFleet(ctx);
    const left = (await listDevicesOfRecall(ctx, recall.id, { verdict: 'affected', after: null, limit: 9 }))
      .items;
    assert.deepEqual(
      left.map((it) => it.settled?.evidence),
      [done.evidence],
    );

    // The report narrows: what was done stays, and what it does not mean any more is closed.
    await bring({
      ...REPORT,
      code_info: 'Serial Numbers: SN1001, SN1500',
      status: 'Terminated',
      termination_date: '20260401',
    });
    assert.deepEqual((await stands()).filter((it) => / affected/.test(it)).length, 1);
    const { changes, recall: after } = await readRecall(ctx, recall.id);
    assert.equal(after.endedOn, '2026-04-01');
    assert(changes.some((it) => /status at the agency: Terminated; other units are named/.test(it.what)));
    assert(changes.some((it) => /Done on .*Board replaced/.test(it.what)));

    // A safety communication that somebody enters is held against devices as well, and no feed takes it away.
    const wish = {
      title: 'Alarm may be too quiet',
      firm: 'Acme',
      product: 'Flow 3000 pumps',
      recallClass: null,
      reason: 'The loudspeaker wears out',
      action: null,
      publishedOn: '2026-02-20',
      codes: 'All units',
      url: null,
    } as const;
    await assert.rejects(tellCommunication(south, wish), { name: 'Refused' });
    const told = await tellCommunication(ctx, wish);
    await runJobs(instance, JOBS);
    const communication = (await list('kind:communication')).items[0];
    assert.deepEqual(
      [communication?.id, communication?.affected, communication?.dueOn, communication?.toldByName],
      [told, 3, '2026-03-31', 'Test'],
    );
    await assert.rejects(withdrawSafetyCommunication(ctx, recall.id, 'No'), /recalls follow their feed/);

    // The feeds have it no more: it means no device any more, and its page stays.
    await bring();
    assert.deepEqual(await stands(), []);
    assert((await readRecall(ctx, recall.id)).recall.goneAt !== null);
    assert.equal((await list('kind:communication')).items[0]?.affected, 3);
    await withdrawSafetyCommunication(ctx, told, 'It was about another pump');
    await runJobs(instance, JOBS);
    assert.equal((await readRecall(ctx, told)).recall.affected, 0);
    const { entries } = await listAudit(ctx, {}, { before: null, limit: 50 });
    const acts = entries.map((it) => it.entry.act).filter((it) => it.startsWith('recall.'));
    assert.deepEqual(acts, [
      'recall.export',
      'recall.settle',
      'recall.settle',
      'recall.settle',
      'recall.work',
    ]);
  });
}

for (const engine of ENGINES) {
  test(`recalls count also where no feed names a product, and then nothing found is no all-clear (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store, { now: new Date('2026-03-01T08:00:00Z') });
    const ctx = contextOn(instance);
    await ensureKnownFeeds(store);
    await takeInventory(ctx, [HEAD, ...ROWS].join('\n'));
    const stream = (async function* () {
      yield Buffer.from(JSON.stringify({ meta: { results: { total: 1 } }, results: [REPORT] }));
    })();
    await bringFile(ctx, 'files', { name: 'device-enforcement.json', stream });
    await runJobs(instance, JOBS);
    const { items } = await listRecalls(ctx, { filter: '', sort: [], after: null, limit: 9 });
    assert.deepEqual(
      items.map((it) => [it.id, it.affected]),
      [[REPORT.recall_number, 1]],
    );
    assert.equal((await summarizeFindings(ctx)).catalogue, null);
  });
}
