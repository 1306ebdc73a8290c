import { createHash } from 'node:crypto';
import { type ColumnType, type Generated, sql } from 'kysely';
import { type AuditEntry, canonicalJson, entryHash, NO_HASH } from '#engine/audit';
import type { Tx } from './store.ts';

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

/** Key of the advisory lock that lets one transaction at a time extend the chain. */
const CHAIN_LOCK = 727_002;

/**
 * Appends to the chain. Call it last in a transaction: the chain is locked until the transaction ends, because two
 * acts may not take the same place in it.
 */
export async function appendAudit(tx: Tx, entry: Omit<AuditEntry, 'seq'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`.execute(tx);
  const head = await tx
    .selectFrom('audit_entry')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const next: AuditEntry = { ...entry, seq: head === undefined ? 1 : Number(head.seq) + 1 };
  const previousHash = head?.hash ?? NO_HASH;
  await tx
    .insertInto('audit_entry')
    .values({
      seq: next.seq,
      at: next.at,
      actor_id: next.actorId,
      actor_name: next.actorName,
      act: next.act,
      subject_kind: next.subjectKind,
      subject_id: next.subjectId,
      detail: canonicalJson(next.detail),
      previous_hash: Buffer.from(previousHash),
      hash: Buffer.from(entryHash(next, previousHash, sha256)),
    })
    .execute();
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}
