import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { VendorNotice } from '#engine/words';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { seenBySite } from '#test/people';
import { feedsOf } from '#test/small-feeds';
import { ensureKnownFeeds } from '../feeds/known-feeds.ts';
import { JOBS } from '../jobs/kinds.ts';
import { explainFinding } from './findings.ts';
import { endRule, listPatternRules, makeRules, previewRule } from './pattern-rules.ts';
import { recheckFleet } from './recheck-fleet.ts';
import { enterNotice, reviseNotice } from './vendor-notices.ts';

const CVE = 'CVE-2026-10001';
const HEAD = 'Asset tag,Manufacturer,Model,Version,Operating system,OS version';

for (const engine of ENGINES) {
  test(`a rule has all devices of its pattern be affected, also those that come later, until it ends (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    const rows = ['A-1,Acme,Pump,1,QNX,6.5', 'A-2,Acme,Scale,1,QNX,6.5', 'A-3,Acme,Pump,1,VxWorks,6'];
    await takeInventory(ctx, [HEAD, ...rows].join('\n'));
    const flaw = { product: 'other_thing', fixedIn: null, score: 9.8, exploited: false };
    await takeFeeds(ctx, feedsOf(folder, [flaw]));
    const names = async () => (await allFindings(ctx)).map((it) => it.deviceName ?? '').toSorted();
    assert.deepEqual(await names(), []);
    const filter = 'os:qnx osVersion:=6.5 -model:scale';
    const wish = {
      filter,
      vulnerabilities: [CVE],
      advisories: [],
      reason: 'The maker told us on the telephone',
    };
    assert.deepEqual(await previewRule(ctx, wish), { configurations: 1, devices: 1, added: 1 });
    await assert.rejects(
      previewRule(ctx, { ...wish, filter: 'site:north' }),
      /at character 1: there is no field/,
    );
    await assert.rejects(makeRules(ctx, { ...wish, vulnerabilities: ['CVE-1999-1'] }));
    await assert.rejects(makeRules(contextOn(instance, seenBySite('North')), wish));
    const [id = ''] = await makeRules(ctx, wish);
    await runJobs(instance, JOBS);
    assert.deepEqual(await names(), ['A-1']);
    assert.deepEqual(await previewRule(ctx, wish), { configurations: 1, devices: 1, added: 0 });
    await takeInventory(ctx, [HEAD, 'A-4,Acme,Monitor,2,QNX,6.5'].join('\n'), 'Second list');
    await runJobs(instance, JOBS);
    assert.deepEqual(await names(), ['A-1', 'A-4']);
    const [first] = await allFindings(ctx);
    assert(first !== undefined && first.dueOn !== null);
    const { finding } = await explainFinding(ctx, first);
    assert(finding.judgement.grounds().some((it) => it.source === 'person' && /telephone/.test(it.because)));
    const unwatched = { signal: new AbortController().signal, progress: () => {} };
    assert.equal(await recheckFleet(ctx, unwatched), null);
    await endRule(ctx, id);
    await runJobs(instance, JOBS);
    assert.deepEqual(await names(), []);
    const { items } = await listPatternRules(ctx, { before: null, limit: 9 });
    assert.deepEqual(
      items.map((it) => it.endedByName),
      ['Test'],
    );
  });
}

const NOTICE: VendorNotice = {
  title: 'Pumps of the series',
  maker: 'Acme',
  products: [{ model: 'Infusor 9', versions: null }],
  cves: ['CVE-2026-20001'],
  text: 'The radio accepts anybody',
  cvss: 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  remedy: { kind: 'fix-planned', details: 'In summer' },
  workaround: null,
  url: null,
  publishedOn: '2026-02-20',
};

for (const engine of ENGINES) {
  test(`a rule about an advisory holds for all that it names, as it names more and less (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    await ensureKnownFeeds(store);
    await takeInventory(ctx, [HEAD, 'A-1,Bolt,Badged Pump,1,,', 'A-2,Bolt,Scale,1,,'].join('\n'));
    const { id } = await enterNotice(ctx, NOTICE);
    const found = async () => {
      await runJobs(instance, JOBS);
      return (await allFindings(ctx)).map((it) => `${it.deviceName ?? ''} ${it.vulnerability}`).toSorted();
    };
    assert.deepEqual(await found(), []);
    const wish = {
      filter: 'model:"badged pump"',
      vulnerabilities: [],
      advisories: [id],
      reason: 'The same pump under another badge',
    };
    await assert.rejects(makeRules(ctx, { ...wish, advisories: [] }), /name a vulnerability or an advisory/);
    await assert.rejects(previewRule(ctx, { ...wish, advisories: ['VN-0'] }), /advisory VN-0/);
    assert.deepEqual(await previewRule(ctx, wish), { configurations: 1, devices: 1, added: 1 });
    const [rule = ''] = await makeRules(ctx, wish);
    assert.deepEqual(await found(), ['A-1 CVE-2026-20001']);

    await reviseNotice(ctx, { id, version: 1 }, { ...NOTICE, cves: ['CVE-2026-20001', 'CVE-2026-20002'] });
    assert.deepEqual(await found(), ['A-1 CVE-2026-20001', 'A-1 CVE-2026-20002'], 'what it names later too');
    await reviseNotice(ctx, { id, version: 2 }, { ...NOTICE, cves: ['CVE-2026-20002'] });
    assert.deepEqual(await found(), ['A-1 CVE-2026-20002']);
    const unwatched = { signal: new AbortController().signal, progress: () => {} };
    assert.equal(await recheckFleet(ctx, unwatched), null, 'judging everything anew says the same');
    await endRule(ctx, rule);
    assert.deepEqual(await found(), []);
    const { items } = await listPatternRules(ctx, { before: null, limit: 9 });
    assert.deepEqual(
      items.map((it) => [it.vulnerability, it.advisory]),
      [[null, id]],
    );
  });
}
