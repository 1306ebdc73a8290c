import { holdKeyId, writeKeyId } from '#store/sealed-secrets';
import type { Tx } from '#store/store';
import type { Instance } from '../context.ts';
import { Refused } from '../refusal.ts';

/**
 * Asked in every transaction that keeps a secret, before it does: the key is then not changed until the transaction ends.
 * @throws Refused when it was changed since this process started: what it encrypts, nobody could read
 */
export async function holdKey({ vault }: Pick<Instance, 'vault'>, tx: Tx): Promise<void> {
  const id = await holdKeyId(tx);
  if (id === null) await writeKeyId(tx, vault.id);
  else if (id !== vault.id)
    throw new Refused({
      code: 'conflict',
      because: `Cannot keep a secret: the encryption key was changed to ${id}, and this server was started with ${vault.id}. Start it again with the new key`,
    });
}
