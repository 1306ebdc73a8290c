import { type ColumnType, sql } from 'kysely';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface VerdictTables {
  verdict: {
    configuration_id: number;
    vulnerability_no: number;
    opened_at: Date;
    closed_at: Date | null;
    closed_because: string | null;
    degree: number;
    why: string;
    fix_kind: number;
    fix_version: string | null;
    fix_part: string | null;
    fix_advisory: string | null;
    is_contradicted: boolean;
    action_no: number | null;
    advisories: readonly string[] | null;
  };
  judgement: {
    cohort_id: number;
    vulnerability_no: number;
    rank: number;
    score: number;
    tier: number;
    readiness: number;
    readiness_reason: number | null;
    opened_on: ColumnType<string, string, never>;
    after_days: number | null;
    by_on: ColumnType<string | null, string | null, never>;
  };
}

/** What holds of a configuration now. */
export interface Verdict {
  readonly configurationId: number;
  readonly vulnerabilityNo: number;
  readonly degree: number;
  readonly why: string;
  readonly fixKind: number;
  readonly fixVersion: string | null;
  readonly fixPart: string | null;
  readonly fixAdvisory: string | null;
  readonly isContradicted: boolean;
  /** The act that settles it. */
  readonly actionNo: number;
  /** Ids of the advisories among its grounds, sorted, one a line; null: none. */
  readonly advisories: string | null;
}

export interface StandingVerdict extends Verdict {
  readonly vulnerabilityId: string;
  readonly openedAt: Date;
}

/** Configurations of which something holds about one of these vulnerabilities now. */
export async function listHolders(db: Db | Tx, vulnerabilities: readonly string[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct configuration_id as id from verdict join vulnerability on no = vulnerability_no
    where closed_at is null and vulnerability.id in (select json_array_elements_text(${storableJson(vulnerabilities)}::json))
  `.execute(db);
  return rows.map((it) => it.id);
}

/** The same, with the vulnerability that holds. */
export async function listHeld(
  db: Db | Tx,
  vulnerabilities: readonly string[],
): Promise<{ readonly configurationId: number; readonly id: string }[]> {
  const { rows } = await sql<{ configurationId: number; id: string }>`
    select configuration_id as "configurationId", vulnerability.id from verdict join vulnerability on no = vulnerability_no
    where closed_at is null and vulnerability.id in (select json_array_elements_text(${storableJson(vulnerabilities)}::json))
  `.execute(db);
  return rows;
}

/** @param vulnerabilities ids of those that are asked for; null: all */
export async function listVerdicts(
  db: Db | Tx,
  configurations: readonly number[],
  vulnerabilities: readonly string[] | null,
): Promise<StandingVerdict[]> {
  const isAsked =
    vulnerabilities === null ? sql`true` : sql`vulnerability.id = any(${[...vulnerabilities]}::text[])`;
  const { rows } = await sql<StandingVerdict>`
    select configuration_id as "configurationId", vulnerability_no as "vulnerabilityNo", vulnerability.id as "vulnerabilityId",
      opened_at as "openedAt", degree, why, fix_kind as "fixKind", fix_version as "fixVersion", fix_part as "fixPart",
      fix_advisory as "fixAdvisory", is_contradicted as "isContradicted",
      action_no as "actionNo", array_to_string(advisories, E'\\n') as advisories
    from verdict join vulnerability on no = vulnerability_no
    where closed_at is null and configuration_id = any(${[...configurations]}::integer[]) and ${isAsked}
  `.execute(db);
  return rows;
}

/** Verdicts that ceased to hold, each with what ended it. Clocks of devices that brought them along end too. */
export async function closeVerdicts(
  tx: Tx,
  ended: readonly (Pick<Verdict, 'configurationId' | 'vulnerabilityNo'> & { readonly because: string })[],
  at: Date,
): Promise<void> {
  if (ended.length === 0) return;
  const rows = storableJson(ended);
  await sql`
    update verdict set closed_at = ${at}, closed_because = ended.because
    from json_to_recordset(${rows}::json) as ended ("configurationId" integer, "vulnerabilityNo" integer, because text)
    where configuration_id = ended."configurationId" and vulnerability_no = ended."vulnerabilityNo" and closed_at is null
  `.execute(tx);
  await sql`
    delete from finding_anchor
    using json_to_recordset(${rows}::json) as ended ("configurationId" integer, "vulnerabilityNo" integer)
    join cohort on configuration_id = ended."configurationId"
    join device_cohort on cohort_id = cohort.id
    where finding_anchor.device_id = device_cohort.device_id and vulnerability_no = ended."vulnerabilityNo"
  `.execute(tx);
}

/** Opens verdicts. One that was closed in this very instant goes on instead. */
export async function openVerdicts(tx: Tx, verdicts: readonly Verdict[], at: Date): Promise<void> {
  if (verdicts.length === 0) return;
  await sql`
    insert into verdict (configuration_id, vulnerability_no, opened_at, degree, why, fix_kind, fix_version, fix_part,
      fix_advisory, is_contradicted, action_no, advisories)
    select "configurationId", "vulnerabilityNo", ${at}, degree, why, "fixKind", "fixVersion", "fixPart", "fixAdvisory",
      "isContradicted", "actionNo", string_to_array(advisories, E'\\n')
    from ${recordset(verdicts)}
    on conflict (configuration_id, vulnerability_no, opened_at) do update set closed_at = null, closed_because = null,
      degree = excluded.degree, why = excluded.why, fix_kind = excluded.fix_kind, fix_version = excluded.fix_version,
      fix_part = excluded.fix_part, fix_advisory = excluded.fix_advisory, is_contradicted = excluded.is_contradicted,
      action_no = excluded.action_no, advisories = excluded.advisories
  `.execute(tx);
}

/** Verdicts that still hold, for other reasons or with other words. */
export async function updateVerdicts(tx: Tx, verdicts: readonly Verdict[]): Promise<void> {
  if (verdicts.length === 0) return;
  await sql`
    update verdict set degree = now.degree, why = now.why, fix_kind = now."fixKind", fix_version = now."fixVersion",
      fix_part = now."fixPart", fix_advisory = now."fixAdvisory", is_contradicted = now."isContradicted",
      action_no = now."actionNo", advisories = string_to_array(now.advisories, E'\\n')
    from ${recordset(verdicts, 'now')}
    where configuration_id = now."configurationId" and vulnerability_no = now."vulnerabilityNo" and closed_at is null
  `.execute(tx);
}

function recordset(verdicts: readonly Verdict[], name: 'given' | 'now' = 'given') {
  return sql`json_to_recordset(${storableJson(verdicts)}::json) as ${sql.raw(name)} ("configurationId" integer,
    "vulnerabilityNo" integer, degree smallint, why text, "fixKind" smallint, "fixVersion" text, "fixPart" text,
    "fixAdvisory" text, "isContradicted" boolean, "actionNo" integer, advisories text)`;
}

/** A vulnerability as it bears on all devices of a cohort. */
export interface KeptJudgement {
  readonly cohortId: number;
  readonly vulnerabilityNo: number;
  readonly rank: number;
  readonly score: number;
  readonly tier: number;
  readonly readiness: number;
  readonly readinessReason: number | null;
  readonly openedOn: string;
  readonly afterDays: number | null;
  readonly byOn: string | null;
}

/** @param vulnerabilities numbers of those that are asked for; null: all */
export async function listJudgements(
  db: Db | Tx,
  cohorts: readonly number[],
  vulnerabilities: readonly number[] | null,
): Promise<KeptJudgement[]> {
  // Not by its index: that holds what every cohort has of them.
  const isAsked =
    vulnerabilities === null
      ? sql`true`
      : sql`vulnerability_no + 0 = any(${[...vulnerabilities]}::integer[])`;
  const { rows } = await sql<KeptJudgement>`
    select cohort_id as "cohortId", vulnerability_no as "vulnerabilityNo", rank, score, tier, readiness,
      readiness_reason as "readinessReason", opened_on::text as "openedOn", after_days as "afterDays", by_on::text as "byOn"
    from judgement where cohort_id = any(${[...cohorts]}::integer[]) and ${isAsked}
  `.execute(db);
  return rows;
}

export async function saveJudgements(tx: Tx, judgements: readonly KeptJudgement[]): Promise<void> {
  if (judgements.length === 0) return;
  await sql`
    insert into judgement (cohort_id, vulnerability_no, rank, score, tier, readiness, readiness_reason, opened_on,
      after_days, by_on)
    select "cohortId", "vulnerabilityNo", rank, score, tier, readiness, "readinessReason", "openedOn", "afterDays", "byOn"
    from json_to_recordset(${JSON.stringify(judgements)}::json) as given ("cohortId" integer, "vulnerabilityNo" integer,
      rank smallint, score smallint, tier smallint, readiness smallint, "readinessReason" smallint,
      "openedOn" date, "afterDays" smallint, "byOn" date)
    on conflict (cohort_id, vulnerability_no) do update set rank = excluded.rank, score = excluded.score,
      tier = excluded.tier, readiness = excluded.readiness, readiness_reason = excluded.readiness_reason, opened_on = excluded.opened_on,
      after_days = excluded.after_days, by_on = excluded.by_on
  `.execute(tx);
}

export async function deleteJudgements(
  tx: Tx,
  gone: readonly Pick<KeptJudgement, 'cohortId' | 'vulnerabilityNo'>[],
): Promise<void> {
  if (gone.length === 0) return;
  await sql`
    delete from judgement using json_to_recordset(${JSON.stringify(gone)}::json) as gone ("cohortId" integer,
      "vulnerabilityNo" integer)
    where cohort_id = gone."cohortId" and vulnerability_no = gone."vulnerabilityNo"
  `.execute(tx);
}
