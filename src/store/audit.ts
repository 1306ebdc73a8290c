import { createHash } from 'node:crypto';
import { type ColumnType, type Generated, sql } from 'kysely';
import { type AuditEntry, canonicalJson, entryHash, type Json, NO_HASH } from '#engine/audit';
import type { Db, Tx } from './store.ts';

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
    key_name: string | null;
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

/** An entry with its hashes as they are stored. */
export interface StoredEntry {
  readonly entry: AuditEntry;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
}

export interface AuditFilter {
  readonly actorId?: string | undefined;
  /** Part of the actor's name at the time. */
  readonly actorText?: string | undefined;
  readonly act?: string | undefined;
  /** First word of acts: "person" for all that is done to accounts. */
  readonly noun?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly from?: Date | undefined;
  /** Not at or after it. */
  readonly until?: Date | undefined;
}

/** Newest first, below a position. */
export async function listAuditBefore(
  db: Db | Tx,
  filter: AuditFilter,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<StoredEntry[]> {
  let query = entriesQuery(db, filter).orderBy('seq', 'desc').limit(limit);
  if (before !== null) query = query.where('seq', '<', String(before));
  return (await query.execute()).map(storedOf);
}

/** Oldest first, in pages, up to a position: the log may be longer than memory. */
export async function* streamAudit(db: Db, upTo: number): AsyncGenerator<StoredEntry> {
  for (let after = 0; after < upTo; ) {
    const rows = await entriesQuery(db, {})
      .where('seq', '>', String(after))
      .where('seq', '<=', String(upTo))
      .orderBy('seq')
      .limit(STREAM_PAGE)
      .execute();
    if (rows.length === 0) return;
    for (const row of rows) yield storedOf(row);
    after = Number(rows.at(-1)?.seq);
  }
}

const STREAM_PAGE = 2000;

export async function countAudit(db: Db | Tx, filter: AuditFilter): Promise<number> {
  const row = await entriesQuery(db, filter)
    .clearSelect()
    .select((it) => it.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Position of the last entry; 0: there is none. */
export async function auditSize(db: Db | Tx): Promise<number> {
  const row = await db
    .selectFrom('audit_entry')
    .select('seq')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? 0 : Number(row.seq);
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  readonly signature: Uint8Array;
  readonly madeAt: Date;
  /** Of the key that signed it; null: the first one. */
  readonly keyName: string | null;
}

/** Keeps a checkpoint, unless another node made one of the same size. */
export async function insertCheckpoint(
  tx: Tx,
  { size, root, signature, madeAt, keyName }: StoredCheckpoint,
): Promise<void> {
  await tx
    .insertInto('audit_checkpoint')
    .values({
      size,
      root_hash: Buffer.from(root),
      signature: Buffer.from(signature),
      made_at: madeAt,
      key_name: keyName,
    })
    .onConflict((it) => it.column('size').doNothing())
    .execute();
}

/** All checkpoints, smallest first. One an hour makes some nine thousand a year. */
export async function listCheckpoints(db: Db | Tx): Promise<StoredCheckpoint[]> {
  const rows = await db.selectFrom('audit_checkpoint').selectAll().orderBy('size').execute();
  return rows.map((it) => ({
    size: Number(it.size),
    root: it.root_hash,
    signature: it.signature,
    madeAt: it.made_at,
    keyName: it.key_name,
  }));
}

function entriesQuery(
  db: Db | Tx,
  { actorId, actorText, act, noun, subjectKind, subjectId, from, until }: AuditFilter,
) {
  let query = db.selectFrom('audit_entry').selectAll();
  if (actorId !== undefined) query = query.where('actor_id', '=', actorId);
  if (actorText !== undefined)
    query = query.where(sql<boolean>`position(${actorText.toLowerCase()} in lower(actor_name)) > 0`);
  if (act !== undefined) query = query.where('act', '=', act);
  if (noun !== undefined) query = query.where(sql<boolean>`split_part(act, '.', 1) = ${noun}`);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (until !== undefined) query = query.where('at', '<', until);
  if (subjectKind !== undefined) query = query.where('subject_kind', '=', subjectKind);
  if (subjectId !== undefined) query = query.where('subject_id', '=', subjectId);
  return query;
}

type EntryRow = Awaited<ReturnType<ReturnType<typeof entriesQuery>['execute']>>[number];

function storedOf(row: EntryRow): StoredEntry {
  return {
    entry: {
      seq: Number(row.seq),
      at: row.at.toISOString(),
      actorId: row.actor_id,
      actorName: row.actor_name,
      act: row.act,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      detail: JSON.parse(row.detail) as Json,
    },
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
