import { createHash } from 'node:crypto';
import { canonicalJson } from '#engine/audit';
import { stateAfterSigning, whyNotSign } from '#engine/reconciliation';
import { countDiscrepancies, listDiscrepancies } from '#store/discrepancies';
import { closeReconciliation, insertSignature, listParts, type Reconciliation } from '#store/reconciliations';
import type { Db, Tx } from '#store/store';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { demandProof } from '../people/proof.ts';
import { Refused } from '../refusal.ts';
import { dayOf } from '../today/days.ts';
import { found, locked, rolesThatSign, selectionOf } from './reconciliations.ts';

const HOSPITAL = [{ kind: 'hospital' }] as const;

/**
 * Signs a report, with what it holds now; the second signature closes it for good. Two people, each having proven a
 * moment ago who they are.
 */
export async function signReconciliation(ctx: Context, id: string, note: string | null): Promise<void> {
  await act(ctx, { permission: 'inventory.sign-off' }, async (tx) => {
    demandProof(ctx);
    const report = await locked(tx, id);
    const { actor } = ctx;
    const person = actor.kind === 'person' ? actor : null;
    const because = whyNotSign(
      { state: report.state, signerIds: report.signatures.map((it) => it.personId) },
      person?.id ?? null,
    );
    if (because !== null || person === null)
      throw new Refused({
        code: 'conflict',
        because: `Cannot sign the report: ${because ?? 'only a person can'}`,
      });
    const contentHash = await hashOf(tx, ctx, report);
    refuseOther(report, contentHash);
    const counts = await countDiscrepancies(tx, selectionOf(ctx, id, {}), dayOf(ctx.now()));
    const roles = rolesThatSign(actor);
    await insertSignature(tx, id, {
      personId: person.id,
      name: person.name,
      roles,
      note,
      at: ctx.now(),
      contentHash,
    });
    const state = stateAfterSigning(report.signatures.length + 1);
    if (state === 'signed') await closeReconciliation(tx, id, { at: ctx.now(), contentHash });
    return {
      value: undefined,
      audit: {
        act: state === 'signed' ? 'reconciliation.sign-off' : 'reconciliation.sign',
        subject: { kind: 'reconciliation', id },
        detail: {
          contentSha256: Buffer.from(contentHash).toString('hex'),
          discrepancies: counts.reduce((sum, it) => sum + it.count, 0),
          unassigned: counts.reduce((sum, it) => sum + it.unassigned, 0),
          roles: [...roles],
          note,
        },
      },
    };
  });
}

/** Whether a report still holds what was signed. */
export async function proveReconciliation(
  ctx: Context,
  id: string,
): Promise<{ readonly signedHash: string | null; readonly hashNow: string }> {
  return see(ctx, 'inventory.read', async (db) => {
    const report = await found(db, id);
    const signed = report.contentHash ?? report.signatures[0]?.contentHash ?? null;
    return {
      signedHash: signed === null ? null : Buffer.from(signed).toString('hex'),
      hashNow: Buffer.from(await hashOf(db, ctx, report)).toString('hex'),
    };
  });
}

const ROWS_AT_ONCE = 2000;

/** SHA-256 over everything a report holds, in one order: header, parts, discrepancies with who has them. */
async function hashOf(db: Db | Tx, ctx: Context, report: Reconciliation): Promise<Uint8Array> {
  const hash = createHash('sha256');
  const { id, unseenDays, asOf, sources, previousId } = report;
  hash.update(
    canonicalJson({
      id,
      unseenDays,
      asOf: asOf?.toISOString() ?? null,
      sources: sources.map(({ name, kinds, lastAt }) => ({ name, kinds: [...kinds], lastAt })),
      previousId,
    }),
  );
  for (const { sources: spoken, missing, ...part } of await listParts(db, id, HOSPITAL))
    hash.update(canonicalJson({ ...part, sources: [...spoken], missing: { ...missing } }));
  const selection = { ...selectionOf(ctx, id, {}), scopes: HOSPITAL };
  for (let after: Parameters<typeof listDiscrepancies>[2]['after'] = null; ; ) {
    const rows: Awaited<ReturnType<typeof listDiscrepancies>> = await listDiscrepancies(db, selection, {
      after,
      limit: ROWS_AT_ONCE,
      seenSince: null,
    });
    for (const { kind, deviceId, label, detail, since, assigneeId, reason, dueOn } of rows)
      hash.update(
        canonicalJson({
          kind,
          deviceId,
          label,
          detail: JSON.parse(JSON.stringify(detail)),
          since: since.toISOString(),
          assigneeId,
          reason,
          dueOn,
        }),
      );
    if (rows.length < ROWS_AT_ONCE) return hash.digest();
    after = rows.at(-1) ?? null;
  }
}

/** Two people sign the same thing, or none of it is signed. */
function refuseOther({ signatures }: Reconciliation, contentHash: Uint8Array): void {
  if (signatures.every((it) => Buffer.from(it.contentHash).equals(contentHash))) return;
  throw new Refused({
    code: 'conflict',
    because: 'Cannot sign the report: it is not what the first signature saw; take that signature back first',
  });
}
