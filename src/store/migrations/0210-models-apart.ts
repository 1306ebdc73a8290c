import { type Kysely, sql } from 'kysely';

/** Models whose names look alike and that a person said are two. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table model_apart (
        one_id uuid not null references model (id) on delete cascade,
        other_id uuid not null references model (id) on delete cascade,
        at timestamptz not null,
        by_name text not null,
        primary key (one_id, other_id),
        check (one_id < other_id)
      );
      comment on table model_apart is 'Pairs of models whose names look alike and that a person said are two';
      comment on column model_apart.one_id is 'The one with the lower id';
      comment on column model_apart.other_id is 'The other one';
      comment on column model_apart.at is 'When it was said';
      comment on column model_apart.by_name is 'Who said it'`,
    )
    .execute(db);
}
