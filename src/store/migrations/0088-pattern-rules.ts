import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table pattern_rule (
      id uuid primary key,
      filter text not null,
      vulnerability text not null,
      reason text not null,
      made_at timestamptz not null,
      made_by uuid,
      made_by_name text not null,
      ended_at timestamptz,
      ended_by_name text
    );
    create index pattern_rule_current on pattern_rule (id) where ended_at is null;
    comment on table pattern_rule is 'What people know that no source says: devices of a pattern are affected by a vulnerability, now and later';
    comment on column pattern_rule.id is 'UUIDv7';
    comment on column pattern_rule.filter is 'Pattern of configurations, in the one filter grammar';
    comment on column pattern_rule.vulnerability is 'Id of the vulnerability';
    comment on column pattern_rule.reason is 'How they know';
    comment on column pattern_rule.made_at is 'When it was made';
    comment on column pattern_rule.made_by is 'By whom';
    comment on column pattern_rule.made_by_name is 'Name of that person at the time';
    comment on column pattern_rule.ended_at is 'When it ceased to count; null: it counts';
    comment on column pattern_rule.ended_by_name is 'Who ended it';
  `.execute(db);
}
