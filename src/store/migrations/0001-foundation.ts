import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table setting (
      key text primary key,
      value jsonb not null,
      changed_at timestamptz not null default now()
    );
    comment on table setting is 'Settings of this instance, by name';
    comment on column setting.key is 'Dotted name, e.g. hospital.zone';
    comment on column setting.value is 'The value as JSON';
    comment on column setting.changed_at is 'When it was last set';

    create table audit_entry (
      seq bigint primary key,
      at timestamptz not null,
      actor_id uuid,
      actor_name text not null,
      act text not null,
      subject_kind text,
      subject_id text,
      detail text not null,
      previous_hash bytea not null,
      hash bytea not null
    );
    create index audit_entry_subject on audit_entry (subject_kind, subject_id, seq desc);
    create index audit_entry_actor on audit_entry (actor_id, seq desc);
    comment on table audit_entry is 'Append-only, hash-chained record of every act; written in the transaction of the act';
    comment on column audit_entry.seq is 'Position in the chain: 1, 2, 3 … without gaps';
    comment on column audit_entry.at is 'When, by the clock of the node';
    comment on column audit_entry.actor_id is 'Person or service account; null for the system itself';
    comment on column audit_entry.actor_name is 'Name of the actor at that time';
    comment on column audit_entry.act is 'Noun and verb, e.g. device.edit';
    comment on column audit_entry.subject_kind is 'Kind of thing acted upon, e.g. device';
    comment on column audit_entry.subject_id is 'Id of the thing acted upon';
    comment on column audit_entry.detail is 'Canonical JSON of what happened, exactly as hashed';
    comment on column audit_entry.previous_hash is 'Hash of the entry before; zeros for the first';
    comment on column audit_entry.hash is 'SHA-256 over this entry and previous_hash';

    create table audit_checkpoint (
      size bigint primary key,
      root_hash bytea not null,
      signature bytea not null,
      made_at timestamptz not null default now()
    );
    comment on table audit_checkpoint is 'Signed Merkle tree heads over the audit log (RFC 9162)';
    comment on column audit_checkpoint.size is 'Number of entries covered';
    comment on column audit_checkpoint.root_hash is 'Merkle tree hash over the entries';
    comment on column audit_checkpoint.signature is 'Ed25519 signature by the key of this instance';
    comment on column audit_checkpoint.made_at is 'When the checkpoint was made';

    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'Cannot change %: it is append-only', tg_table_name;
    end $$;
    create trigger audit_entry_append_only before update or delete or truncate on audit_entry
      for each statement execute function refuse_change();
    create trigger audit_checkpoint_append_only before update or delete or truncate on audit_checkpoint
      for each statement execute function refuse_change();
  `.execute(db);
}
