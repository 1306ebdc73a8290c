import { may, mayAnywhere, type Permission } from '#engine/access';
import { findPerson } from '#store/people';
import {
  type ApiToken,
  findLiveToken,
  findToken,
  insertToken,
  listTokens as listStored,
  revokeTokens,
  touchToken,
} from '#store/tokens';
import { act } from '../act.ts';
import type { Actor, Context, Instance, KnownActor } from '../context.ts';
import { Refused } from '../refusal.ts';
import { demandProof } from './proof.ts';
import { randomSecret, secretHash } from './secret.ts';
import { self } from './sessions.ts';

/** Scanners for leaked secrets find tokens by it. */
const PREFIX = 'pwd_';
const HINT_LENGTH = PREFIX.length + 6;
const DAY_MS = 24 * 3_600_000;
/** A token in use is written at most this often. */
const TOUCH_MS = 60_000;

export interface NewToken {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly days: number;
  /** The account it acts for; left out: one's own. */
  readonly personId?: string | undefined;
}

/**
 * Makes a token that may do no more than its maker and its owner may. @returns it, and its secret, told this once
 */
export async function createToken(
  ctx: Context,
  { name, permissions, days, personId }: NewToken,
): Promise<{ readonly token: ApiToken; readonly secret: string }> {
  const maker = self(ctx);
  demandProof(ctx);
  const ownerId = personId ?? maker.id;
  return act(ctx, { permission: permissionFor(ownerId, maker), subject: 'anywhere' }, async (tx) => {
    const owner = await findPerson(tx, ownerId);
    if (owner === null || owner.disabledAt !== null)
      throw new Refused({ code: 'not-found', what: `account ${ownerId}` });
    for (const grants of [maker.grants, owner.grants])
      for (const permission of permissions)
        if (!mayAnywhere(grants, permission)) throw new Refused({ code: 'not-allowed', needs: permission });
    const secret = PREFIX + randomSecret();
    const at = ctx.now();
    const made = {
      id: ctx.newId(),
      personId: ownerId,
      name,
      hint: secret.slice(0, HINT_LENGTH),
      permissions,
      createdAt: at,
      createdBy: maker.id,
      expiresAt: new Date(at.getTime() + days * DAY_MS),
    };
    await insertToken(tx, made, secretHash(secret));
    return {
      value: { token: { ...made, usedAt: null, revokedAt: null }, secret },
      audit: {
        act: 'token.make',
        subject: { kind: 'token', id: made.id },
        detail: { name, permissions, for: ownerId, expiresAt: made.expiresAt.toISOString() },
      },
    };
  });
}

/** One's own tokens; everybody's for who may manage them. Newest first. */
export async function listTokens(ctx: Context): Promise<ApiToken[]> {
  const me = self(ctx);
  return listStored(ctx.store.db, managesTokens(me) ? null : me.id);
}

/** Takes a token back: one's own, or anybody's for who may manage them. */
export async function revokeToken(ctx: Context, id: string): Promise<void> {
  const me = self(ctx);
  const token = await findToken(ctx.store.db, id);
  if (token === null || (token.personId !== me.id && !managesTokens(me)))
    throw new Refused({ code: 'not-found', what: `token ${id}` });
  await act(ctx, { permission: permissionFor(token.personId, me), subject: 'anywhere' }, async (tx) => {
    const revoked = await revokeTokens(tx, { id }, ctx.now());
    return {
      value: undefined,
      audit:
        revoked === 0
          ? null
          : { act: 'token.revoke', subject: { kind: 'token', id }, detail: { name: token.name } },
    };
  });
}

/** In whose name a token acts, held to what it says; null: it is none, or no good any more. */
export async function actorOfToken(instance: Instance, secret: string): Promise<Actor | null> {
  const { store, now } = instance;
  const token = await findLiveToken(store.db, secretHash(secret), now());
  const owner = token === null ? null : await findPerson(store.db, token.personId);
  if (token === null || owner === null || owner.disabledAt !== null || owner.passwordMustChange) return null;
  if (token.usedAt === null || now().getTime() - token.usedAt.getTime() > TOUCH_MS)
    await touchToken(store.db, token.id, now());
  return {
    kind: owner.kind,
    id: owner.id,
    name: owner.kind === 'service' ? owner.name : `${owner.name} (token ${token.name})`,
    grants: owner.grants,
    limitedTo: token.permissions,
    verifiedAt: null,
    sessionId: null,
  };
}

function permissionFor(ownerId: string, maker: KnownActor): Permission {
  return ownerId === maker.id ? 'tokens.make' : 'tokens.manage';
}

function managesTokens({ grants, limitedTo }: KnownActor): boolean {
  return may(grants, 'tokens.manage', {}) && (limitedTo === null || limitedTo.includes('tokens.manage'));
}
