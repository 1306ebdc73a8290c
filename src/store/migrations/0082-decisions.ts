import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table finding_decision (
      id uuid primary key,
      vulnerability_no integer not null references vulnerability (no),
      says text not null check (says in ('not-affected', 'false-match', 'mitigated', 'accepted')),
      justification text,
      reason text not null,
      filter text not null,
      scopes jsonb not null,
      expires_on date not null,
      state text not null check (state in ('requested', 'approved', 'declined', 'withdrawn', 'expired', 'reopened')),
      requested_at timestamptz not null,
      requested_by uuid,
      requested_by_name text not null,
      decided_at timestamptz,
      decided_by_name text,
      ended_at timestamptz,
      ended_because text,
      was_exploited boolean not null,
      was_cvss real,
      was_epss real
    );
    create index finding_decision_vulnerability on finding_decision (vulnerability_no);
    create index finding_decision_approved on finding_decision (id) where state = 'approved';
    comment on table finding_decision is 'What people decided about a vulnerability on some devices: a rule, replayed whenever findings change';
    comment on column finding_decision.id is 'UUIDv7';
    comment on column finding_decision.vulnerability_no is 'The vulnerability';
    comment on column finding_decision.says is 'not-affected, false-match, mitigated or accepted';
    comment on column finding_decision.justification is 'VEX justification, where the devices are not affected';
    comment on column finding_decision.reason is 'Why, in the words of who asked';
    comment on column finding_decision.filter is 'Devices it speaks of, in the one filter grammar; empty: all';
    comment on column finding_decision.scopes is 'Part of the hospital that who asked may decide for';
    comment on column finding_decision.expires_on is 'Last day it holds';
    comment on column finding_decision.state is 'requested, approved, declined, withdrawn, expired or reopened';
    comment on column finding_decision.requested_at is 'When it was asked for';
    comment on column finding_decision.requested_by is 'Who asked; somebody else approves';
    comment on column finding_decision.requested_by_name is 'Name of that person at the time';
    comment on column finding_decision.decided_at is 'When it was approved or declined';
    comment on column finding_decision.decided_by_name is 'Who did so';
    comment on column finding_decision.ended_at is 'When it ceased to hold';
    comment on column finding_decision.ended_because is 'Why, in words';
    comment on column finding_decision.was_exploited is 'Whether it was known to be exploited when approved';
    comment on column finding_decision.was_cvss is 'CVSS score when approved';
    comment on column finding_decision.was_epss is 'EPSS when approved';

    create table decided_finding (
      device_id uuid not null references device (id) on delete cascade,
      vulnerability_no integer not null references vulnerability (no),
      decision_id uuid not null references finding_decision (id),
      primary key (device_id, vulnerability_no)
    );
    create index decided_finding_decision on decided_finding (decision_id);
    comment on table decided_finding is 'Findings that an approved decision covers now: they are not open';
    comment on column decided_finding.device_id is 'The device';
    comment on column decided_finding.vulnerability_no is 'The vulnerability';
    comment on column decided_finding.decision_id is 'The decision';
  `.execute(db);
}
