import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VendorNotice } from '#engine/words';
import { noticeCsaf } from '#exports/notice-csaf';
import { validateCsaf } from '#feeds/csaf-validate';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeInventory } from '#test/matched-fleet';
import { ensureKnownFeeds } from '../feeds/known-feeds.ts';
import { readStanding } from '../feeds/standing.ts';
import { JOBS } from '../jobs/kinds.ts';
import { summarizeFindings } from './finding-summary.ts';
import { enterNotice, readNotice, reviseNotice, withdrawNotice } from './vendor-notices.ts';
import { compileFiles } from './load-catalogue.ts';
import { readAdvisory, readVulnerability } from './vulnerability-dossier.ts';

const DEVICES = `id,manufacturer,model,version
A,Alveor,Infusa 8100,3.1
B,Alveor Medical GmbH,Infusa 8100,3.2
C,Alveor,Infusa 8100,
D,Alveor,Infusa 8200,3.1
`;

const NOTICE: VendorNotice = {
  title: 'A password that cannot be changed',
  maker: 'Alveor',
  products: [{ model: 'Infusa 8100', versions: 'all versions prior to 3.2' }],
  cves: [],
  text: 'The service password is the same on every pump.',
  cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  remedy: { kind: 'vendor-fix', details: 'Update to 3.2' },
  workaround: 'Keep the pump off the network',
  url: 'https://alveor.example/notices/7',
  publishedOn: '2026-02-20',
};

for (const engine of ENGINES) {
  test(`the notice of a vendor that a person enters is an advisory, until it is withdrawn (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const clock = { now: new Date('2026-03-01T08:00:00Z') };
    const instance = instanceOn(store, clock);
    const ctx = contextOn(instance);
    await ensureKnownFeeds(store);
    await takeInventory(ctx, DEVICES);
    const found = async () => {
      await runJobs(instance, JOBS);
      const all = await allFindings(ctx);
      return all
        .map((it) => `${it.deviceName} ${it.vulnerability} ${it.verdict}`.replace(/VN-[\w-]+/, 'VN'))
        .toSorted();
    };
    assert.deepEqual((await readStanding(ctx)).inDoubt, [], 'before the first notice nothing is missed');

    const { id } = await enterNotice(ctx, NOTICE);
    assert.deepEqual(await found(), ['A VN affected', 'C VN undetermined']);
    const told = await readAdvisory(ctx, id);
    assert.equal(told.advisory.title, NOTICE.title);
    assert.equal(told.notice?.version, 1);
    assert.deepEqual(
      told.words.flatMap((it) => it.remedies.map(({ category, details }) => [category, details])),
      [
        ['vendor-fix', 'Update to 3.2'],
        ['workaround', 'Keep the pump off the network'],
      ],
    );
    assert.deepEqual((await readStanding(ctx)).inDoubt, []);

    // Another one stays what it is while the first is corrected.
    const other = await enterNotice(ctx, {
      ...NOTICE,
      products: [{ model: 'Infusa 8200', versions: null }],
      cves: ['CVE-2026-4711'],
      remedy: { kind: 'fix-planned', details: 'In summer' },
    });
    assert.deepEqual(await found(), ['A VN affected', 'C VN undetermined', 'D CVE-2026-4711 affected']);
    clock.now = new Date('2026-03-02T08:00:00Z');
    const corrected = { ...NOTICE, products: [{ model: 'Infusa 8100', versions: '3.2 and earlier' }] };
    await reviseNotice(ctx, { id, version: 1 }, corrected);
    assert.deepEqual(await found(), [
      'A VN affected',
      'B VN affected',
      'C VN undetermined',
      'D CVE-2026-4711 affected',
    ]);
    await assert.rejects(reviseNotice(ctx, { id, version: 1 }, NOTICE), { name: 'Refused' });
    await assert.rejects(enterNotice(ctx, { ...NOTICE, cvss: 'AV:N' }), /CVSS vector/);

    await withdrawNotice(ctx, { id, version: 2 }, 'It was about another pump');
    assert.deepEqual(await found(), ['D CVE-2026-4711 affected']);
    assert((await readNotice(ctx, id)).withdrawnAt !== null);
    await assert.rejects(reviseNotice(ctx, { id, version: 3 }, NOTICE), /withdrawn/);

    await withdrawNotice(ctx, { id: other.id, version: 1 }, 'So was this');
    assert.deepEqual(await found(), [], 'the last thing that any feed said closes like any other');
    const { facts, events } = await readVulnerability(ctx, 'CVE-2026-4711');
    assert.equal(facts.state, 'not-in-feeds');
    assert.deepEqual(
      events.map((it) => (it.kind === 'closed' ? it.because : it.kind)),
      ['No source says so of this configuration any more', 'opened'],
    );
    assert.equal((await summarizeFindings(ctx)).catalogue, null, 'nothing found is no all-clear');

    await enterNotice(ctx, NOTICE);
    assert.deepEqual(await found(), ['A VN affected', 'C VN undetermined']);
  });
}

test('a notice is of somebody who has the product, so that it takes no device out that another source names', async () => {
  const kept = {
    ...NOTICE,
    id: 'VN-1',
    version: 1,
    enteredByName: 'Ada',
    enteredAt: new Date(0),
    changedAt: new Date(0),
  };
  const bytes = Buffer.from(JSON.stringify(noticeCsaf(kept, null)));
  const open = async function* () {
    yield new Uint8Array(bytes);
  };
  const { catalogue } = await compileFiles([{ path: 'VN-1.json', bytes: bytes.length, open }]);
  assert.equal(catalogue.advisory(0).publisherRole, 'user');
});

test('a notice is a CSAF document that holds to its standard', async () => {
  const kept = {
    ...NOTICE,
    id: 'VN-2026-02-20-abcdef',
    version: 2,
    enteredByName: 'Ada Vance',
    enteredAt: new Date('2026-03-01T08:00:00Z'),
    changedAt: new Date('2026-03-02T08:00:00Z'),
  };
  const bare = { ...kept, version: 1, cves: ['CVE-2026-4711'], url: null, workaround: null };
  const vectors = [
    {
      version: '4.0',
      vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
      baseScore: 9.3,
    },
    { version: '3.1', vector: NOTICE.cvss ?? '', baseScore: 9.8 },
    { version: '2.0', vector: 'AV:N/AC:L/Au:N/C:C/I:C/A:C', baseScore: 10 },
    null,
  ] as const;
  for (const it of [kept, bare, { ...bare, products: [{ model: 'Infusa', versions: null }] }])
    for (const vector of vectors) {
      const { valid, outcomes } = await validateCsaf(noticeCsaf(it, vector));
      assert(valid, JSON.stringify(outcomes.filter((outcome) => !outcome.passed)));
    }
});
