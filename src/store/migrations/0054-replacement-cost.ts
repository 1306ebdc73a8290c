import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table device_cost (
      device_id uuid primary key references device (id) on delete cascade,
      cost integer not null check (cost >= 0),
      at timestamptz not null,
      by_name text not null
    );
    comment on table device_cost is 'What replacing a device costs, where that is not what its model costs';
    comment on column device_cost.device_id is 'The device';
    comment on column device_cost.cost is 'In whole units of the hospital’s currency';
    comment on column device_cost.at is 'When it was set';
    comment on column device_cost.by_name is 'Who set it';
  `.execute(db);
}
