import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope } from '#engine/access';
import { TIERS } from '#engine/words';
import {
  type FindingGroup,
  groupFindings,
  keepFindingGroups,
  type Grouping,
  type GroupPage,
  type GroupPlace,
} from '#store/finding-groups';
import { listDecisionsBefore } from '#store/decisions';
import { countFindings, pageFindings } from '#store/finding-pages';
import { readKeptGroups } from '#store/kept-groups';
import { recountFindings } from '#store/finding-tallies';
import { correctPlaces } from '#store/places';
import { countFindingSummary, type FindingSummary, summarizeFindings } from '#store/finding-summary';
import { keepPatchFigures, readKeptFindings } from '#store/patch-figures';
import {
  type FindingPlace,
  type FindingSelection,
  findingsSelected,
  type FoundFinding,
} from '#store/findings';
import type { Db, Store } from '#store/store';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import type { Context } from '../context.ts';
import { approveDecision, requestDecision, withdrawDecision } from './decisions.ts';
import { filterOf } from './findings.ts';
import { sayReadiness } from './readiness-overrides.ts';

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
  'readiness:temporarily-unpatchable or exploited:yes',
  'department:radiology',
  'site:harbour -department:radiology tier:critical',
  'score:>60.5',
  'score:<=60 or -(score:>=90)',
  'serial:nowhere',
];
const SCOPES: readonly (readonly Scope[])[] = [
  [{ kind: 'hospital' }],
  [{ kind: 'department', id: 'Radiology' }],
  [
    { kind: 'site', id: 'Harbour Point General' },
    { kind: 'department', id: 'ICU' },
  ],
  [
    { kind: 'group', id: 'Loaned' },
    { kind: 'department', id: 'ICU' },
  ],
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

const GROUPINGS = ['device', 'vulnerability', 'action', 'advisory'] as const;

/** Open findings in numbers, by looking at each. */
function openIn(open: readonly FoundFinding[], { asOf, soonBy }: { asOf: string; soonBy: string }) {
  const affected = open.filter((it) => it.verdict === 'affected');
  const devices = new Set(affected.map((it) => it.deviceId));
  const rest = new Set(open.map((it) => it.deviceId).filter((it) => !devices.has(it)));
  const overdue = affected.filter((it) => it.dueOn !== null && it.dueOn < asOf);
  return {
    devicesAffected: devices.size,
    devicesUndetermined: rest.size,
    affected: affected.length,
    undetermined: open.length - affected.length,
    byTier: Object.fromEntries(TIERS.map((tier) => [tier, affected.filter((it) => it.tier === tier).length])),
    exploited: affected.filter((it) => it.isExploited).length,
    riskPoints: affected.reduce((sum, it) => sum + it.score, 0),
    overdue: overdue.length,
    overdueCritical: overdue.filter((it) => it.tier === 'critical').length,
    dueSoon: affected.filter((it) => it.dueOn !== null && it.dueOn >= asOf && it.dueOn <= soonBy).length,
  };
}

function pickFrom({ decided: _, devices: __, ...it }: FindingSummary) {
  return it;
}

async function decide(ctx: Context, vulnerabilities: readonly string[], filter: string): Promise<void> {
  const ids = await requestDecision(ctx, {
    vulnerabilities,
    says: 'accepted',
    justification: null,
    reason: 'Seen to',
    filter,
    expiresOn: '2026-06-01',
  });
  for (const id of ids) await approveDecision(ctx, id);
}

type Row = Omit<FindingGroup, 'tier'> & { readonly tier: number };

/** Groups of what `findingsSelected` finds, by adding up one finding after the other. */
async function groupedOneByOne(
  { db, pool }: Store,
  selection: FindingSelection,
  by: Grouping,
): Promise<readonly Row[]> {
  const selected = findingsSelected(selection).compile(db);
  const { rows } = await pool.query<{
    key: string;
    device: string;
    vulnerability: number;
    rank: number;
    tier: number;
    score: number;
    held: boolean;
  }>(
    `select ${{ device: 'found.device_id', vulnerability: 'vulnerability.id', action: 'action_no', advisory: 'spoken' }[by]}::text as key,
      found.device_id as device, found.vulnerability_no as vulnerability, rank, tier, score,
      case when override.says is null or (override.says = 0 and fix_kind <> 0) then readiness else override.says end <> 0 as held
    from (${selected.sql}) as found
    join device_cohort on device_cohort.device_id = found.device_id
    join cohort on cohort.id = device_cohort.cohort_id
    join judgement on judgement.cohort_id = cohort.id and judgement.vulnerability_no = found.vulnerability_no
    join verdict on verdict.configuration_id = cohort.configuration_id
      and verdict.vulnerability_no = found.vulnerability_no and closed_at is null
    join vulnerability on vulnerability.no = found.vulnerability_no
    left join readiness_covered covered on covered.device_id = found.device_id
    left join readiness_override override on override.id = covered.override_id
    ${by === 'advisory' ? 'cross join unnest(advisories) as spoken' : ''}`,
    [...selected.parameters],
  );
  const groups = [...Map.groupBy(rows, (it) => it.key)].map(([key, all]) => {
    const affected = all.filter((it) => it.rank >= 1000);
    const devices = Map.groupBy(all, (it) => it.device);
    return {
      key,
      tier: Math.min(...(affected.length > 0 ? affected : all).map((it) => it.tier)),
      isAffected: affected.length > 0,
      devices: devices.size,
      heldDevices: [...devices.values()].filter((its) => its.every((it) => it.held)).length,
      findings: all.length,
      vulnerabilities: new Set(all.map((it) => it.vulnerability)).size,
      critical: affected.filter((it) => it.tier === 0).length,
      riskPoints: affected.reduce((sum, it) => sum + it.score, 0),
    };
  });
  return groups.toSorted(
    (a, b) => b.riskPoints - a.riskPoints || b.findings - a.findings || (a.key < b.key ? 1 : -1),
  );
}

async function groupedByPages(db: Db, selection: FindingSelection, by: Grouping, limit: number) {
  const found: Row[] = [];
  let after: GroupPlace | null = null;
  let whole = { total: 0, points: 0 };
  for (;;) {
    const page: GroupPage = await groupFindings(db, selection, by, { after, limit });
    found.push(...page.items.map(({ tier, ...it }) => ({ ...it, tier: TIERS.indexOf(tier) })));
    if (after === null) whole = { total: page.total, points: page.points };
    const last = page.items.at(-1);
    if (last === undefined || page.items.length < limit) return { found, ...whole };
    after = { points: last.riskPoints, findings: last.findings, key: last.key };
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
    await decide(ctx, decided, '');
    // Of a part of the devices: several weaknesses that one act settles, and everything that a device has.
    const { rows: act } = await store.pool.query<{ id: string }>(
      `select vulnerability.id from verdict join vulnerability on no = vulnerability_no where closed_at is null and action_no = (
        select action_no from verdict where closed_at is null group by 1
        having count(distinct vulnerability_no) between 2 and 5 order by count(*) desc limit 1) group by 1`,
    );
    assert(act.length > 1);
    await decide(
      ctx,
      act.map((it) => it.id),
      'department:radiology or department:icu',
    );
    const whole = all.at(-1) as FoundFinding;
    await decide(
      ctx,
      all.filter((it) => it.deviceId === whole.deviceId).map((it) => it.vulnerability),
      `device:=${whole.deviceId}`,
    );
    for (const [filter, says, reason] of [
      ['department:radiology', 'temporarily-unpatchable', 'in-constant-use'],
      ['criticality:life-sustaining', 'patchable', 'support-agreed'],
    ] as const)
      await sayReadiness(ctx, {
        deviceId: null,
        filter,
        says,
        reason,
        rationale: 'As the ward says',
        expiresOn: '2026-06-01',
        ownerId: null,
      });
    await store.pool.query(
      `with made as (insert into tag (id, key, name, created_at, created_by_name, is_group)
        values (gen_random_uuid(), 'loaned', 'Loaned', now(), 'Test', true) returning id)
      insert into device_tag (device_id, tag_id, at, by_name)
        select device.id, made.id, now(), 'Test' from device, made where device.name like '%7'`,
    );
    // Brought along from an earlier configuration: due before the verdict alone would have it.
    for (const it of all.slice(-5))
      await store.pool.query(
        `insert into finding_anchor (device_id, vulnerability_no, detected_on) values ($1, $2, '2025-12-01')`,
        [it.deviceId, it.place.vulnerability],
      );
    for (const scopes of SCOPES) {
      const open = await pageFindings(
        db,
        { filter: null, scopes, decided: 'left-out' },
        { after: null, limit: 3000 },
      );
      for (const days of [
        { asOf: '2026-03-01', soonBy: '2026-03-20' },
        { asOf: '2026-04-05', soonBy: '2026-12-01' },
      ]) {
        const expected = openIn(open, days);
        const counted = await countFindingSummary(db, scopes, days);
        assert.deepEqual(pickFrom(counted), expected);
        // What is kept says the same, in every scope.
        await db.transaction().execute((tx) => keepPatchFigures(tx, days, ctx.now()));
        assert.deepEqual(await summarizeFindings(db, scopes, days), { ...counted, countedAt: null });
        if (!scopes.some((it) => it.kind === 'group'))
          assert.notEqual(await readKeptFindings(db, scopes, days), null);
      }
    }
    for (const [place, scopes] of SCOPES.entries())
      for (const [at, text] of [...FILTERS, `device:=${whole.deviceId}`, 'device:=none'].entries()) {
        const decided: FindingSelection['decided'] = at % 2 === 0 ? 'left-out' : 'both';
        const selection = { filter: filterOf(ctx, text), scopes, decided };
        const expected = await oneByOne(store, selection);
        const words = `${text} ${decided} ${JSON.stringify(scopes)}`;
        assert.deepEqual(await byPages(db, selection, 397), expected, words);
        assert.equal(await countFindings(db, selection, null), expected.length, words);
        // Every scope with a third of the filters, and every filter with a scope.
        for (const by of (at + place) % 3 === 0 ? GROUPINGS : []) {
          const groups = await groupedOneByOne(store, selection, by);
          const limit = at % 2 === 0 ? 40 : 2000;
          const { found, total, points } = await groupedByPages(db, selection, by, limit);
          assert.deepEqual(found, groups, `${by}: ${words}`);
          assert.equal(total, groups.length, `${by}: ${words}`);
          if (text === '' && decided === 'left-out') {
            // What is kept says the same.
            await db.transaction().execute(keepFindingGroups);
            const again = await groupedByPages(db, selection, by, limit);
            assert.deepEqual(again, { found: groups, total, points }, `${by}, kept: ${words}`);
          }
          assert.equal(
            points,
            groups.reduce((sum, it) => sum + it.riskPoints, 0),
            `${by}: ${words}`,
          );
        }
        for (const cap of [3, expected.length, 100_000])
          assert.equal(await countFindings(db, selection, cap), Math.min(expected.length, cap + 1), words);
      }
    // What is counted change by change stays right, whatever becomes of devices and decisions, and is put right where it is not.
    const recount = () =>
      db.transaction().execute(async (tx) => (await correctPlaces(tx)) + (await recountFindings(tx)));
    assert.equal(await recount(), 0);
    // A device that is moved takes its findings along.
    await store.pool.query(
      `update device set fields = fields || '{"site": "Across the Road", "department": "Radiology"}' where id = $1`,
      [all[7]?.deviceId],
    );
    const moved = {
      filter: filterOf(ctx, 'site:across department:radiology'),
      scopes: [{ kind: 'site', id: 'Across the Road' }],
      decided: 'both',
    } as const;
    const expected = await oneByOne(store, moved);
    assert(expected.length > 0);
    assert.equal(await countFindings(db, moved, null), expected.length);
    assert.deepEqual(await byPages(db, moved, 397), expected);
    assert.equal(await recount(), 0);
    await store.pool.query(
      `update device_cohort set cohort_id = (select max(id) from cohort), since = since - interval '9 days' where device_id = $1`,
      [whole.deviceId],
    );
    // What is kept of findings no longer counts when a device goes.
    await db.transaction().execute(keepFindingGroups);
    assert.notEqual(await readKeptGroups(db, 'action', { after: null, limit: 1 }), null);
    await store.pool.query('delete from device_cohort where device_id = $1', [all[0]?.deviceId]);
    assert.equal(await readKeptGroups(db, 'action', { after: null, limit: 1 }), null);
    const [kept] = await listDecisionsBefore(
      db,
      { state: 'approved', vulnerability: null },
      { before: null, limit: 1 },
    );
    await withdrawDecision(ctx, kept?.id ?? '', 'No longer so');
    assert.equal(await recount(), 0);
    await store.pool.query('update decided_tally set devices = devices + 1');
    assert((await recount()) > 0);
    await store.pool.query('update device_cohort set place_no = (select min(no) from place)');
    assert((await recount()) > 0);
    await store.pool.query('update cohort_due set findings = findings + 1');
    assert((await recount()) > 0);
    await store.pool.query(`update cohort_tier_group set ready = ready + 1 where kind = 'action'`);
    await store.pool.query(
      'delete from cohort_group where cohort_id = (select min(cohort_id) from cohort_group)',
    );
    assert((await recount()) > 0);
    assert.equal(await recount(), 0);
  });
