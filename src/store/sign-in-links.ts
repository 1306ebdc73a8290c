import type { Db, Tx } from './store.ts';

export interface SignInLinkTables {
  sign_in_link: {
    person_id: string;
    token_hash: Buffer;
    made_by: string | null;
    made_at: Date;
    expires_at: Date;
  };
}

export interface SignInLink {
  readonly personId: string;
  readonly madeBy: string | null;
  readonly madeAt: Date;
  readonly expiresAt: Date;
}

/** Keeps a link; the one before it stops working. */
export async function keepSignInLink(tx: Tx, link: SignInLink, tokenHash: Uint8Array): Promise<void> {
  await dropSignInLink(tx, link.personId);
  await tx
    .insertInto('sign_in_link')
    .values({
      person_id: link.personId,
      token_hash: Buffer.from(tokenHash),
      made_by: link.madeBy,
      made_at: link.madeAt,
      expires_at: link.expiresAt,
    })
    .execute();
}

export async function dropSignInLink(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('sign_in_link').where('person_id', '=', personId).execute();
}

/** Whose link it is, without using it up; null: there is none, or it has run out. */
export async function findSignInLink(db: Db | Tx, tokenHash: Uint8Array, now: Date): Promise<string | null> {
  const row = await db
    .selectFrom('sign_in_link')
    .select('person_id')
    .where('token_hash', '=', Buffer.from(tokenHash))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** Uses a link up. @returns whose it was; null: there is none, it was used, or it has run out */
export async function takeSignInLink(tx: Tx, tokenHash: Uint8Array, now: Date): Promise<string | null> {
  const row = await tx
    .deleteFrom('sign_in_link')
    .where('token_hash', '=', Buffer.from(tokenHash))
    .where('expires_at', '>', now)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}
