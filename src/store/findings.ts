import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { DecisionSaying, Justification } from '#engine/decisions';
import {
  effectiveReadiness,
  type EffectiveReadiness,
  FIX_KINDS,
  READINESS_KINDS,
  READINESS_REASONS,
  type ReadinessKind,
  type StatedReadiness,
} from '#engine/triage';
import { type DeviceFields, type Tier, TIERS, type Verdict } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { DETECTED_ON, DUE_ON, type FindingFilter, findingConditions } from './finding-conditions.ts';
import { isOfPlaces } from './place-tally.ts';
import { isInPlace } from './places.ts';
import type { Db, Tx } from './store.ts';

export interface FindingSelection {
  readonly filter: FindingFilter | null;
  readonly scopes: readonly Scope[];
  /** Whether findings that an approved decision covers are left out, or shown like others. */
  readonly decided: 'left-out' | 'both';
}

/** One vulnerability on one device, as lists show it. */
export interface FoundFinding {
  readonly deviceId: string;
  readonly deviceName: string | null;
  readonly fields: DeviceFields;
  readonly vulnerability: string;
  readonly summary: string | null;
  readonly cvss: number | null;
  readonly isExploited: boolean;
  readonly verdict: Exclude<Verdict, 'not-affected'>;
  readonly confidence: 'confirmed' | 'probable';
  readonly score: number;
  readonly tier: Tier;
  readonly why: string;
  readonly isContradicted: boolean;
  readonly fix: (typeof FIX_KINDS)[number];
  readonly fixVersion: string | null;
  /** What counts: what a person said before what is derived. */
  readonly readiness: EffectiveReadiness;
  readonly derivedReadiness: StatedReadiness;
  /** What a person said of the device; null: nobody did. */
  readonly override: {
    readonly id: string;
    readonly says: StatedReadiness;
    readonly rationale: string;
    readonly expiresOn: string;
    readonly byName: string;
    readonly ownerName: string;
  } | null;
  readonly detectedOn: string;
  readonly dueOn: string | null;
  /** The approved decision that covers it; null: it is open. */
  readonly decision: {
    readonly says: DecisionSaying;
    readonly justification: Justification | null;
    readonly reason: string;
    readonly expiresOn: string;
  } | null;
  readonly place: FindingPlace;
}

/** Where a finding stands in the order of urgency. */
export interface FindingPlace {
  readonly rank: number;
  readonly cohort: number;
  readonly vulnerability: number;
  readonly device: string;
}

/** What findings are made of beside device, cohort and judgement; only what a question asks of, where that is told. */
export function joinedFor(asked: {
  readonly asksVerdict?: boolean;
  readonly asksVulnerability?: boolean;
  readonly asksSaid?: boolean;
  readonly asksSeen?: boolean;
  readonly asksDecided?: boolean;
  /** What stands in the device itself. */
  readonly asksDevice?: boolean;
}): RawBuilder<unknown> {
  const verdict = asked.asksVerdict === true || asked.asksSaid === true;
  const parts = [
    [asked.asksDevice, sql`join device on device.id = device_cohort.device_id`],
    [verdict, sql`join cohort on cohort.id = judgement.cohort_id`],
    [asked.asksVulnerability, sql`join vulnerability on vulnerability.no = judgement.vulnerability_no`],
    [verdict, VERDICT],
    [asked.asksSeen, ANCHOR],
    [asked.asksDecided, DECIDED],
    [asked.asksSaid, SAID],
  ] as const;
  return sql.join(
    parts.flatMap(([is, join]) => (is === true ? [join] : [])),
    sql` `,
  );
}

const VERDICT = sql`join verdict on verdict.configuration_id = cohort.configuration_id
  and verdict.vulnerability_no = judgement.vulnerability_no and verdict.closed_at is null`;
const ANCHOR = sql`left join finding_anchor anchor on anchor.device_id = device_cohort.device_id
  and anchor.vulnerability_no = judgement.vulnerability_no`;
const DECIDED = sql`left join decided_finding decided on decided.device_id = device_cohort.device_id
  and decided.vulnerability_no = judgement.vulnerability_no`;
const SAID = sql`left join readiness_covered covered on covered.device_id = device_cohort.device_id
  left join readiness_override override on override.id = covered.override_id`;
const JOINED = sql`join cohort on cohort.id = judgement.cohort_id
  join vulnerability on vulnerability.no = judgement.vulnerability_no
  ${VERDICT} ${ANCHOR} ${DECIDED} left join finding_decision decision on decision.id = decided.decision_id ${SAID}`;
/** From the devices to their findings. */
export const FROM_DEVICES = sql`device join device_cohort on device_cohort.device_id = device.id
  join judgement on judgement.cohort_id = device_cohort.cohort_id ${JOINED}
  join device_list as list on list.device_id = device.id`;

/** Findings at these places, in their order; those that are no more are left out. */
export async function fetchFindings(
  db: Db | Tx,
  places: readonly FindingPlace[],
): Promise<readonly FoundFinding[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<Row>`
    ${SELECTED} from unnest(${places.map((it) => it.device)}::uuid[], ${places.map((it) => it.vulnerability)}::integer[])
        with ordinality as asked (device_id, vulnerability_no, at)
      join device on device.id = asked.device_id
      join device_cohort on device_cohort.device_id = device.id
      join judgement on judgement.cohort_id = device_cohort.cohort_id
        and judgement.vulnerability_no = asked.vulnerability_no ${JOINED}
    order by asked.at
  `.execute(db);
  return rows.map(findingOf);
}

export async function findFinding(
  db: Db | Tx,
  { deviceId, vulnerability }: { readonly deviceId: string; readonly vulnerability: string },
  scopes: readonly Scope[],
): Promise<FoundFinding | null> {
  const where = allOf([
    conditionsOf({ filter: null, scopes, decided: 'both' }).onDevice,
    sql`device.id = ${deviceId} and vulnerability.id = ${vulnerability}`,
  ]);
  const { rows } = await sql<Row>`${SELECTED} from ${FROM_DEVICES} where ${where}`.execute(db);
  return rows[0] === undefined ? null : findingOf(rows[0]);
}

/** Findings of one device; the most urgent first. Null: it has not been matched since it last changed. */
export async function listFindingsOfDevice(
  db: Db | Tx,
  deviceId: string,
  limit: number,
): Promise<{ readonly items: readonly FoundFinding[]; readonly total: number; readonly isMatched: boolean }> {
  const { rows } = await sql<Row>`
    ${SELECTED} from ${FROM_DEVICES} where device.id = ${deviceId}
    order by rank desc, vulnerability_no desc limit ${limit}
  `.execute(db);
  const { rows: counted } = await sql<{ total: number; matched: boolean }>`
    select affected + undetermined as total, not exists (select 1 from device_to_match where device_id = ${deviceId}) as matched
    from device_cohort join cohort on cohort.id = cohort_id where device_id = ${deviceId}
  `.execute(db);
  return {
    items: rows.map(findingOf),
    total: counted[0]?.total ?? 0,
    isMatched: counted[0]?.matched ?? false,
  };
}

/** A finding that a device once had. */
export interface ClosedFinding {
  readonly vulnerability: string;
  readonly openedAt: Date;
  readonly closedAt: Date;
  readonly because: string;
}

/** What the device was affected by, in this configuration or an earlier one, and is no more; the latest first. */
export async function listClosedFindings(
  db: Db | Tx,
  deviceId: string,
  limit: number,
): Promise<ClosedFinding[]> {
  const { rows } = await sql<ClosedFinding>`
    with stay as (
      select configuration_id, since, until from device_stay where device_id = ${deviceId}
      union all
      select configuration_id, since, null from device_cohort join cohort on cohort.id = cohort_id
      where device_id = ${deviceId}
    ), met as (
      select vulnerability_no, greatest(opened_at, since) as met_at, least(closed_at, until) as parted_at,
        case when closed_at is null or until < closed_at then 'The device changed: it is not the configuration that had it'
          else closed_because end as because
      from stay join verdict using (configuration_id)
      where degree >= 4 and (until is null or opened_at < until) and (closed_at is null or closed_at > since)
    )
    select vulnerability.id as vulnerability, min(met_at) as "openedAt", max(parted_at) as "closedAt",
      (array_agg(because order by parted_at desc))[1] as because
    from met join vulnerability on no = vulnerability_no
    group by vulnerability.id having bool_and(parted_at is not null)
    order by max(parted_at) desc, vulnerability.id limit ${limit}
  `.execute(db);
  return rows;
}

/** Device and vulnerability of everything selected, to be used within another statement. */
export function findingsSelected(selection: FindingSelection): RawBuilder<unknown> {
  const { onDevice, onFinding, isOpen } = conditionsOf(selection);
  return sql`select device.id as device_id, judgement.vulnerability_no from ${FROM_DEVICES}
    where ${allOf([onDevice, onFinding, isOpen])}`;
}

/** A selection as conditions that must all hold; null: there is none of the kind. */
export function conditionsOf({ filter, scopes, decided }: FindingSelection) {
  const { onDevice, onFinding, asksPlacesAlone } = findingConditions(filter);
  const within = scopes.some((it) => it.kind === 'hospital') ? null : scopeCondition(scopes);
  const asked = within === null ? onDevice : onDevice === null ? within : allOf([within, onDevice]);
  return {
    onDevice: asked,
    /** The same of `device_cohort` alone, where nothing but places is asked. */
    onPlace: asked !== null && asksPlacesAlone && isOfPlaces(scopes) ? isInPlace(asked) : null,
    onFinding,
    isOpen: decided === 'both' ? null : sql<boolean>`decided.decision_id is null`,
  };
}

export function allOf(conditions: readonly (RawBuilder<boolean> | null)[]): RawBuilder<boolean> {
  const given = conditions.filter((it) => it !== null);
  return given.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(given, sql` and `)})`;
}

const SELECTED = sql`select device.id as device_id, device.name as device_name, device.fields, vulnerability.id as vulnerability,
  vulnerability.summary, vulnerability.cvss, vulnerability.is_exploited, verdict.degree, verdict.why,
  verdict.is_contradicted, verdict.fix_kind, verdict.fix_version, judgement.rank, judgement.score, judgement.tier,
  judgement.readiness, judgement.readiness_reason, override.id as override_id, override.says as override_says,
  override.reason as override_reason, override.rationale, override.expires_on::text as override_expires_on,
  override.made_by_name as override_by, override.owner_name as override_owner, ${DETECTED_ON}::text as detected_on, ${DUE_ON}::text as due_on, judgement.cohort_id,
  judgement.vulnerability_no, decision.says, decision.justification, decision.reason, decision.expires_on::text as expires_on`;

interface Row {
  readonly device_id: string;
  readonly device_name: string | null;
  readonly fields: DeviceFields;
  readonly vulnerability: string;
  readonly summary: string | null;
  readonly cvss: number | null;
  readonly is_exploited: boolean;
  readonly degree: number;
  readonly why: string;
  readonly is_contradicted: boolean;
  readonly fix_kind: number;
  readonly fix_version: string | null;
  readonly rank: number;
  readonly score: number;
  readonly tier: number;
  readonly readiness: number;
  readonly readiness_reason: number | null;
  readonly override_id: string | null;
  readonly override_says: number | null;
  readonly override_reason: number | null;
  readonly rationale: string | null;
  readonly override_expires_on: string | null;
  readonly override_by: string | null;
  readonly override_owner: string | null;
  readonly detected_on: string;
  readonly due_on: string | null;
  readonly cohort_id: number;
  readonly vulnerability_no: number;
  readonly says: DecisionSaying | null;
  readonly justification: Justification | null;
  readonly reason: string | null;
  readonly expires_on: string | null;
}

function findingOf(row: Row): FoundFinding {
  const fix = FIX_KINDS[row.fix_kind] ?? 'none';
  const derivedReadiness = statedReadiness(row.readiness, row.readiness_reason);
  const override = overrideOf(row);
  return {
    deviceId: row.device_id,
    deviceName: row.device_name,
    fields: row.fields,
    vulnerability: row.vulnerability,
    summary: row.summary,
    cvss: row.cvss,
    isExploited: row.is_exploited,
    verdict: row.degree >= 4 ? 'affected' : 'undetermined',
    confidence: row.degree % 2 === 1 ? 'confirmed' : 'probable',
    score: row.score,
    tier: TIERS[row.tier] as Tier,
    why: row.why,
    isContradicted: row.is_contradicted,
    fix,
    fixVersion: row.fix_version,
    readiness: effectiveReadiness(derivedReadiness, fix, override?.says ?? null),
    derivedReadiness,
    override,
    detectedOn: row.detected_on,
    dueOn: row.due_on,
    decision:
      row.says === null
        ? null
        : {
            says: row.says,
            justification: row.justification,
            reason: row.reason ?? '',
            expiresOn: row.expires_on ?? '',
          },
    place: {
      rank: row.rank,
      cohort: row.cohort_id,
      vulnerability: row.vulnerability_no,
      device: row.device_id,
    },
  };
}

/** Readiness as it is kept: places in the lists of kinds and reasons. */
export function statedReadiness(kind: number, reason: number | null): StatedReadiness {
  return {
    kind: READINESS_KINDS[kind] as ReadinessKind,
    reason: reason === null ? null : (READINESS_REASONS[reason] ?? null),
  };
}

function overrideOf(row: Row): FoundFinding['override'] {
  if (row.override_id === null) return null;
  return {
    id: row.override_id,
    says: statedReadiness(row.override_says as number, row.override_reason),
    rationale: row.rationale ?? '',
    expiresOn: row.override_expires_on ?? '',
    byName: row.override_by ?? '',
    ownerName: row.override_owner ?? '',
  };
}
