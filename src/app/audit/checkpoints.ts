import { checkpointText, createTree, leafHash, signedNote } from '#engine/audit';
import {
  auditSize,
  insertCheckpoint,
  listCheckpoints,
  type StoredCheckpoint,
  streamAudit,
} from '#store/audit';
import type { Instance } from '../context.ts';
import { sha256, type SigningKey, signingKeyOf } from './signing-key.ts';

/**
 * Signs the log as it stands, unless it stands where it was signed last. It takes no input and may run on any node at
 * any time. @returns number of entries covered
 */
export async function makeCheckpoint(instance: Instance): Promise<number> {
  const { store, now } = instance;
  const size = await auditSize(store.db);
  const made = await listCheckpoints(store.db);
  if (size === 0 || made.at(-1)?.size === size) return size;
  const key = await signingKeyOf(instance);
  const tree = createTree(sha256);
  for await (const { hash } of streamAudit(store.db, size)) tree.add(leafHash(hash, sha256));
  const root = tree.root();
  const signature = key.sign(checkpointText({ origin: key.name, size, root, extensions: [] }));
  const checkpoint: StoredCheckpoint = { size, root, signature, madeAt: now() };
  await store.db.transaction().execute((tx) => insertCheckpoint(tx, checkpoint));
  return size;
}

/** A stored checkpoint as the signed note that others verify. */
export function noteOf({ size, root, signature }: StoredCheckpoint, key: SigningKey): string {
  const text = checkpointText({ origin: key.name, size, root, extensions: [] });
  return signedNote(text, key, signature, sha256);
}
