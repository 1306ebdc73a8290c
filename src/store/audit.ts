import type { ColumnType, Generated } from 'kysely';

export interface AuditTables {
  audit_entry: {
    /** 1, 2, 3 … without gaps: the position in the chain. */
    seq: ColumnType<string, string | number, never>;
    at: ColumnType<Date, Date | string, never>;
    /** Person or service account; null: the system itself. */
    actor_id: string | null;
    /** Name at the time, so that an entry can be read after the person is gone. */
    actor_name: string;
    /** `<noun>.<verb>`: "device.edit". */
    act: string;
    subject_kind: string | null;
    subject_id: string | null;
    /** Canonical JSON of what happened, exactly as it was hashed. */
    detail: string;
    /** SHA-256 of the entry before; 32 zero bytes for the first. */
    previous_hash: Buffer;
    hash: Buffer;
  };
  audit_checkpoint: {
    /** Number of entries the checkpoint covers. */
    size: ColumnType<string, string | number, never>;
    root_hash: Buffer;
    /** Ed25519 over the checkpoint's text, by the key of this instance. */
    signature: Buffer;
    made_at: Generated<Date>;
  };
}
