import {
  isLockTimeout,
  listSecretsAfter,
  lockSecrets,
  readKeyId,
  type SealedColumn,
  updateSecrets,
  writeKeyId,
} from '#store/sealed-secrets';
import type { Tx } from '#store/store';
import { act } from '../act.ts';
import { resealSigningKey } from '../audit/signing-key.ts';
import type { Context } from '../context.ts';
import { InputError } from '../input-error.ts';
import { demandProof } from '../people/proof.ts';
import { Refused } from '../refusal.ts';
import { keepKey, keptKey, keyFileOf, nextKeyFileOf, takeNextKey } from './key-file.ts';
import { PURPOSES } from './purposes.ts';
import { createVault, type Vault } from './vault.ts';

export interface RenewedKey {
  /** Ids of the keys, which tell nothing of them. */
  readonly before: string;
  readonly after: string;
  /** How many secrets were encrypted anew. */
  readonly secrets: number;
}

/** How long others may keep it waiting: a backup is read within one transaction. */
const WAIT_SECONDS_MAX = 30;
const PAGE = 500;

/**
 * Encrypts every secret of the database with another key, in one transaction: either all are, or none. Whoever still has
 * the key of before can read none of them, and is refused when it would keep one.
 * @param key 32 bytes, kept where a power cut cannot take them before this is called
 */
export async function renewSecretsKey(ctx: Context, key: Uint8Array): Promise<RenewedKey> {
  demandProof(ctx);
  const next = createVault(key);
  try {
    return await act(ctx, { permission: 'settings.manage' }, async (tx) => {
      await lockSecrets(tx, WAIT_SECONDS_MAX);
      const before = (await readKeyId(tx)) ?? ctx.vault.id;
      refuseUnfit(before, ctx.vault, next);
      const secrets = await encryptAnew(tx, ctx.vault, next);
      await writeKeyId(tx, next.id);
      const value = { before, after: next.id, secrets };
      return { value, audit: { act: 'secrets.renew-key', subject: null, detail: value } };
    });
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new InputError(
      `Cannot change the encryption key: others have been at work on secrets for ${WAIT_SECONDS_MAX} seconds. Stop servers and backups, and try again`,
      { cause: error },
    );
  }
}

/**
 * The same for the key file of a data folder. The new key is on the disk before the database follows it, and takes the
 * place of the key file afterwards; what is interrupted in between is ended when the database is opened next.
 * @returns also the file with the key of before, which backups made until now need
 */
export async function renewKeyFile(
  ctx: Context,
  folder: string,
): Promise<RenewedKey & { readonly kept: string }> {
  const key = await keptKey(nextKeyFileOf(folder));
  const kept = `${keyFileOf(folder)}.${ctx.vault.id}`;
  await keepKey(keyFileOf(folder), kept);
  const renewed = await renewSecretsKey(ctx, key);
  await takeNextKey(folder);
  return { ...renewed, kept };
}

function refuseUnfit(before: string, own: Vault, next: Vault): void {
  if (before !== own.id)
    throw new Refused({
      code: 'conflict',
      because: `Cannot change the encryption key: it was changed to ${before} a moment ago`,
    });
  if (next.id === own.id)
    throw new Refused({
      code: 'conflict',
      because: 'Cannot change the encryption key: the new one is the one of now',
    });
}

async function encryptAnew(tx: Tx, old: Vault, next: Vault): Promise<number> {
  const anew = (sealed: Uint8Array, purpose: string) => next.seal(old.open(sealed, purpose), purpose);
  let count = (await resealSigningKey(tx, anew)) ? 1 : 0;
  for (const [name, purposeOf] of Object.entries(PURPOSES) as [SealedColumn, (id: string) => string][]) {
    let after: string | null = null;
    do {
      const page = await listSecretsAfter(tx, name, { after, limit: PAGE });
      await updateSecrets(
        tx,
        name,
        page.map(({ id, sealed }) => ({ id, sealed: anew(sealed, purposeOf(id)) })),
      );
      count += page.length;
      after = page.length < PAGE ? null : (page.at(-1)?.id ?? null);
    } while (after !== null);
  }
  return count;
}
