import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table finding_action (
      no integer generated always as identity primary key,
      key text not null unique,
      kind text not null,
      ask text,
      is_part boolean not null,
      subject text not null,
      version text,
      advisory text,
      details text,
      url text
    );
    comment on table finding_action is 'Single acts that clear findings, such as one update; a verdict names the one that settles it';
    comment on column finding_action.no is 'Short number';
    comment on column finding_action.key is 'Kind of act, what it is done to and the version; the same for all devices it is one act for';
    comment on column finding_action.kind is 'vendor-fix, mitigation, none or clarify';
    comment on column finding_action.ask is 'Why somebody has to look, where that is the act';
    comment on column finding_action.is_part is 'Done to a part of the devices, not to the devices themselves';
    comment on column finding_action.subject is 'Model or part it is done to, in words';
    comment on column finding_action.version is 'Version it brings';
    comment on column finding_action.advisory is 'Advisory that names it';
    comment on column finding_action.details is 'In the words of the advisory';
    comment on column finding_action.url is 'Where to read on';

    alter table verdict add column action_no integer references finding_action (no), add column advisories text[];
    create index verdict_action on verdict (action_no) where closed_at is null;
    create index verdict_advisories on verdict using gin (advisories) where closed_at is null;
    comment on column verdict.action_no is 'The act that settles it';
    comment on column verdict.advisories is 'Advisories among its grounds; null: none';
    update cohort set judged_by = null;

    create table advisory (
      no integer generated always as identity primary key,
      id text not null unique,
      title text not null,
      publisher text,
      publisher_role text not null,
      feed text not null,
      is_vex boolean not null,
      published_on date,
      revised_on date,
      url text,
      vulnerabilities text[] not null,
      cvss real,
      is_exploited boolean not null,
      terms text not null,
      hash text not null,
      known_since timestamptz not null,
      gone_at timestamptz
    );
    create index advisory_revised on advisory (revised_on, no);
    create index advisory_vulnerabilities on advisory using gin (vulnerabilities);
    comment on table advisory is 'Advisories that feeds brought, whether or not they touch a device here';
    comment on column advisory.no is 'Short number';
    comment on column advisory.id is 'As its publisher names it';
    comment on column advisory.title is 'Title';
    comment on column advisory.publisher is 'Who published it';
    comment on column advisory.publisher_role is 'vendor, coordinator or other';
    comment on column advisory.feed is 'Format it came in';
    comment on column advisory.is_vex is 'Whether it says of products that they are not affected';
    comment on column advisory.published_on is 'Day of its first version';
    comment on column advisory.revised_on is 'Day of its newest version';
    comment on column advisory.url is 'Where it can be read';
    comment on column advisory.vulnerabilities is 'Ids of the weaknesses it speaks of';
    comment on column advisory.cvss is 'Highest base score that counts among them';
    comment on column advisory.is_exploited is 'Whether any of them is known to be exploited';
    comment on column advisory.terms is 'Id, title, publisher, weaknesses and products in lower case';
    comment on column advisory.hash is 'SHA-256 over what it says: another one is a revision';
    comment on column advisory.known_since is 'When it was first read here';
    comment on column advisory.gone_at is 'When the feeds ceased to have it';

    create table advisory_change (
      advisory_no integer not null references advisory (no) on delete cascade,
      at timestamptz not null,
      what text not null,
      primary key (advisory_no, at)
    );
    comment on table advisory_change is 'What changed about an advisory, and when it was seen here';
    comment on column advisory_change.advisory_no is 'The advisory';
    comment on column advisory_change.at is 'When it was seen';
    comment on column advisory_change.what is 'In words';

    create table vulnerability_change (
      vulnerability_no integer not null references vulnerability (no),
      at timestamptz not null,
      field text not null,
      was text,
      is_now text,
      primary key (vulnerability_no, at, field)
    );
    comment on table vulnerability_change is 'What changed about a vulnerability that touches a device here';
    comment on column vulnerability_change.vulnerability_no is 'The vulnerability';
    comment on column vulnerability_change.at is 'When it was seen';
    comment on column vulnerability_change.field is 'exploited, cvss, epss (only by a tenth or more) or summary';
    comment on column vulnerability_change.was is 'Before';
    comment on column vulnerability_change.is_now is 'After';

    create table vulnerability_reach (
      vulnerability_no integer primary key references vulnerability (no),
      affected integer not null,
      undetermined integer not null,
      rank_max smallint not null,
      tier smallint not null,
      points bigint not null,
      since_on date not null
    );
    comment on table vulnerability_reach is 'How many devices each vulnerability touches, counted whenever findings have changed';
    comment on column vulnerability_reach.vulnerability_no is 'The vulnerability';
    comment on column vulnerability_reach.affected is 'Devices that are affected';
    comment on column vulnerability_reach.undetermined is 'Devices of which it cannot be told';
    comment on column vulnerability_reach.rank_max is 'Rank of its most urgent finding';
    comment on column vulnerability_reach.tier is 'Its most urgent tier where affected, else where it cannot be told';
    comment on column vulnerability_reach.points is 'Risk points of the affected findings';
    comment on column vulnerability_reach.since_on is 'Day of the first finding that is open';

    create table advisory_reach (
      advisory_id text primary key,
      affected integer not null,
      undetermined integer not null,
      tier smallint not null,
      points bigint not null
    );
    comment on table advisory_reach is 'The same for advisories: devices whose findings rest on what the advisory says';
    comment on column advisory_reach.advisory_id is 'The advisory';
    comment on column advisory_reach.affected is 'Devices that are affected';
    comment on column advisory_reach.undetermined is 'Devices of which it cannot be told, and that are not affected by another of its weaknesses';
    comment on column advisory_reach.tier is 'Its most urgent tier';
    comment on column advisory_reach.points is 'Risk points of the affected findings';

    alter table match_state add column reach_version bigint not null default 0, add column advisories_of uuid;
    comment on column match_state.reach_version is 'Version that reaches were last counted at';
    comment on column match_state.advisories_of is 'Catalogue that advisories were last taken from';

    create table triage_case (
      vulnerability_no integer primary key references vulnerability (no),
      owner_id uuid,
      owner_name text,
      reviewed_at timestamptz,
      reviewed_by_name text
    );
    comment on table triage_case is 'Who looks after a vulnerability, and when somebody last looked';
    comment on column triage_case.vulnerability_no is 'The vulnerability';
    comment on column triage_case.owner_id is 'Who looks after it; null: nobody yet';
    comment on column triage_case.owner_name is 'Name of that person';
    comment on column triage_case.reviewed_at is 'When it was last reviewed';
    comment on column triage_case.reviewed_by_name is 'By whom';

    create table vulnerability_comment (
      id uuid primary key,
      vulnerability_no integer not null references vulnerability (no),
      at timestamptz not null,
      by_id uuid,
      by_name text not null,
      text text not null
    );
    create index vulnerability_comment_of on vulnerability_comment (vulnerability_no, id);
    comment on table vulnerability_comment is 'What people wrote about a vulnerability';
    comment on column vulnerability_comment.id is 'UUIDv7';
    comment on column vulnerability_comment.vulnerability_no is 'The vulnerability';
    comment on column vulnerability_comment.at is 'When';
    comment on column vulnerability_comment.by_id is 'Who';
    comment on column vulnerability_comment.by_name is 'Name of that person at the time';
    comment on column vulnerability_comment.text is 'What they wrote';
  `.execute(db);
}
