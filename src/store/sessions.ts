import type { ColumnType, Generated } from 'kysely';
import type { Db, Tx } from './store.ts';

export interface SessionTables {
  session: {
    id: string;
    person_id: string;
    token_hash: Buffer;
    created_at: ColumnType<Date, Date, never>;
    seen_at: Date;
    expires_at: ColumnType<Date, Date, never>;
    verified_at: Date;
    address: string;
    agent: string;
    ended_at: Date | null;
    method: string;
    lacks_second_factor: Generated<boolean>;
  };
}

export interface PersonSession {
  readonly id: string;
  readonly personId: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly expiresAt: Date;
  readonly verifiedAt: Date;
  readonly address: string;
  readonly agent: string;
  /** How the person proved who they are. */
  readonly method: string;
  /** Opens nothing but the set-up of a second factor. */
  readonly lacksSecondFactor: boolean;
}

export async function insertSession(tx: Tx, session: PersonSession, tokenHash: Uint8Array): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      id: session.id,
      person_id: session.personId,
      token_hash: Buffer.from(tokenHash),
      created_at: session.createdAt,
      seen_at: session.seenAt,
      expires_at: session.expiresAt,
      verified_at: session.verifiedAt,
      address: session.address,
      agent: session.agent,
      method: session.method,
      lacks_second_factor: session.lacksSecondFactor,
    })
    .execute();
}

/** What is still good at `now`, and was used after `idleSince`. */
export interface Liveness {
  readonly now: Date;
  readonly idleSince: Date;
}

export async function findLiveSession(
  db: Db | Tx,
  tokenHash: Uint8Array,
  liveness: Liveness,
): Promise<PersonSession | null> {
  const row = await liveSessions(db, liveness)
    .where('token_hash', '=', Buffer.from(tokenHash))
    .executeTakeFirst();
  return row === undefined ? null : sessionOf(row);
}

export async function listLiveSessions(
  db: Db | Tx,
  personId: string,
  liveness: Liveness,
): Promise<PersonSession[]> {
  const rows = await liveSessions(db, liveness)
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(sessionOf);
}

export async function touchSession(db: Db | Tx, id: string, seenAt: Date): Promise<void> {
  await db.updateTable('session').set({ seen_at: seenAt }).where('id', '=', id).execute();
}

export async function verifySession(tx: Tx, id: string, verifiedAt: Date): Promise<void> {
  await tx.updateTable('session').set({ verified_at: verifiedAt }).where('id', '=', id).execute();
}

/** The person has set a second factor up: their sessions open what their roles give. */
export async function liftRestriction(tx: Tx, personId: string): Promise<void> {
  await tx
    .updateTable('session')
    .set({ lacks_second_factor: false })
    .where('person_id', '=', personId)
    .where('lacks_second_factor', '=', true)
    .execute();
}

/** Ends the sessions of a person: one, all, or all but one. @returns how many */
export async function endSessions(
  tx: Tx,
  personId: string,
  at: Date,
  which: { readonly only?: string; readonly except?: string } = {},
): Promise<number> {
  let query = tx
    .updateTable('session')
    .set({ ended_at: at })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null);
  if (which.only !== undefined) query = query.where('id', '=', which.only);
  if (which.except !== undefined) query = query.where('id', '!=', which.except);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

function liveSessions(db: Db | Tx, { now, idleSince }: Liveness) {
  return db
    .selectFrom('session')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where('seen_at', '>', idleSince);
}

type SessionRow = Awaited<ReturnType<ReturnType<typeof liveSessions>['execute']>>[number];

function sessionOf(row: SessionRow): PersonSession {
  return {
    id: row.id,
    personId: row.person_id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    verifiedAt: row.verified_at,
    address: row.address,
    agent: row.agent,
    method: row.method,
    lacksSecondFactor: row.lacks_second_factor,
  };
}
