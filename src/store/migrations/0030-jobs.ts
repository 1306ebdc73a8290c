import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table job (
      id uuid primary key,
      kind text not null,
      key text,
      periodic boolean not null default false,
      title text not null,
      input jsonb not null,
      state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
      created_at timestamptz not null,
      created_by uuid references person (id),
      created_by_name text not null,
      limited_to text[],
      run_after timestamptz not null,
      started_at timestamptz,
      ended_at timestamptz,
      node text,
      attempt integer not null default 0,
      beat integer not null default 0,
      failures integer not null default 0,
      losses integer not null default 0,
      cancel_asked boolean not null default false,
      step text,
      done bigint not null default 0,
      total bigint,
      saved jsonb,
      result jsonb,
      failure text
    );
    create unique index job_fresh_key on job (kind, key) where state = 'waiting' and attempt = 0 and key is not null;
    create unique index job_periodic on job (kind) where periodic;
    create index job_waiting on job (run_after, id) where state = 'waiting';
    create index job_running on job (kind) where state = 'running';
    create index job_created_by on job (created_by, id);
    create index job_ended on job (ended_at) where state in ('done', 'failed', 'cancelled');
    comment on table job is 'Work that takes longer than a request: queued in the transaction of its act, carried out by any node';
    comment on column job.id is 'UUIDv7';
    comment on column job.kind is 'Name of the kind, which says how it is carried out';
    comment on column job.key is 'Jobs of a kind with the same key never run at the same time; null: independent of others';
    comment on column job.periodic is 'Waits again after it ended: a reconciler, of which there is one row each';
    comment on column job.title is 'What it does, for people';
    comment on column job.input is 'What it was asked to do, as its kind reads it';
    comment on column job.state is 'waiting → running → done, failed or cancelled';
    comment on column job.created_at is 'When it was asked for';
    comment on column job.created_by is 'Who asked, and in whose name it acts; null: the product itself';
    comment on column job.created_by_name is 'Their name at the time';
    comment on column job.limited_to is 'Permissions of the API token it was asked with; null: not held back';
    comment on column job.run_after is 'Not run before this';
    comment on column job.started_at is 'When it was run last';
    comment on column job.ended_at is 'When it ended last';
    comment on column job.node is 'Node that runs it, or ran it last';
    comment on column job.attempt is 'How often it was taken up; whoever runs an older attempt has lost it';
    comment on column job.beat is 'Goes up while its node is alive; a node that sees it stand still takes the job over';
    comment on column job.failures is 'How often it failed since it was asked for or retried by hand';
    comment on column job.losses is 'How often its node was lost';
    comment on column job.cancel_asked is 'Somebody wants it to stop; it does at its next step';
    comment on column job.step is 'What it is doing, for people';
    comment on column job.done is 'How much of the step is done';
    comment on column job.total is 'How much there is to do; null: nobody knows';
    comment on column job.saved is 'Where to go on after an interruption, as the kind keeps it';
    comment on column job.result is 'What came of it, as the kind returns it';
    comment on column job.failure is 'Why it failed last; null: it did not';

    create table job_log (
      job_id uuid not null references job (id) on delete cascade,
      seq integer not null,
      at timestamptz not null,
      text text not null,
      primary key (job_id, seq)
    );
    comment on table job_log is 'What jobs say while they run; the oldest lines of a long log are let go';
    comment on column job_log.job_id is 'The job';
    comment on column job_log.seq is '1, 2, 3 … within the job';
    comment on column job_log.at is 'When it was said';
    comment on column job_log.text is 'One line, without secrets and patient data';
  `.execute(db);
}
