import type { ColumnType } from 'kysely';
import type { Db, Tx } from './store.ts';

export interface PasskeyTables {
  passkey: {
    id: string;
    person_id: string;
    name: string;
    credential_id: string;
    public_key: Buffer;
    counter: ColumnType<string, number, number>;
    transports: ColumnType<string[], readonly string[], never>;
    created_at: Date;
    used_at: Date | null;
  };
  sign_in_challenge: {
    challenge: string;
    person_id: string | null;
    expires_at: Date;
  };
}

export interface Passkey {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

export async function insertPasskey(tx: Tx, it: Omit<Passkey, 'usedAt'>): Promise<void> {
  await tx
    .insertInto('passkey')
    .values({
      id: it.id,
      person_id: it.personId,
      name: it.name,
      credential_id: it.credentialId,
      public_key: Buffer.from(it.publicKey),
      counter: it.counter,
      transports: it.transports,
      created_at: it.createdAt,
    })
    .execute();
}

export async function listPasskeys(db: Db | Tx, personId: string): Promise<Passkey[]> {
  const rows = await passkeysQuery(db).where('person_id', '=', personId).orderBy('created_at').execute();
  return rows.map(passkeyOf);
}

export async function findPasskey(db: Db | Tx, credentialId: string): Promise<Passkey | null> {
  const row = await passkeysQuery(db).where('credential_id', '=', credentialId).executeTakeFirst();
  return row === undefined ? null : passkeyOf(row);
}

export async function noteUse(tx: Tx, id: string, counter: number, at: Date): Promise<void> {
  await tx.updateTable('passkey').set({ counter, used_at: at }).where('id', '=', id).execute();
}

/** Takes passkeys of a person away: one, or all. @returns how many */
export async function removePasskeys(tx: Tx, personId: string, id?: string): Promise<number> {
  const query = tx.deleteFrom('passkey').where('person_id', '=', personId);
  const { numDeletedRows } = await (id === undefined
    ? query
    : query.where('id', '=', id)
  ).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Remembers a challenge, and forgets those that have run out. */
export async function rememberChallenge(
  tx: Tx,
  {
    challenge,
    personId,
    expiresAt,
  }: { readonly challenge: string; readonly personId: string | null; readonly expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx.deleteFrom('sign_in_challenge').where('expires_at', '<', now).execute();
  await tx
    .insertInto('sign_in_challenge')
    .values({ challenge, person_id: personId, expires_at: expiresAt })
    .execute();
}

/** Takes a challenge: it works once. @returns false when it was never given for this, was taken, or has run out */
export async function takeChallenge(
  db: Db,
  challenge: string,
  personId: string | null,
  now: Date,
): Promise<boolean> {
  const taken = await db
    .deleteFrom('sign_in_challenge')
    .where('challenge', '=', challenge)
    .where('person_id', 'is not distinct from', personId)
    .returning('expires_at')
    .executeTakeFirst();
  return taken !== undefined && taken.expires_at > now;
}

function passkeysQuery(db: Db | Tx) {
  return db.selectFrom('passkey').selectAll();
}

type PasskeyRow = Awaited<ReturnType<ReturnType<typeof passkeysQuery>['execute']>>[number];

function passkeyOf(row: PasskeyRow): Passkey {
  return {
    id: row.id,
    personId: row.person_id,
    name: row.name,
    credentialId: row.credential_id,
    publicKey: new Uint8Array(row.public_key),
    counter: Number(row.counter),
    transports: row.transports,
    createdAt: row.created_at,
    usedAt: row.used_at,
  };
}
