import { type Kysely, sql } from 'kysely';

/** What is counted of the findings of a tier, readiness too, stands in its index: most of a site's need not be looked at. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `drop index judgement_tier;
      create index judgement_tier on judgement (tier, rank, cohort_id, vulnerability_no) include (readiness);`,
    )
    .execute(db);
}
