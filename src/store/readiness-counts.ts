import { sql } from 'kysely';
import { FIX_KINDS, type StatedReadiness } from '#engine/triage';
import { findingsTogether } from './finding-units.ts';
import { type FindingSelection, statedReadiness } from './findings.ts';
import type { Db, Tx } from './store.ts';

/** Findings that are equally ready, as it is kept. */
export interface ReadinessCount {
  readonly derived: StatedReadiness;
  readonly fix: (typeof FIX_KINDS)[number];
  readonly said: StatedReadiness | null;
  readonly findings: number;
}

const COLUMNS = sql`judgement.rank, judgement.readiness, judgement.readiness_reason, verdict.fix_kind, override.says,
  override.reason as said_reason`;

/** How ready the affected findings of a selection are. */
export async function countReadiness(db: Db | Tx, selection: FindingSelection): Promise<ReadinessCount[]> {
  const { rows } = await sql<Row>`
    with found as (${await findingsTogether(db, selection, COLUMNS)})
    select readiness, readiness_reason, fix_kind, says, said_reason, sum(n) as findings
    from found where rank >= 1000 group by 1, 2, 3, 4, 5
  `.execute(db);
  return rows.map((it) => ({
    derived: statedReadiness(it.readiness, it.readiness_reason),
    fix: FIX_KINDS[it.fix_kind] ?? 'none',
    said: it.says === null ? null : statedReadiness(it.says, it.said_reason),
    findings: Number(it.findings),
  }));
}

interface Row {
  readonly readiness: number;
  readonly readiness_reason: number | null;
  readonly fix_kind: number;
  readonly says: number | null;
  readonly said_reason: number | null;
  readonly findings: string;
}
