import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table finding_decision add column batch uuid;
    update finding_decision set batch = id;
    alter table finding_decision alter column batch set not null;
    create index finding_decision_batch on finding_decision (batch);
    comment on column finding_decision.batch is 'The same for decisions that were asked for together';
  `.execute(db);
}
