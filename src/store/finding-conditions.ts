import { type RawBuilder, sql } from 'kysely';
import { DEVICE_FILTER_FIELDS, type Filter, type FINDING_FILTER_FIELDS } from '#engine/filter';
import { FIX_KINDS, READINESS_KINDS, READINESS_REASONS } from '#engine/triage';
import { TIERS } from '#engine/words';
import { deviceCondition } from './device-conditions.ts';
import { patternOf } from './filter-condition.ts';

type DeviceField = keyof typeof DEVICE_FILTER_FIELDS;
type Field = keyof typeof FINDING_FILTER_FIELDS;
type OwnField = Exclude<Field, DeviceField>;
type Condition = RawBuilder<boolean>;

export type FindingFilter = Filter<Field>;

/** When it was first seen on the device: brought along from an earlier configuration, or since both met. */
export const DETECTED_ON = sql<string>`coalesce(anchor.detected_on,
  greatest(judgement.opened_on, (device_cohort.since at time zone 'UTC')::date))`;
/** When the strictest clock runs out. */
export const DUE_ON = sql<string | null>`least(judgement.by_on, ${DETECTED_ON} + judgement.after_days)`;

/** Whether what a person said counts: nobody can say a fix into being. The same as `effectiveReadiness` of the engine. */
const SAID_COUNTS = sql<boolean>`(override.says is not null and not (override.says = 0 and verdict.fix_kind <> 0))`;
/** How ready a finding is: what a person said before what is derived. */
export const READINESS = sql<number>`(case when ${SAID_COUNTS} then override.says else judgement.readiness end)`;
const READINESS_REASON = sql<
  number | null
>`(case when ${SAID_COUNTS} then override.reason else judgement.readiness_reason end)`;

/** What stands for each field that is not the device's. Choices are the words themselves. */
const COLUMNS: Readonly<Record<OwnField, RawBuilder<unknown>>> = {
  device: sql`device.id::text`,
  tier: wordOf(sql`judgement.tier`, TIERS),
  verdict: sql`(case when judgement.rank >= 1000 then 'affected' else 'undetermined' end)`,
  confidence: sql`(case when verdict.degree % 2 = 1 then 'confirmed' else 'probable' end)`,
  vulnerability: sql`vulnerability.id`,
  advisory: sql`lower(array_to_string(verdict.advisories, ' '))`,
  action: sql`verdict.action_no`,
  exploited: sql`vulnerability.is_exploited`,
  score: sql`judgement.score`,
  cvss: sql`vulnerability.cvss::numeric`,
  epss: sql`vulnerability.epss::numeric`,
  due: DUE_ON,
  detected: DETECTED_ON,
  fix: wordOf(sql`verdict.fix_kind`, FIX_KINDS),
  fixVersion: sql`verdict.fix_version`,
  readiness: wordOf(READINESS, READINESS_KINDS),
  readinessReason: wordOf(READINESS_REASON, READINESS_REASONS),
  overridden: sql`(override.id is not null)`,
  decided: sql`(decided.decision_id is not null)`,
  disputed: sql`verdict.is_contradicted`,
};

function wordOf(column: RawBuilder<unknown>, words: readonly string[]): RawBuilder<unknown> {
  return sql`(array[${sql.join(words.map((it) => sql.lit(it)))}])[${column} + 1]`;
}

/** Choices that stand in a column of the judgement as a number, so that an index can be used. */
const NUMBERED: Readonly<
  Partial<Record<OwnField, { column: RawBuilder<unknown>; words: readonly string[] }>>
> = {
  tier: { column: sql`judgement.tier`, words: TIERS },
  readiness: { column: READINESS, words: READINESS_KINDS },
};

/** A filter of findings as two conditions that must both hold: on the device alone, and on the rest. */
export function findingConditions(filter: FindingFilter | null): {
  readonly onDevice: Condition | null;
  readonly onFinding: Condition | null;
  /** Whether all that is asked of the device is where it is. */
  readonly asksPlacesAlone: boolean;
} {
  const parts = filter === null ? [] : filter.kind === 'all' ? filter.of : [filter];
  const device = parts.filter(isOnDevice) as Filter<DeviceField>[];
  const rest = parts.filter((it) => !isOnDevice(it));
  return {
    onDevice:
      device.length === 0 ? null : deviceCondition({ tree: { kind: 'all', of: device }, customFields: [] }),
    onFinding: rest.length === 0 ? null : findingCondition({ kind: 'all', of: rest }),
    asksPlacesAlone: device.flatMap(fieldsIn).every((it) => it === 'site' || it === 'department'),
  };
}

function isOnDevice(filter: FindingFilter): boolean {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.of.every(isOnDevice);
    case 'not':
      return isOnDevice(filter.of);
    case 'words':
      return false;
    default:
      return filter.field in DEVICE_FILTER_FIELDS;
  }
}

/** The tier, where that is all that is asked of the finding. */
export function tierAskedAlone(filter: FindingFilter | null): number | null {
  const parts = filter === null ? [] : filter.kind === 'all' ? filter.of : [filter];
  const [only, ...others] = parts.filter((it) => !isOnDevice(it));
  if (only?.kind !== 'equals' || only.field !== 'tier' || others.length > 0) return null;
  return TIERS.findIndex((it) => it === only.value);
}

const OF_EACH_DEVICE: ReadonlySet<string> = new Set(['device', 'due', 'detected', 'decided']);

/** Whether all devices of a cohort meet what is asked of the finding, or none of them. */
export function isOfCohort(filter: FindingFilter | null): boolean {
  if (filter === null) return true;
  const parts = filter.kind === 'all' ? filter.of : [filter];
  return parts.filter((it) => !isOnDevice(it)).every(asksNoDevice);
}

function asksNoDevice(filter: FindingFilter): boolean {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.of.every(asksNoDevice);
    case 'not':
      return asksNoDevice(filter.of);
    case 'words':
      return false;
    default:
      return !(filter.field in DEVICE_FILTER_FIELDS) && !OF_EACH_DEVICE.has(filter.field);
  }
}

/** Fields that stand in the verdict, and in the vulnerability, rather than in the judgement itself. */
const OF_VERDICT: ReadonlySet<string> = new Set([
  'confidence',
  'advisory',
  'action',
  'fix',
  'fixVersion',
  'disputed',
]);
const OF_VULNERABILITY: ReadonlySet<string> = new Set(['vulnerability', 'exploited', 'cvss', 'epss']);

/** What judgements meet that have a finding of the filter on any device at all, and which tables that is asked of. */
export interface JudgementTest {
  /** Null: it can be any of them. */
  readonly test: Condition | null;
  readonly asksVerdict: boolean;
  readonly asksVulnerability: boolean;
  /** Whether it asks what a person can say otherwise of single devices. */
  readonly asksSaid: boolean;
  /** Whether it asks when a finding was first seen on its device. */
  readonly asksSeen: boolean;
  readonly asksDecided: boolean;
  /** Whether it asks what stands in the list of devices. */
  readonly asksWords: boolean;
  /** Whether it asks of the device itself. */
  readonly asksDevice: boolean;
  /** Whether it holds on all devices of a cohort that the filter selects, or on none. */
  readonly isShared: boolean;
}

/** What was looked up beforehand, where it is few. */
export interface Known {
  /** Vulnerabilities and cohorts that can meet words, by the words; null: many. */
  readonly words: ReadonlyMap<
    string,
    { readonly vulnerabilities: readonly number[] | null; readonly cohorts: readonly number[] | null }
  >;
  /** Whether any device brought a finding along. */
  readonly areBrought: boolean;
}

const NOTHING_KNOWN: Known = { words: new Map(), areBrought: true };

/** Words that a filter looks for. */
export function wordsIn(filter: FindingFilter | null): readonly string[] {
  if (filter === null) return [];
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.of.flatMap(wordsIn);
    case 'not':
      return wordsIn(filter.of);
    case 'words':
      return [filter.text];
    default:
      return [];
  }
}

/** What a filter asks of the vulnerability alone, whatever else it asks; null: nothing. */
export function vulnerabilityTest(filter: FindingFilter | null): Condition | null {
  const parts = filter === null ? [] : filter.kind === 'all' ? filter.of : [filter];
  const own = parts.filter((it) => fieldsIn(it).every((field) => OF_VULNERABILITY.has(field)));
  return own.length === 0 ? null : findingCondition({ kind: 'all', of: own });
}

/** A person can say otherwise of single devices. */
const SAID_OF_DEVICES: ReadonlySet<string> = new Set(['readiness', 'readinessReason', 'overridden']);

export function judgementTest(filter: FindingFilter | null, known: Known = NOTHING_KNOWN): JudgementTest {
  const test = filter === null ? null : judgementCondition(filter, known);
  const fields = filter === null ? [] : fieldsIn(filter);
  const asksSaid = fields.some((it) => SAID_OF_DEVICES.has(it));
  return {
    test,
    asksVerdict: fields.some((it) => OF_VERDICT.has(it)),
    asksVulnerability: fields.some((it) => it === 'words' || OF_VULNERABILITY.has(it)),
    asksSaid,
    asksSeen: fields.some((it) => it === 'due' || it === 'detected'),
    asksDecided: fields.includes('decided'),
    asksWords: fields.some((it) => it === 'words' || it in DEVICE_FILTER_FIELDS),
    asksDevice: fields.includes('device'),
    isShared: isOfCohort(filter) && !asksSaid,
  };
}

function fieldsIn(filter: FindingFilter): readonly string[] {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.of.flatMap(fieldsIn);
    case 'not':
      return fieldsIn(filter.of);
    case 'words':
      return ['words'];
    default:
      return [filter.field];
  }
}

function judgementCondition(filter: FindingFilter, known: Known): Condition | null {
  switch (filter.kind) {
    case 'all': {
      const parts = filter.of.map((it) => judgementCondition(it, known)).filter((it) => it !== null);
      return parts.length === 0 ? null : sql`(${sql.join(parts, sql` and `)})`;
    }
    case 'any': {
      const parts = filter.of.map((it) => judgementCondition(it, known));
      const told = parts.filter((it) => it !== null);
      return told.length < parts.length ? null : sql`(${sql.join(told, sql` or `)})`;
    }
    case 'words': {
      const found = known.words.get(filter.text);
      // Devices are looked at on the way down where many can meet the words.
      if (found?.cohorts == null) return null;
      const vulnerability =
        found.vulnerabilities === null
          ? sql`vulnerability.terms like ${patternOf(filter.text)}`
          : sql`judgement.vulnerability_no = any(${[...found.vulnerabilities]}::integer[])`;
      return sql`(${vulnerability} or judgement.cohort_id = any(${[...found.cohorts]}::integer[]))`;
    }
    case 'compare':
      // It is due when it was seen first on the device, and some days; and that is not before the verdict, unless it was brought along.
      if (filter.field === 'due' && (filter.comparison === '<' || filter.comparison === '<='))
        return sql`(least(judgement.by_on, judgement.opened_on + judgement.after_days) ${sql.raw(filter.comparison)} ${limitOf('due', filter.value)}
          ${known.areBrought ? sql`or judgement.vulnerability_no in (select vulnerability_no from finding_anchor)` : sql``})`;
      return filter.field === 'score'
        ? sql`(${sharedCondition(filter)} and ${rankCondition(filter)})`
        : sharedCondition(filter);
    case 'equals':
      if (filter.field === 'device')
        return isDeviceId(filter.value)
          ? sql`(judgement.cohort_id = (select cohort_id from device_cohort where device_id = ${filter.value}::uuid))`
          : sql`false`;
      if (filter.field === 'readiness' && typeof filter.value === 'string')
        return sql`(judgement.readiness = ${sql.lit(READINESS_KINDS.indexOf(filter.value as (typeof READINESS_KINDS)[number]))}
          or judgement.cohort_id in (select device_cohort.cohort_id from readiness_covered
            join device_cohort on device_cohort.device_id = readiness_covered.device_id))`;
      return sharedCondition(filter);
    default:
      return sharedCondition(filter);
  }
}

/** The score once more as the rank, which indexes know. */
function rankCondition({
  comparison,
  value,
}: Extract<FindingFilter, { readonly kind: 'compare' }>): Condition {
  const bound = Math.min(Math.max(Number(value), -1), CERTAIN_RANK - 1);
  const limit = sql.lit(comparison === '>' || comparison === '<=' ? Math.floor(bound) : Math.ceil(bound));
  const is = sql.raw(comparison);
  return sql`((judgement.rank >= ${sql.lit(CERTAIN_RANK)} and judgement.rank ${is} ${sql.lit(CERTAIN_RANK)} + ${limit})
    or (judgement.rank < ${sql.lit(CERTAIN_RANK)} and judgement.rank ${is} ${limit}))`;
}

/** From here on what is certain ranks: a judgement's rank is its score, and this much more where it is affected. */
const CERTAIN_RANK = 1000;

function sharedCondition(filter: FindingFilter): Condition | null {
  const isSaid = fieldsIn(filter).some((it) => SAID_OF_DEVICES.has(it));
  return asksNoDevice(filter) && !isSaid ? findingCondition(filter) : null;
}

function findingCondition(filter: FindingFilter): Condition {
  if (isOnDevice(filter)) return deviceCondition({ tree: filter, customFields: [] });
  switch (filter.kind) {
    case 'all':
      return sql`(${sql.join(filter.of.map(findingCondition), sql` and `)})`;
    case 'any':
      return sql`(${sql.join(filter.of.map(findingCondition), sql` or `)})`;
    case 'not':
      return sql`(not ${findingCondition(filter.of)})`;
    case 'words':
      return sql`(vulnerability.terms like ${patternOf(filter.text)} or list.search like ${patternOf(filter.text)})`;
    case 'blank':
      return sql`(${COLUMNS[filter.field as OwnField]} is null)`;
    case 'contains':
      return sql`coalesce(lower(${COLUMNS[filter.field as OwnField]}) like ${patternOf(filter.text)}, false)`;
    case 'equals':
      return equalsCondition(filter.field as OwnField, filter.value);
    case 'compare':
      return sql`coalesce(${COLUMNS[filter.field as OwnField]} ${sql.raw(filter.comparison)} ${limitOf(filter.field as OwnField, filter.value)}, false)`;
  }
}

function equalsCondition(field: OwnField, value: string | boolean): Condition {
  if (typeof value === 'boolean') return sql`coalesce(${COLUMNS[field]} = ${value}::boolean, false)`;
  if (field === 'verdict')
    return value === 'affected' ? sql`judgement.rank >= 1000` : sql`judgement.rank < 1000`;
  const numbered = NUMBERED[field];
  if (numbered !== undefined)
    return sql`${numbered.column} = ${sql.lit(numbered.words.indexOf(value))}::smallint`;
  if (field === 'due' || field === 'detected')
    return sql`coalesce(${COLUMNS[field]} = ${value}::date, false)`;
  if (field === 'device') return isDeviceId(value) ? sql`(device.id = ${value}::uuid)` : sql`false`;
  if (field === 'advisory') return sql`coalesce(verdict.advisories @> array[${value}::text], false)`;
  if (field === 'vulnerability') return sql`vulnerability.id = ${value.toUpperCase()}`;
  return sql`coalesce(lower(${COLUMNS[field]}) = ${value.toLowerCase()}, false)`;
}

function isDeviceId(value: string | boolean): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(String(value));
}

function limitOf(field: OwnField, value: string) {
  return field === 'due' || field === 'detected' ? sql`${value}::date` : sql`${value}::numeric`;
}
