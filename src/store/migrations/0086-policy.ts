import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table policy_setting (
      no integer generated always as identity primary key,
      name text not null,
      version text not null,
      policy jsonb not null,
      reason text not null,
      set_at timestamptz not null,
      set_by uuid,
      set_by_name text not null
    );
    comment on table policy_setting is 'Policies that set tiers and deadlines, in the order they were put into force; the last one counts';
    comment on column policy_setting.no is 'Short number';
    comment on column policy_setting.name is 'Name of the policy';
    comment on column policy_setting.version is 'Version of the policy, as findings and clocks name it';
    comment on column policy_setting.policy is 'The numbers and switches';
    comment on column policy_setting.reason is 'Why it was put into force';
    comment on column policy_setting.set_at is 'When';
    comment on column policy_setting.set_by is 'By whom';
    comment on column policy_setting.set_by_name is 'Name of that person at the time';
  `.execute(db);
}
