import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table absence_statement (
      id uuid primary key,
      kind text not null check (kind in ('vulnerability', 'advisory', 'product')),
      about text not null,
      asked_at timestamptz not null,
      asked_by uuid,
      asked_by_name text not null,
      scopes jsonb not null,
      job_id uuid,
      made_at timestamptz,
      feeds text,
      counts jsonb,
      text text
    );
    create index absence_statement_about on absence_statement (kind, about, id);
    comment on table absence_statement is 'Statements of where a weakness or a product is, is known not to be, and cannot be told; each stays as it was made';
    comment on column absence_statement.id is 'UUIDv7';
    comment on column absence_statement.kind is 'What it is about: vulnerability, advisory or product';
    comment on column absence_statement.about is 'Its id, or the product in words';
    comment on column absence_statement.asked_at is 'When it was asked for';
    comment on column absence_statement.asked_by is 'By whom';
    comment on column absence_statement.asked_by_name is 'Name of that person at the time';
    comment on column absence_statement.scopes is 'Part of the hospital it speaks of';
    comment on column absence_statement.job_id is 'The job that makes it';
    comment on column absence_statement.made_at is 'When it was made; null: not yet';
    comment on column absence_statement.feeds is 'What it was judged by, in words';
    comment on column absence_statement.counts is 'Devices by how they stand to it';
    comment on column absence_statement.text is 'The paragraph to cite';

    create table absence_row (
      statement_id uuid not null references absence_statement (id) on delete cascade,
      device_id uuid not null,
      name text,
      label text not null,
      standing smallint not null,
      because text not null,
      primary key (statement_id, device_id)
    );
    create index absence_row_standing on absence_row (statement_id, standing, device_id);
    comment on table absence_row is 'How each device stood when a statement was made';
    comment on column absence_row.statement_id is 'The statement';
    comment on column absence_row.device_id is 'The device';
    comment on column absence_row.name is 'What sources called it';
    comment on column absence_row.label is 'Maker, model and version then';
    comment on column absence_row.standing is '0 affected, 1 undetermined, 2 not affected, 3 absent, 4 unknown';
    comment on column absence_row.because is 'On what grounds';
  `.execute(db);
}
