import { sql } from 'kysely';
import type { Catalogue } from '#engine/catalogue';
import { createIdentifier, EMPTY_ALIASES, type ProductText } from '#engine/identify';
import { createMatcher } from '#engine/match';
import { CRITICALITIES, type DeviceFields, EXPOSURES } from '#engine/words';
import { drawFleet } from '#sim/fleet';
import { createRandom, type Random } from '#sim/random';
import type { Db } from '#store/store';

/** As many devices share a configuration as in the fleets that matching is measured with. */
const DEVICES_PER_CONFIGURATION = 50;
/** Findings of a device: what is drawn is thinned out until it has no more. */
const FINDINGS_MAX = 110;
const FINDINGS_MIN = 3;
const CONTEXTS = 4;
const BATCH = 500;

/**
 * Puts devices into the record that share configurations of products the catalogue names, some forty findings on each,
 * spread over sites and departments, each configuration in a few clinical contexts. @returns configurations
 */
export async function seedFleet(db: Db, catalogue: Catalogue, devices: number): Promise<number> {
  const all = fleetOf(catalogue, Math.ceil(devices / DEVICES_PER_CONFIGURATION));
  await sql`truncate device cascade`.execute(db);
  await db.transaction().execute(async (tx) => {
    await sql`create temporary table bench_kind (no integer primary key, fields jsonb not null) on commit drop`.execute(
      tx,
    );
    for (let from = 0; from < all.length; from += BATCH) {
      const rows = all.slice(from, from + BATCH).map((fields, at) => ({ no: from + at, fields }));
      await sql`insert into bench_kind select no, fields
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (no integer, fields jsonb)`.execute(
        tx,
      );
    }
    await sql`
      with draw as (
        select n, case when n <= ${all.length / CONTEXTS}::int then (n - 1) * ${CONTEXTS}::int
            else floor(power(((hashint8(n::bigint * 4 + 1)::bigint + 2147483648) / 4294967296.0), 2) * ${all.length}::int)::int end as kind,
          floor(power(((hashint8(n::bigint * 4 + 2)::bigint + 2147483648) / 4294967296.0), 1.6) * 6)::int as site,
          floor(((hashint8(n::bigint * 4 + 3)::bigint + 2147483648) / 4294967296.0) * 20)::int as department
        from generate_series(1, ${devices}::int) as n)
      insert into device (id, name, fields, source_count, conflict_count, seen_at, created_at, changed_at)
      select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'HP-' || lpad(n::text, 6, '0'),
        bench_kind.fields || jsonb_build_object('serial', 'SN' || n, 'site', 'Site ' || site, 'department', 'Ward ' || department,
          'ip', '10.' || (n / 65536) || '.' || ((n / 256) % 256) || '.' || (n % 256)),
        1, 0, timestamptz '2026-11-01', timestamptz '2026-01-01', timestamptz '2026-11-01'
      from draw join bench_kind on bench_kind.no = kind
    `.execute(tx);
  });
  return all.length / CONTEXTS;
}

/** Configurations, each in so many contexts one after the other. */
function fleetOf(catalogue: Catalogue, configurations: number): DeviceFields[] {
  const drawn = drawFleet(catalogue, {
    seed: 11,
    devices: 0,
    configurations: configurations * 3,
  }).configurations;
  const matcher = createMatcher(catalogue, createIdentifier(catalogue.directory, EMPTY_ALIASES));
  const random = createRandom(12);
  const found: DeviceFields[] = [];
  const findings = (items: readonly ProductText[]) => matcher.findings({ items }).length;
  for (const { items } of drawn) {
    if (found.length === configurations * CONTEXTS) break;
    const kept = items.slice(0, 1);
    for (const it of items.slice(1)) if (findings([...kept, it]) <= FINDINGS_MAX) kept.push(it);
    const count = findings(kept);
    if (count < FINDINGS_MIN || count > FINDINGS_MAX) continue;
    for (let i = 0; i < CONTEXTS; i++) found.push({ ...fieldsOf(kept), ...contextOf(random) });
  }
  if (found.length < configurations * CONTEXTS)
    throw new Error('The catalogue yields too few configurations');
  return found;
}

function fieldsOf(items: readonly ProductText[]): DeviceFields {
  const [device, ...parts] = items;
  const os = parts.find((it) => it.kind === 'os');
  return {
    ...(device?.manufacturer !== undefined && { manufacturer: device.manufacturer }),
    ...(device !== undefined && { model: device.model }),
    ...(device?.version !== undefined && { version: device.version }),
    ...(os !== undefined && { os: os.model }),
    ...(os?.version !== undefined && { osVersion: os.version }),
    components: parts.map((it) => ({
      name: it.model,
      ...(it.kind === 'os' && { kind: 'operating-system' as const }),
      ...(it.manufacturer !== undefined && { vendor: it.manufacturer }),
      ...(it.version !== undefined && { version: it.version }),
      ...(it.cpe !== undefined && { cpe: it.cpe }),
    })),
  };
}

function contextOf(random: Random): DeviceFields {
  return {
    criticality: random.pick(CRITICALITIES),
    exposure: random.pick(EXPOSURES),
    storesPhi: random.next() < 0.3,
    transmitsPhi: random.next() < 0.3,
  };
}
