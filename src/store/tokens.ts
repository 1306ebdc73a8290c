import type { ColumnType } from 'kysely';
import type { Grant, Permission } from '#engine/access';
import type { Db, Tx } from './store.ts';

export interface TokenTables {
  api_token: {
    id: string;
    person_id: string;
    name: string;
    token_hash: Buffer;
    hint: string;
    permissions: ColumnType<Permission[], readonly Permission[], never>;
    grants: ColumnType<Grant[] | null, string, never>;
    created_at: Date;
    created_by: string;
    expires_at: Date;
    used_at: Date | null;
    revoked_at: Date | null;
  };
}

export interface ApiToken {
  readonly id: string;
  readonly personId: string;
  readonly ownerName: string;
  readonly name: string;
  readonly hint: string;
  readonly permissions: readonly Permission[];
  /** Roles with scopes it acts with at most; null: it was made before they were kept. */
  readonly grants: readonly Grant[] | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
}

export async function insertToken(
  tx: Tx,
  token: Omit<ApiToken, 'ownerName' | 'usedAt' | 'revokedAt'>,
  tokenHash: Uint8Array,
): Promise<void> {
  await tx
    .insertInto('api_token')
    .values({
      id: token.id,
      person_id: token.personId,
      name: token.name,
      token_hash: Buffer.from(tokenHash),
      hint: token.hint,
      permissions: token.permissions,
      grants: JSON.stringify(token.grants),
      created_at: token.createdAt,
      created_by: token.createdBy,
      expires_at: token.expiresAt,
    })
    .execute();
}

/** A token that is neither revoked nor expired. */
export async function findLiveToken(db: Db, tokenHash: Uint8Array, now: Date): Promise<ApiToken | null> {
  const row = await tokensQuery(db)
    .where('token_hash', '=', Buffer.from(tokenHash))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row === undefined ? null : tokenOf(row);
}

export async function findToken(db: Db | Tx, id: string): Promise<ApiToken | null> {
  const row = await tokensQuery(db).where('api_token.id', '=', id).executeTakeFirst();
  return row === undefined ? null : tokenOf(row);
}

/** Newest first; of one person, or of everybody. */
export async function listTokens(db: Db, personId: string | null): Promise<ApiToken[]> {
  const query = tokensQuery(db).orderBy('api_token.created_at', 'desc').orderBy('api_token.id', 'desc');
  const rows = await (personId === null ? query : query.where('person_id', '=', personId)).execute();
  return rows.map(tokenOf);
}

export async function touchToken(db: Db, id: string, usedAt: Date): Promise<void> {
  await db.updateTable('api_token').set({ used_at: usedAt }).where('id', '=', id).execute();
}

/** A token that is being replaced ends at this time, unless it ends earlier. */
export async function shortenToken(tx: Tx, id: string, expiresAt: Date): Promise<void> {
  await tx
    .updateTable('api_token')
    .set({ expires_at: expiresAt })
    .where('id', '=', id)
    .where('expires_at', '>', expiresAt)
    .execute();
}

/** Takes a token back, or all of a person. @returns how many were still good */
export async function revokeTokens(
  tx: Tx,
  which: { readonly id: string } | { readonly personId: string },
  at: Date,
): Promise<number> {
  const query = tx.updateTable('api_token').set({ revoked_at: at }).where('revoked_at', 'is', null);
  const { numUpdatedRows } = await ('id' in which
    ? query.where('id', '=', which.id)
    : query.where('person_id', '=', which.personId)
  ).executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

function tokensQuery(db: Db | Tx) {
  return db
    .selectFrom('api_token')
    .innerJoin('person', 'person.id', 'api_token.person_id')
    .selectAll('api_token')
    .select('person.name as owner_name');
}

type TokenRow = Awaited<ReturnType<ReturnType<typeof tokensQuery>['execute']>>[number];

function tokenOf(row: TokenRow): ApiToken {
  return {
    id: row.id,
    personId: row.person_id,
    ownerName: row.owner_name,
    name: row.name,
    hint: row.hint,
    permissions: row.permissions,
    grants: row.grants,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    revokedAt: row.revoked_at,
  };
}
