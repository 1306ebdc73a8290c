import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { demandProof } from '../people/proof.ts';
import { makeCheckpoint } from './checkpoints.ts';
import { replaceSigningKey } from './signing-key.ts';

/**
 * Has another key sign the audit log from now on, and feed bundles with it. What the old one signed stays proven: it signs
 * that the new one follows. @returns the key lines
 */
export async function renewSigningKey(
  ctx: Context,
): Promise<{ readonly before: string; readonly after: string }> {
  demandProof(ctx);
  // What happened under the old key is vouched for by the old key.
  await makeCheckpoint(ctx);
  const keys = await act(ctx, { permission: 'settings.manage' }, async (tx) => {
    const changed = await replaceSigningKey(ctx, tx);
    return { value: changed, audit: { act: 'audit.renew-key', subject: null, detail: changed } };
  });
  await makeCheckpoint(ctx);
  return keys;
}
