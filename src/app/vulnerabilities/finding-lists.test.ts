import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope } from '#engine/access';
import { countFindings, pageFindings } from '#store/finding-pages';
import { type FindingPlace, type FindingSelection, findingsSelected } from '#store/findings';
import type { Db, Store } from '#store/store';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { approveDecision, requestDecision } from './decisions.ts';
import { filterOf } from './findings.ts';

const FILTERS = [
  '',
  'tier:critical',
  'tier:low or tier:medium',
  '-tier:low confidence:confirmed',
  'exploited:yes department:radiology',
  'site:none',
  'site:none or exploited:yes',
  'due:<2026-03-20',
  'due:>2026-03-20 -exploited:yes',
  '-(due:<2026-03-20)',
  'detected:2026-03-01 cvss:>9',
  'pump',
  'cve-20 manufacturer:b',
  'decided:yes',
  '-(decided:yes or verdict:undetermined)',
  'fix:none readiness:unpatchable',
  'serial:nowhere',
];
const SCOPES: readonly (readonly Scope[])[] = [
  [{ kind: 'hospital' }],
  [{ kind: 'department', id: 'Radiology' }],
  [],
];

/** Every finding of a selection, by looking at all that there are. */
async function oneByOne({ db, pool }: Store, selection: FindingSelection): Promise<string[]> {
  const selected = findingsSelected(selection).compile(db);
  const { rows } = await pool.query<{ place: string }>(
    `select rank || ' ' || device_cohort.cohort_id || ' ' || found.vulnerability_no || ' ' || found.device_id as place
    from (${selected.sql}) as found
    join device_cohort on device_cohort.device_id = found.device_id
    join judgement on judgement.cohort_id = device_cohort.cohort_id
      and judgement.vulnerability_no = found.vulnerability_no
    order by rank desc, device_cohort.cohort_id desc, found.vulnerability_no desc, found.device_id desc`,
    [...selected.parameters],
  );
  return rows.map((it) => it.place);
}

async function byPages(db: Db, selection: FindingSelection, limit: number): Promise<string[]> {
  const found: string[] = [];
  let after: FindingPlace | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof pageFindings>> = await pageFindings(db, selection, {
      after,
      limit,
    });
    found.push(...page.map(({ place: it }) => `${it.rank} ${it.cohort} ${it.vulnerability} ${it.device}`));
    if (page.length < limit) return found;
    after = page.at(-1)?.place ?? null;
  }
}

for (const engine of ENGINES)
  test(`pages and counts of findings are those of looking at each (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const { db } = store;
    const ctx = contextOn(instanceOn(store));
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);
    const all = await pageFindings(
      db,
      { filter: null, scopes: [{ kind: 'hospital' }], decided: 'both' },
      { after: null, limit: 3000 },
    );
    assert(all.length > 400, 'more than the first step looks at');
    const decided = [...new Set(all.map((it) => it.vulnerability))].slice(0, 3);
    const ids = await requestDecision(ctx, {
      vulnerabilities: decided,
      says: 'accepted',
      justification: null,
      reason: 'Seen to',
      filter: '',
      expiresOn: '2026-06-01',
    });
    for (const id of ids) await approveDecision(ctx, id);
    // Brought along from an earlier configuration: due before the verdict alone would have it.
    for (const it of all.slice(-5))
      await store.pool.query(
        `insert into finding_anchor (device_id, vulnerability_no, detected_on) values ($1, $2, '2025-12-01')`,
        [it.deviceId, it.place.vulnerability],
      );
    for (const scopes of SCOPES)
      for (const [at, text] of FILTERS.entries()) {
        const decided: FindingSelection['decided'] = at % 2 === 0 ? 'left-out' : 'both';
        const selection = { filter: filterOf(ctx, text), scopes, decided };
        const expected = await oneByOne(store, selection);
        const words = `${text} ${decided} ${JSON.stringify(scopes)}`;
        assert.deepEqual(await byPages(db, selection, 397), expected, words);
        assert.equal(await countFindings(db, selection, null), expected.length, words);
        for (const cap of [3, expected.length, 100_000])
          assert.equal(await countFindings(db, selection, cap), Math.min(expected.length, cap + 1), words);
      }
  });
