import type { Db, Tx } from './store.ts';

export interface SingleSignOnTables {
  external_identity: {
    issuer: string;
    subject: string;
    person_id: string;
    linked_at: Date;
  };
  single_sign_on_attempt: {
    state: string;
    nonce: string;
    code_verifier: string;
    expires_at: Date;
  };
}

export interface SignOnAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly expiresAt: Date;
}

/** Remembers a sign-in that leaves for the identity provider, and forgets those that never came back. */
export async function rememberAttempt(tx: Tx, attempt: SignOnAttempt, now: Date): Promise<void> {
  await tx.deleteFrom('single_sign_on_attempt').where('expires_at', '<', now).execute();
  await tx
    .insertInto('single_sign_on_attempt')
    .values({
      state: attempt.state,
      nonce: attempt.nonce,
      code_verifier: attempt.codeVerifier,
      expires_at: attempt.expiresAt,
    })
    .execute();
}

/** Takes an attempt: it works once. Null: it was never made, was taken, or has run out. */
export async function takeAttempt(db: Db, state: string, now: Date): Promise<SignOnAttempt | null> {
  const row = await db
    .deleteFrom('single_sign_on_attempt')
    .where('state', '=', state)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined || row.expires_at <= now) return null;
  return { state: row.state, nonce: row.nonce, codeVerifier: row.code_verifier, expiresAt: row.expires_at };
}

/** Who the identity provider means; null: nobody it was linked to. */
export async function findLinkedPerson(db: Db | Tx, issuer: string, subject: string): Promise<string | null> {
  const row = await db
    .selectFrom('external_identity')
    .select('person_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.person_id ?? null;
}

export async function linkPerson(
  tx: Tx,
  identity: { readonly issuer: string; readonly subject: string; readonly personId: string },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('external_identity')
    .values({
      issuer: identity.issuer,
      subject: identity.subject,
      person_id: identity.personId,
      linked_at: at,
    })
    .onConflict((it) => it.columns(['issuer', 'subject']).doNothing())
    .execute();
}
