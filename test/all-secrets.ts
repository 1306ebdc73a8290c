import { checkSigningKey } from '../src/app/audit/signing-key.ts';
import type { Context } from '../src/app/context.ts';
import { PURPOSES } from '../src/app/secrets/purposes.ts';
import { listSecretsAfter, type SealedColumn } from '../src/store/sealed-secrets.ts';

/** Every secret that the database keeps, opened, in a stable order. Throws when one cannot be opened. */
export async function listAllSecrets({ store: { db }, vault }: Context): Promise<string[]> {
  await checkSigningKey(db, vault);
  const opened = ['signing key'];
  for (const [name, purposeOf] of Object.entries(PURPOSES) as [SealedColumn, (id: string) => string][])
    for (const { id, sealed } of await listSecretsAfter(db, name, { after: null, limit: 1000 }))
      opened.push(`${name} ${id} ${vault.open(sealed, purposeOf(id)).toString('hex')}`);
  return opened;
}
