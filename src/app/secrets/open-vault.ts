import { listSecretsAfter, readKeyId, writeKeyId, type SealedColumn } from '#store/sealed-secrets';
import type { Store } from '#store/store';
import { checkSigningKey } from '../audit/signing-key.ts';
import { InputError } from '../input-error.ts';
import { keyIn, nextKeyFileOf, takeNextKey } from './key-file.ts';
import { PURPOSES } from './purposes.ts';
import { createVault, type Vault } from './vault.ts';

/** Where the key comes from: a key file of the folder, or the environment. */
export interface KeyPlace {
  readonly folder: string | null;
  /** In base64; null: the key file. */
  readonly key: string | null;
}

/**
 * The vault with the key that secrets of the database are encrypted with. Ends a change of the key that was interrupted
 * after the database had followed it.
 * @throws {InputError} when they are encrypted with another key
 */
export async function openVault(store: Store, place: KeyPlace, key: Uint8Array): Promise<Vault> {
  const vault = createVault(key);
  const wanted = (await readKeyId(store.db)) ?? (await foundOut(store, vault));
  if (wanted === vault.id) return vault;
  const { folder } = place;
  if (place.key === null && folder !== null) {
    const next = await keyIn(nextKeyFileOf(folder));
    if (next !== null && createVault(next).id === wanted) {
      await takeNextKey(folder);
      return createVault(next);
    }
  }
  throw new InputError(
    `Cannot open database: its secrets are encrypted with key ${wanted}, and ${place.key === null ? 'secrets.key' : 'PATCHWARD_KEY'} holds key ${vault.id}`,
  );
}

/** Of a database of before keys had ids: told from whether the key opens what is there. */
async function foundOut({ db }: Store, vault: Vault): Promise<string> {
  try {
    await checkSigningKey(db, vault);
    for (const [name, purposeOf] of Object.entries(PURPOSES) as [SealedColumn, (id: string) => string][])
      for (const { id, sealed } of await listSecretsAfter(db, name, { after: null, limit: 1 }))
        vault.open(sealed, purposeOf(id));
  } catch (cause) {
    throw new InputError(
      `Cannot open database: its secrets are encrypted with another key than the one given`,
      { cause },
    );
  }
  await db.transaction().execute((tx) => writeKeyId(tx, vault.id));
  return vault.id;
}
