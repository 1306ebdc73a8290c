import assert from 'node:assert/strict';
import { confirmationKey, createIdentifier } from '#engine/identify';
import { effectiveFields } from '#engine/inherit';
import { BEYOND_DAYS } from '#engine/measure';
import { dueOn, dueRuleOf, POLICY_PRESETS } from '#engine/risk';
import { PATCH_STATES } from '#engine/words';
import type { Context } from '#app/context';
import { findDevices } from '#app/inventory/devices';
import { readPatching } from '#app/today/patching';
import { summarizeFindings } from '#app/vulnerabilities/finding-summary';
import type { ListedFinding } from '#app/vulnerabilities/findings';
import { listIdentifications } from '#app/vulnerabilities/identifications';
import { createJudge } from '#app/vulnerabilities/judge';
import { loadCatalogue } from '#app/vulnerabilities/load-catalogue';
import { readAliasFiles } from '#app/vulnerabilities/read-alias-files';
import type { Store } from '#store/store';
import { allFindings, takeInventory } from './matched-fleet.ts';

export const DAY_MS = 86_400_000;

/** A device of Acme's as an inventory lists it. */
export interface FleetRow {
  readonly tag: string;
  readonly model: string;
  readonly version: string;
  readonly criticality: string;
}

export async function takeRows(ctx: Context, rows: readonly FleetRow[]): Promise<void> {
  const lines = rows.map((it) => [it.tag, 'Acme', it.model, it.version, it.criticality].join(','));
  await takeInventory(ctx, ['Asset tag,Manufacturer,Model,Version,Criticality', ...lines].join('\n'));
}

/** Empties a store for the next run of a property. */
export async function emptyStore(store: Store): Promise<void> {
  const { rows } = await store.pool.query(
    `select string_agg(quote_ident(relname), ', ') as names from pg_class join pg_namespace n on n.oid = relnamespace
     where n.nspname = 'public' and relkind = 'r' and relname not like 'kysely%' and relname not like 'audit%'
       and relname not in ('setting', 'match_state')`,
  );
  await store.pool.query(`truncate ${rows[0].names} cascade`);
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
  const all = devices.map(({ id, fields, inherited }) => ({
    ...effectiveFields(fields, inherited ?? {}),
    id,
  }));
  return {
    findings: all.flatMap((device) =>
      judge.found(device, asOf).map((it) => ({ deviceId: device.id, judgement: it })),
    ),
    doubts: all.flatMap((device) => judge.doubts(device)),
  };
}

type Recomputed = Awaited<ReturnType<typeof recompute>>;

/**
 * Proves that findings, their clocks and all numbers are what feeds and devices come to when worked out from nothing.
 * @param since since when each device had been affected by each weakness without a break
 * @returns the same, now
 */
export async function assertFollowed(
  ctx: Context,
  feeds: readonly string[],
  since: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const today = ctx.now().toISOString().slice(0, 10);
  const { findings: expected, doubts } = await recompute(ctx, feeds);
  const next = new Map<string, string>();
  for (const { deviceId, judgement } of expected) {
    const key = `${deviceId} ${judgement.vulnerability.id}`;
    if (judgement.verdict === 'affected') next.set(key, since.get(key) ?? today);
  }
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
      .map(({ deviceId, judgement: { vulnerability, verdict, score, tier, why, clocks, readiness } }) => {
        const key = `${deviceId} ${vulnerability.id}`;
        const seen = next.get(key);
        const days = seen === undefined ? [] : [seen, dueOn(dueRuleOf(clocks), seen)];
        return [key, verdict, score, tier, why, readiness.kind, ...days].join(' | ');
      })
      .toSorted(),
  );
  const affected = found.filter(({ verdict }) => verdict === 'affected');
  const summary = await summarizeFindings(ctx);
  assert.equal(summary.affected, affected.length);
  assert.equal(summary.undetermined, found.length - affected.length);
  assert.equal(summary.overdue, affected.filter(({ dueOn: due }) => due !== null && due < today).length);
  await assertPatching(ctx, found, expected);
  await assertDoubts(ctx, doubts);
  return next;
}

/** What hangs on texts that are not recognised with certainty, over all devices that have them. */
async function assertDoubts(ctx: Context, doubts: Recomputed['doubts']): Promise<void> {
  const byKey = Map.groupBy(doubts, ({ text }) => confirmationKey(text.manufacturer ?? '', text.model));
  const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
  const { items, total } = await listIdentifications(ctx, { text: '', after: null, limit: 100 });
  assert.equal(items.length, total);
  assert.deepEqual(
    items.map((it) => [it.key, it.confidence, it.devices, it.findings, it.riskPoints].join(' | ')).toSorted(),
    [...byKey]
      .map(([key, all]) => {
        const findings = sum(all.map((it) => it.findings));
        const points = sum(all.map((it) => it.points));
        return [key, all[0]?.confidence, all.length, findings, points].join(' | ');
      })
      .toSorted(),
  );
}

/** Everything that is kept of findings, in words that do not depend on the order in which it came to be. */
export async function keptFindings({ store }: Context): Promise<string[]> {
  const tables = {
    verdict: `select configuration_id, vulnerability.id, degree, why, fix_kind, fix_version, fix_part, fix_advisory, is_contradicted,
      advisories, finding_action.key from verdict join vulnerability on vulnerability.no = vulnerability_no
      left join finding_action on finding_action.no = action_no where closed_at is null`,
    judgement: `select cohort_id, vulnerability.id, rank, score, tier, readiness, readiness_reason, opened_on, after_days, by_on
      from judgement join vulnerability on no = vulnerability_no`,
    cohort: `select id, affected, undetermined, critical, high, unscored, medium, low, exploited, points, fixable, rank_max, is_known
      from cohort where devices > 0`,
    due: `select * from cohort_due join cohort on cohort.id = cohort_id where devices > 0`,
    group: `select grouped.* from cohort_group grouped join cohort on cohort.id = cohort_id where cohort.devices > 0`,
    tierGroup: `select grouped.* from cohort_tier_group grouped join cohort on cohort.id = cohort_id where cohort.devices > 0`,
    doubt: `select doubt.* from identification_doubt doubt join cohort on cohort.id = cohort_id where devices > 0`,
    head: `select id, summary, cvss, epss, is_exploited from vulnerability
      where exists (select from judgement where vulnerability_no = no)`,
  };
  const found: string[] = [];
  for (const [name, text] of Object.entries(tables)) {
    const { rows } = await store.pool.query(text);
    found.push(...rows.map((it) => `${name} ${JSON.stringify(it)}`));
  }
  return found.toSorted();
}

/** What Today counts of patching, after the match that kept it, is what the findings come to. */
async function assertPatching(
  ctx: Context,
  found: readonly ListedFinding[],
  expected: Recomputed['findings'],
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
