import { checkpointText, createTree, leafHash, type NoteKey, signedNote } from '#engine/audit';
import {
  auditSize,
  insertCheckpoint,
  listCheckpoints,
  type StoredCheckpoint,
  streamAudit,
} from '#store/audit';
import type { Instance } from '../context.ts';
import { formerKeys, heldSigningKey, sha256, signingKeyOf } from './signing-key.ts';

/**
 * Signs the log as it stands, unless it stands where it was signed last. It takes no input and may run on any node at
 * any time. @returns number of entries covered
 */
export async function makeCheckpoint(instance: Instance): Promise<number> {
  const { store, now } = instance;
  const size = await auditSize(store.db);
  const made = await listCheckpoints(store.db);
  if (size === 0 || made.at(-1)?.size === size) return size;
  await signingKeyOf(instance);
  const tree = createTree(sha256);
  for await (const { hash } of streamAudit(store.db, size)) tree.add(leafHash(hash, sha256));
  const root = tree.root();
  await store.db.transaction().execute(async (tx) => {
    const key = await heldSigningKey(instance, tx);
    const signature = key.sign(checkpointText({ origin: key.name, size, root, extensions: [] }));
    await insertCheckpoint(tx, { size, root, signature, madeAt: now(), keyName: key.name });
  });
  return size;
}

/** Writes stored checkpoints as the signed notes that others verify. */
export async function noteWriter(instance: Instance): Promise<(it: StoredCheckpoint) => string> {
  const { db } = instance.store;
  const keys: readonly NoteKey[] = [...(await formerKeys(db)), await signingKeyOf(instance)];
  return ({ size, root, signature, keyName }) => {
    const key = keyName === null ? keys[0] : keys.find((it) => it.name === keyName);
    if (key === undefined)
      throw new Error(`Cannot write checkpoint of ${size} entries: its key is not known`);
    const text = checkpointText({ origin: key.name, size, root, extensions: [] });
    return signedNote(text, key, signature, sha256);
  };
}
