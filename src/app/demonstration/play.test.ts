import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VendorNotice } from '#engine/words';
import { SEGMENTS } from '#sim/hospital/sites';
import { WEAKNESSES } from '#sim/hospital/weaknesses';
import { listFeeds } from '#store/feeds';
import { listNotices } from '#store/vendor-notices';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { JOBS } from '../jobs/kinds.ts';
import { ensureKnownFeeds } from '../feeds/known-feeds.ts';
import { readStanding } from '../feeds/standing.ts';
import { findDepartments } from '../inventory/departments.ts';
import { listReconciliations } from '../inventory/reconciliations.ts';
import { findSegments } from '../inventory/segments.ts';
import { listStatements } from '../vulnerabilities/absence-statements.ts';
import { listRecalls } from '../vulnerabilities/recalls.ts';
import { listPatternRules } from '../vulnerabilities/pattern-rules.ts';
import { listDecisions } from '../vulnerabilities/decisions.ts';
import { listFindings } from '../vulnerabilities/findings.ts';
import { enterNotice } from '../vulnerabilities/vendor-notices.ts';
import { readAdvisory } from '../vulnerabilities/vulnerability-dossier.ts';
import { listVulnerabilities } from '../vulnerabilities/vulnerability-list.ts';
import { readPatching } from '../today/patching.ts';
import { beginDemonstration } from './begin.ts';
import { beginDay, startOver } from './play.ts';
import { removeDemonstration } from './remove.ts';
import { readDemonstration } from './state.ts';

const DEVICES = 160;
const TRIED_OUT: VendorNotice = {
  title: 'A notice to try it out',
  maker: 'BD',
  products: [{ model: 'Alaris PC Unit Model 8015', versions: null }],
  cves: [],
  text: 'Nothing in particular',
  cvss: null,
  remedy: { kind: 'fix-planned', details: 'In summer' },
  workaround: null,
  url: null,
  publishedOn: '2026-02-20',
};

// A browser walks it on the embedded database.
for (const engine of ['postgresql'] as const) {
  test(`the hospital has findings, verdicts and a stale feed, and days of advisories are played (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock: TestClock = { now: new Date('2026-03-01T08:00:00Z') };
    const instance = instanceOn(store, clock);
    const ctx = contextOn(instance);
    await ensureKnownFeeds(store);
    await assert.rejects(beginDay(ctx), /there is no demonstration hospital/);
    await beginDemonstration(ctx, { devices: DEVICES });
    await assert.rejects(beginDay(ctx), /whose history is in/);
    await runJobs(instance, JOBS);

    const findings = async (filter: string) =>
      listFindings(ctx, { filter, after: null, limit: 200 }).then((it) => it.total);
    const before = await findings('verdict:affected');
    assert(before > 0, 'its feeds touch its devices');
    assert((await findings('verdict:affected due:<today')) > 0, 'something is overdue');
    const { criticalTrend, figures } = await readPatching(ctx);
    assert(criticalTrend.length > 5, 'its past was matched when it happened');
    assert(figures.patched > figures.unpatched);
    const states = new Set(
      (await listDecisions(ctx, { state: null, vulnerability: null }, { before: null, limit: 50 })).items.map(
        (it) => it.state,
      ),
    );
    assert(states.has('requested') || states.has('approved'), [...states].join());
    const inDoubt = async () => (await readStanding(ctx)).inDoubt.map((it) => [it.name, it.state]);
    assert.deepEqual(await inDoubt(), [['Exploit forecasts (invented)', 'stale']]);

    const segments = await findSegments(ctx, { filter: '', sort: [], after: null, limit: 200 });
    assert.equal(segments.total, SEGMENTS.length);
    assert(
      segments.segments.some((it) => it.deviceCount > 0),
      'devices stand in them',
    );
    const departments = await findDepartments(ctx, {
      filter: 'devices:>0',
      sort: [],
      after: null,
      limit: 200,
    });
    assert(departments.departments.every((it) => it.details.manager !== undefined));
    const reports = await listReconciliations(ctx, { before: null, limit: 10 });
    assert.deepEqual(
      reports.items.map((it) => [it.state, it.signatures.length]),
      [
        ['open', 0],
        ['signed', 2],
        ['signed', 2],
      ],
    );
    assert.equal((await listPatternRules(ctx, { before: null, limit: 9 })).items.length, 1);
    const recalls = await listRecalls(ctx, { filter: 'state:in-work', sort: [], after: null, limit: 9 });
    assert.equal(recalls.items[0]?.ownerName, 'Jonas Bergström');
    const told = await listRecalls(ctx, { filter: 'kind:communication', sort: [], after: null, limit: 9 });
    assert.deepEqual(
      told.items.map((it) => [it.firm, it.toldByName]),
      [['Hillrom', 'Amara Okonkwo']],
    );
    const triage = async (filter: string) =>
      (await listVulnerabilities(ctx, { filter, sort: [], after: null, limit: 1 })).total;
    const queue = await triage('review:<=today');
    assert(queue > 0 && queue < (await triage('')), 'some wait to be looked at, and most were');
    assert((await triage('owner:amara')) > 0);
    const [notice] = await listNotices(store.db);
    assert.equal((await readAdvisory(ctx, notice?.id ?? '')).notice?.enteredByName, 'Amara Okonkwo');
    const statements = await listStatements(ctx, { kind: null, about: null }, { before: null, limit: 9 });
    assert(statements.items[0]?.madeAt != null, 'the statement of absence is made');

    await beginDay(ctx);
    await assert.rejects(beginDay(ctx), /one is being played/);
    await runJobs(instance, JOBS);
    const played = await readDemonstration(instance);
    assert(played.state === 'ready');
    assert.deepEqual([played.played, played.jobId], [1, null]);
    const news = WEAKNESSES.filter((it) => it.daysAgo === -1).map((it) => `vulnerability:=${it.id}`);
    const arrived = await findings(`verdict:affected (${news.join(' or ')})`);
    assert(arrived > 0, 'the day touches devices');
    assert.equal(await findings('verdict:affected'), before + arrived);
    assert.deepEqual(await inDoubt(), [], 'its forecasts are of today');

    await startOver(ctx);
    await runJobs(instance, JOBS);
    assert.equal(await findings('verdict:affected'), before);
    assert.equal((await inDoubt()).length, 1);
    await assert.rejects(startOver(ctx), /no day was played/);
    for (const day of [1, 2, 3]) {
      await beginDay(ctx);
      await runJobs(instance, JOBS);
      const it = await readDemonstration(instance);
      assert(it.state === 'ready');
      assert.equal(it.played, day);
    }
    await assert.rejects(beginDay(ctx), /all 3 were played/);

    // What somebody tries out goes along, as what the invented people entered does.
    const { id } = await enterNotice(ctx, TRIED_OUT);
    await runJobs(instance, JOBS);
    assert.equal((await readAdvisory(ctx, id)).words.length, 1);
    await removeDemonstration(ctx);
    await runJobs(instance, JOBS);
    const { rows } = await store.pool.query<{ n: string }>(
      'select (select count(*) from vulnerability) + (select count(*) from catalogue) + (select count(*) from feed_edition) as n',
    );
    assert.equal(Number(rows[0]?.n), 0, 'nothing real is held against what was invented');
    const feeds = await listFeeds(store.db);
    assert(!feeds.some((it) => it.origin === 'demonstration'));
    const notices = feeds.find((it) => it.source === 'notices');
    assert.deepEqual([notices?.isEnabled, notices?.files], [false, 0]);
    assert.deepEqual(await inDoubt(), []);
  });
}
