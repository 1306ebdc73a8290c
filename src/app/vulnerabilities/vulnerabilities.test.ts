import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { runJobs } from '#test/jobs';
import { seenBySite } from '#test/people';
import type { Context } from '../context.ts';
import { JOBS } from '../jobs/kinds.ts';
import { askForStatement, exportStatement, listStatementRows, readStatement } from './absence-statements.ts';
import { comment, listOwners, review } from './triage.ts';
import { readAdvisory, readVulnerability } from './vulnerability-dossier.ts';
import { listAdvisories, listVulnerabilities } from './vulnerability-list.ts';

const DEVICES = { name: 'devices.csv', path: 'samples/hospital/devices.csv' };
const FEEDS = ['samples/feeds'];
const URGENT = [{ column: 'urgency', falling: true }] as const;

async function everyVulnerability(ctx: Context, filter: string, limit = 70) {
  const found = [];
  let after = null;
  do {
    const page = await listVulnerabilities(ctx, { filter, sort: URGENT, after, limit });
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}

for (const engine of ENGINES) {
  test(`lists of vulnerabilities and advisories count what the findings say, for all and for one site (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const ctx = contextOn(instanceOn(store));
    await takeInventory(ctx, DEVICES);
    await takeFeeds(ctx, FEEDS);
    for (const seer of [ctx, contextOn(instanceOn(store), seenBySite('Harbour Point General'))]) {
      const findings = await allFindings(seer);
      const byVulnerability = Map.groupBy(findings, (it) => it.vulnerability);
      const listed = await everyVulnerability(seer, '');
      assert(listed.length > 100);
      assert.deepEqual(
        listed.map((it) => [it.id, it.affected, it.undetermined].join(' ')).toSorted(),
        [...byVulnerability]
          .map(([id, all]) => {
            const affected = all.filter(({ verdict }) => verdict === 'affected').length;
            return [id, affected, all.length - affected].join(' ');
          })
          .toSorted(),
      );
      const { items } = await listAdvisories(seer, {
        filter: 'touches:yes',
        sort: [{ column: 'devices', falling: true }],
        after: null,
        limit: 400,
      });
      assert(items.length > 5);
      for (const { id, affected, undetermined } of items) {
        const its = await allFindings(seer, `advisory:="${id}"`);
        const devices = new Set(its.filter((it) => it.verdict === 'affected').map((it) => it.deviceId));
        const open = new Set(its.map((it) => it.deviceId));
        assert.deepEqual([id, affected, undetermined], [id, devices.size, open.size - devices.size]);
      }
    }
    const critical = await everyVulnerability(ctx, 'tier:critical -exploited:yes devices:>1');
    assert(critical.length > 0);
    assert(critical.every((it) => it.tier === 'critical' && !it.isExploited && it.affected > 1));
  });

  test(`a vulnerability and an advisory tell what sources say and what it comes to here (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock = { now: new Date('2026-03-01T08:00:00Z') };
    const ctx = contextOn(instanceOn(store, clock));
    await takeInventory(ctx, DEVICES);
    await takeFeeds(ctx, FEEDS);
    const { items } = await listAdvisories(ctx, {
      filter: 'touches:yes devices:>0',
      sort: [{ column: 'points', falling: true }],
      after: null,
      limit: 3,
    });
    const [advisory] = items;
    assert(advisory !== undefined);
    const told = await readAdvisory(ctx, advisory.id);
    assert(told.words.length > 0);
    assert(told.words.every((it) => it.advisory.id === advisory.id && it.statements.length > 0));
    const [weakness] = told.here;
    assert(weakness !== undefined);
    const dossier = await readVulnerability(ctx, weakness.id);
    assert.deepEqual(dossier.here, weakness);
    assert(dossier.words.some((it) => it.advisory.id === advisory.id));
    assert.equal(dossier.scores.filter((it) => it.counts).length, dossier.scores.length === 0 ? 0 : 1);
    assert(dossier.events.some((it) => it.kind === 'opened'));
    assert.equal(weakness.reviewedAt, null);

    clock.now = new Date('2026-03-03T08:00:00Z');
    await review(ctx, [weakness.id], 'Asked the vendor');
    await comment(ctx, weakness.id, 'No answer yet');
    const [after] = await everyVulnerability(ctx, `vulnerability:=${weakness.id}`);
    assert.equal(after?.comments, 2);
    assert.equal(after?.reviewOn, weakness.tier === 'critical' ? '2026-03-04' : '2026-03-10');
    const { comments } = await readVulnerability(ctx, weakness.id);
    assert.deepEqual(
      comments.map((it) => it.text),
      ['No answer yet', 'Asked the vendor'],
    );
    assert.deepEqual(await listOwners(ctx), []);
    await assert.rejects(review(ctx, ['CVE-1999-0001'], null), /not-found|no|CVE-1999-0001/);
    await assert.rejects(readVulnerability(ctx, 'CVE-0000-0000'));
  });
}

for (const engine of ENGINES) {
  test(`a statement of absence accounts for every device, and stays as it was made (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    await takeInventory(ctx, DEVICES);
    await takeFeeds(ctx, FEEDS);
    const { items } = await listAdvisories(ctx, {
      filter: 'touches:yes devices:>0',
      sort: [{ column: 'devices', falling: true }],
      after: null,
      limit: 1,
    });
    const advisory = items[0]?.id ?? '';
    const asks = [
      { kind: 'advisory', about: advisory },
      { kind: 'vulnerability', about: items[0]?.vulnerabilities[0] ?? '' },
      { kind: 'product', about: 'Windows 10' },
    ] as const;
    const made = [];
    for (const ask of asks) made.push(await askForStatement(ctx, ask));
    await runJobs(instance, JOBS);
    const devices = await store.db.selectFrom('device').select('id').execute();
    for (const { id, kind } of made) {
      const it = await readStatement(ctx, id);
      assert(it.counts !== null && it.text !== null);
      const { items: rows } = await listStatementRows(ctx, id, { standing: null, after: null, limit: 5000 });
      assert.deepEqual(rows.map((row) => row.deviceId).toSorted(), devices.map((row) => row.id).toSorted());
      for (const [standing, count] of Object.entries(it.counts))
        assert.equal(rows.filter((row) => row.standing === standing).length, count);
      assert(rows.every((row) => row.because !== ''));
      assert.match(it.text, new RegExp(`^As of 2026-03-01, of ${devices.length} devices \\d+`));
      if (kind === 'product') continue;
      const filter = kind === 'advisory' ? `advisory:="${it.about}"` : `vulnerability:=${it.about}`;
      const affected = (await allFindings(ctx, `${filter} verdict:affected`)).map((row) => row.deviceId);
      const stated = rows.filter((row) => row.standing === 'affected').map((row) => row.deviceId);
      assert.deepEqual(stated.toSorted(), [...new Set(affected)].toSorted());
      if (kind === 'advisory') assert(it.counts.absent > 0);
    }
    const { chunks } = await exportStatement(ctx, made[0]?.id ?? '', 'csv');
    const text = (await Array.fromAsync(chunks)).join('');
    assert.equal(text.trim().split('\r\n').length, devices.length + 1);
    const north = contextOn(instance, seenBySite('Harbour Point General'));
    await assert.rejects(readStatement(north, made[0]?.id ?? ''));
    const open = await askForStatement(ctx, { kind: 'product', about: 'Windows 10' });
    await assert.rejects(exportStatement(ctx, open.id, 'txt'), /being made/);
    await assert.rejects(askForStatement(ctx, { kind: 'advisory', about: 'NO-SUCH' }));
  });
}
