import { consistencyProof, inclusionProof, keyText, leafHash } from '#engine/audit';
import { listCheckpoints, type StoredCheckpoint, streamAudit } from '#store/audit';
import type { Db } from '#store/store';
import { seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { makeCheckpoint, noteWriter } from './checkpoints.ts';
import { formerKeys, sha256, signingKeyOf } from './signing-key.ts';

export interface SignedState {
  /** The key line to keep somewhere else: exports prove themselves against it. */
  readonly key: string;
  /** Keys that signed before it, the oldest first. */
  readonly formerKeys: readonly string[];
  /** Signed note of the newest checkpoint; null: nothing is in the log. */
  readonly checkpoint: string | null;
}

/** Signs the log as it stands, and shows the key that signed it. */
export async function readSignedState(ctx: Context): Promise<SignedState> {
  return seeWhole(ctx, 'audit.read', async (db) => {
    await makeCheckpoint(ctx);
    const key = await signingKeyOf(ctx);
    const newest = (await listCheckpoints(db)).at(-1);
    return {
      key: keyText(key, sha256),
      formerKeys: (await formerKeys(db)).map((it) => it.key),
      checkpoint: newest === undefined ? null : (await noteWriter(ctx))(newest),
    };
  });
}

export interface EntryProof {
  /** Signed note of the checkpoint the proof leads to. */
  readonly checkpoint: string;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Proof that an entry is in the log that the newest checkpoint signs. */
export async function proveEntry(ctx: Context, seq: number): Promise<EntryProof> {
  return seeWhole(ctx, 'audit.read', async (db) => {
    await makeCheckpoint(ctx);
    const newest = (await listCheckpoints(db)).at(-1);
    if (newest === undefined || seq < 1 || seq > newest.size)
      throw new Refused({ code: 'not-found', what: `entry ${seq} of the audit log` });
    const leaves = await leavesOf(db, newest.size);
    return {
      checkpoint: (await noteWriter(ctx))(newest),
      leaf: leaves[seq - 1] as Uint8Array,
      proof: inclusionProof(leaves, seq - 1, sha256),
    };
  });
}

export interface GrowthProof {
  readonly from: string;
  readonly to: string;
  readonly proof: readonly Uint8Array[];
}

/** Proof that the log of the newest checkpoint begins with the log of an earlier one. */
export async function proveGrowth(ctx: Context, size: number): Promise<GrowthProof> {
  return seeWhole(ctx, 'audit.read', async (db) => {
    await makeCheckpoint(ctx);
    const all = await listCheckpoints(db);
    const from = all.find((it) => it.size === size);
    if (from === undefined) throw new Refused({ code: 'not-found', what: `a checkpoint of ${size} entries` });
    const to = all.at(-1) as StoredCheckpoint;
    const noteOf = await noteWriter(ctx);
    return {
      from: noteOf(from),
      to: noteOf(to),
      proof: consistencyProof(await leavesOf(db, to.size), size, sha256),
    };
  });
}

async function leavesOf(db: Db, size: number): Promise<Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  for await (const { hash } of streamAudit(db, size)) leaves.push(leafHash(hash, sha256));
  return leaves;
}
