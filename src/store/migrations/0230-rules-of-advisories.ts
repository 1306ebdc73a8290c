import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `alter table pattern_rule alter column vulnerability drop not null;
      alter table pattern_rule add column advisory text;
      alter table pattern_rule add constraint pattern_rule_about check ((vulnerability is null) <> (advisory is null));
      comment on column pattern_rule.vulnerability is 'Id of the vulnerability; null: it is about an advisory';
      comment on column pattern_rule.advisory is 'Id of the advisory, whatever it names now and later; null: it is about one vulnerability'`,
    )
    .execute(db);
}
