import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table rubric_scoring (
      id uuid primary key,
      vulnerability text not null,
      filter text not null,
      answers jsonb not null,
      vector text not null,
      base_score real not null,
      environmental_score real,
      rationale text not null,
      was_vector text,
      was_score real,
      was_by text,
      state text not null check (state in ('requested', 'approved', 'declined', 'withdrawn', 'replaced')),
      requested_at timestamptz not null,
      requested_by uuid,
      requested_by_name text not null,
      decided_at timestamptz,
      decided_by_name text,
      ended_at timestamptz,
      ended_because text
    );
    create index rubric_scoring_vulnerability on rubric_scoring (vulnerability, id);
    create index rubric_scoring_approved on rubric_scoring (id) where state = 'approved';
    comment on table rubric_scoring is 'What people scored by the rubric for medical devices: a vulnerability on a model; it counts once another person approves it';
    comment on column rubric_scoring.id is 'UUIDv7';
    comment on column rubric_scoring.vulnerability is 'Id of the vulnerability';
    comment on column rubric_scoring.filter is 'Pattern of configurations, in the one filter grammar';
    comment on column rubric_scoring.answers is 'Answers by the names of the rubric''s questions';
    comment on column rubric_scoring.vector is 'CVSS v3.1 vector that they come to';
    comment on column rubric_scoring.base_score is 'Its base score';
    comment on column rubric_scoring.environmental_score is 'With the security requirements; null: none is set';
    comment on column rubric_scoring.rationale is 'Why, in the words of who scored';
    comment on column rubric_scoring.was_vector is 'Vector that counted when it was asked for; null: nobody had scored it';
    comment on column rubric_scoring.was_score is 'Its score';
    comment on column rubric_scoring.was_by is 'Who had given it';
    comment on column rubric_scoring.state is 'requested, approved, declined, withdrawn or replaced';
    comment on column rubric_scoring.requested_at is 'When it was asked for';
    comment on column rubric_scoring.requested_by is 'Who scored; somebody else approves';
    comment on column rubric_scoring.requested_by_name is 'Name of that person at the time';
    comment on column rubric_scoring.decided_at is 'When it was approved or declined';
    comment on column rubric_scoring.decided_by_name is 'Who did so';
    comment on column rubric_scoring.ended_at is 'When it ceased to count';
    comment on column rubric_scoring.ended_because is 'Why, in words';
  `.execute(db);
}
