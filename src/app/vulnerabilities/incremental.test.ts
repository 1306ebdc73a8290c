import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { createIdentifier } from '#engine/identify';
import { BEYOND_DAYS } from '#engine/measure';
import { PATCH_STATES } from '#engine/words';
import { effectiveFields } from '#engine/inherit';
import { dueOn, dueRuleOf, POLICY_PRESETS } from '#engine/risk';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { feedsOf, type Weakness } from '#test/small-feeds';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import type { Context } from '../context.ts';
import { findDevices } from '../inventory/devices.ts';
import { readPatching } from '../today/patching.ts';
import { createJudge } from './judge.ts';
import type { ListedFinding } from './findings.ts';
import { loadCatalogue } from './load-catalogue.ts';
import { matchFleet } from './match-fleet.ts';
import { readAliasFiles } from './read-alias-files.ts';
import { recheckFleet } from './recheck-fleet.ts';
import { summarizeFindings } from './finding-summary.ts';

const DAY_MS = 86_400_000;

const weakness: fc.Arbitrary<Weakness> = fc.record({
  // The shorter name is a likeness of the other: what a device is recognised as depends on what feeds name.
  product: fc.constantFrom('pump_os', 'monitor_os', 'pump'),
  fixedIn: fc.constantFrom('2.0', '3.0', '4.0', null),
  score: fc.constantFrom(5.5, 7.5, 9.8),
  exploited: fc.boolean(),
});

const row = fc.record({
  tag: fc.constantFrom('T-1', 'T-2', 'T-3'),
  model: fc.constantFrom('Pump OS', 'Monitor OS'),
  version: fc.constantFrom('', '1.5', '2.5', '3.5'),
  criticality: fc.constantFrom('', 'life-sustaining', 'general'),
});
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never;

const step = fc.oneof(
  fc.record({ kind: fc.constant('feeds' as const), weaknesses: fc.array(weakness, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('import' as const), rows: fc.array(row, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }),
);

async function takeRows(ctx: Context, rows: readonly Row[]): Promise<void> {
  const lines = rows.map((it) => [it.tag, 'Acme', it.model, it.version, it.criticality].join(','));
  await takeInventory(ctx, ['Asset tag,Manufacturer,Model,Version,Criticality', ...lines].join('\n'));
}

/** What the judge says of every device today, from nothing but the devices and the feeds. */
async function recompute(ctx: Context, feeds: readonly string[]) {
  const asOf = ctx.now().toISOString().slice(0, 10);
  const { catalogue } = await loadCatalogue({ kind: 'feeds', paths: feeds });
  const identifier = createIdentifier(catalogue.directory, await readAliasFiles(null));
  const judge = createJudge(catalogue, identifier, {
    policy: POLICY_PRESETS.graded,
    asOf,
    minConfidence: 'probable',
  });
  const devices = await ctx.store.db.selectFrom('device').select(['id', 'fields', 'inherited']).execute();
  return devices.flatMap(({ id, fields, inherited }) => {
    const device = { ...effectiveFields(fields, inherited ?? {}), id };
    return judge.found(device, asOf).map((it) => ({ deviceId: id, judgement: it }));
  });
}

/** What Today counts of patching, after the match that kept it, is what the findings come to. */
async function assertPatching(
  ctx: Context,
  found: readonly ListedFinding[],
  expected: Awaited<ReturnType<typeof recompute>>,
): Promise<void> {
  const { figures, on } = await readPatching(ctx);
  const unpatched = new Set(
    expected
      .filter(({ judgement }) => judgement.verdict === 'affected' && judgement.fix.kind === 'vendor-fix')
      .map((it) => it.deviceId),
  );
  const critical = found.filter((it) => it.verdict === 'affected' && it.tier === 'critical');
  assert.equal(figures.unpatched, unpatched.size);
  assert.equal(figures.critical, critical.length);
  assert.equal(
    figures.criticalBeyond,
    critical.filter(({ detectedOn }) => Date.parse(on) - Date.parse(detectedOn) > BEYOND_DAYS * DAY_MS)
      .length,
  );
  const { matched, patched, unnamed, untold, excused } = figures;
  assert.equal(patched + unnamed + untold + excused + unpatched.size, matched);
  for (const state of PATCH_STATES) {
    const ask = { filter: `patching:${state}`, sort: [], after: null, limit: 10 };
    assert.equal((await findDevices(ctx, ask)).total, figures[state], state);
  }
}

for (const engine of ENGINES) {
  test(`findings followed change by change are those worked out from nothing, and clocks start once (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const { rows: tables } = await store.pool.query(
        `select string_agg(quote_ident(relname), ', ') as names from pg_class join pg_namespace n on n.oid = relnamespace
         where n.nspname = 'public' and relkind = 'r' and relname not like 'kysely%' and relname not like 'audit%'
           and relname not in ('setting', 'match_state')`,
      );
      await store.pool.query(`truncate ${tables[0].names} cascade`);
      const clock = { now: new Date('2026-03-01T08:00:00Z') };
      const ctx = contextOn(instanceOn(store, clock));
      let feeds = feedsOf(folder, []);
      await takeFeeds(ctx, feeds);
      // Since when each device has been affected by each weakness without a break.
      let since = new Map<string, string>();
      for (const it of steps) {
        clock.now = new Date(clock.now.getTime() + (it.kind === 'days' ? it.days * DAY_MS : 60_000));
        if (it.kind === 'import') await takeRows(ctx, it.rows);
        if (it.kind === 'feeds') await takeFeeds(ctx, (feeds = feedsOf(folder, it.weaknesses)));
        await matchFleet(ctx);
        const today = clock.now.toISOString().slice(0, 10);
        const expected = await recompute(ctx, feeds);
        const next = new Map<string, string>();
        for (const { deviceId, judgement } of expected) {
          const key = `${deviceId} ${judgement.vulnerability.id}`;
          if (judgement.verdict === 'affected') next.set(key, since.get(key) ?? today);
        }
        since = next;
        const found = await allFindings(ctx, '', 3);
        assert.deepEqual(
          found
            .map(({ deviceId, vulnerability, verdict, score, tier, why, ...rest }) => {
              const key = `${deviceId} ${vulnerability}`;
              const days = verdict === 'affected' ? [rest.detectedOn, rest.dueOn] : [];
              return [key, verdict, score, tier, why, rest.readiness.kind, ...days].join(' | ');
            })
            .toSorted(),
          expected
            .map(
              ({ deviceId, judgement: { vulnerability, verdict, score, tier, why, clocks, readiness } }) => {
                const key = `${deviceId} ${vulnerability.id}`;
                const seen = since.get(key);
                const days = seen === undefined ? [] : [seen, dueOn(dueRuleOf(clocks), seen)];
                return [key, verdict, score, tier, why, readiness.kind, ...days].join(' | ');
              },
            )
            .toSorted(),
        );
        const affected = found.filter(({ verdict }) => verdict === 'affected');
        const summary = await summarizeFindings(ctx);
        assert.equal(summary.affected, affected.length);
        assert.equal(summary.undetermined, found.length - affected.length);
        assert.equal(
          summary.overdue,
          affected.filter(({ dueOn: due }) => due !== null && due < today).length,
        );
        await assertPatching(ctx, found, expected);
      }
      const unwatched = { signal: new AbortController().signal, progress: () => {} };
      assert.equal(await recheckFleet(ctx, unwatched), null);
    });
    await fc.assert(property, { numRuns: 3 });
  });
}
