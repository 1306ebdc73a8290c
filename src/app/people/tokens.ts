import {
  type Grant,
  may,
  mayAnywhere,
  narrow,
  narrowTo,
  type Permission,
  type Scope,
  WHOLE_HOSPITAL,
} from '#engine/access';
import { findPerson, type Person } from '#store/people';
import type { Tx } from '#store/store';
import {
  type ApiToken,
  findLiveToken,
  findToken,
  insertToken,
  listTokens as listStored,
  revokeTokens,
  shortenToken,
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
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A token in use is written at most this often. */
const TOUCH_MS = 60_000;

export interface NewToken {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly days: number;
  /** The account it acts for; left out: one's own. */
  readonly personId?: string | undefined;
  /** Where it may act at most; left out: wherever its owner may. */
  readonly scope?: Scope | undefined;
}

export interface MadeToken {
  readonly token: ApiToken;
  /** Told this once. */
  readonly secret: string;
}

/** Makes a token that may do no more than its maker and its owner may. @returns it, and its secret, told this once */
export async function createToken(
  ctx: Context,
  { name, permissions, days, personId, scope = { kind: 'hospital' } }: NewToken,
): Promise<MadeToken> {
  const maker = self(ctx);
  demandProof(ctx);
  const ownerId = personId ?? maker.id;
  return act(ctx, demandFor(ownerId, maker), async (tx) => {
    const owner = await activeOwner(tx, ownerId);
    const grants = narrowTo(owner.grants, scope);
    refuseGivingMore(maker, { personId: ownerId, permissions, grants });
    const expiresAt = new Date(ctx.now().getTime() + days * DAY_MS);
    const made = await keepToken(tx, ctx, {
      personId: ownerId,
      ownerName: owner.name,
      name,
      permissions,
      grants,
      expiresAt,
    });
    return {
      value: made,
      audit: {
        act: 'token.make',
        subject: { kind: 'token', id: made.token.id },
        detail: {
          name,
          permissions,
          scope: scope.kind === 'hospital' ? 'hospital' : `${scope.kind} ${scope.id}`,
          for: ownerId,
          expiresAt: expiresAt.toISOString(),
        },
      },
    };
  });
}

/** Replaces a token by one like it; the old one works on for a while, so that programs can change over. */
export async function rotateToken(
  ctx: Context,
  id: string,
  { days, overlapHours }: { readonly days: number; readonly overlapHours: number },
): Promise<MadeToken> {
  const maker = self(ctx);
  demandProof(ctx);
  const old = await visibleToken(ctx, id, maker);
  return act(ctx, demandFor(old.personId, maker), async (tx) => {
    const owner = await activeOwner(tx, old.personId);
    if (old.revokedAt !== null || old.expiresAt <= ctx.now())
      throw new Refused({
        code: 'conflict',
        because: 'Cannot replace token: it is no good any more, make a new one',
      });
    const { name, permissions, personId } = old;
    const grants = old.grants ?? owner.grants;
    refuseGivingMore(maker, { personId, permissions, grants });
    const expiresAt = new Date(ctx.now().getTime() + days * DAY_MS);
    const made = await keepToken(tx, ctx, {
      personId,
      ownerName: owner.name,
      name,
      permissions,
      grants,
      expiresAt,
    });
    const oldUntil = new Date(ctx.now().getTime() + overlapHours * HOUR_MS);
    await shortenToken(tx, id, oldUntil);
    return {
      value: made,
      audit: {
        act: 'token.rotate',
        subject: { kind: 'token', id },
        detail: {
          name,
          next: made.token.id,
          oldUntil: oldUntil.toISOString(),
          expiresAt: expiresAt.toISOString(),
        },
      },
    };
  });
}

/** Whoever makes a token for somebody else gives nothing away that they do not hold everywhere themselves. */
function refuseGivingMore(
  maker: KnownActor,
  {
    personId,
    permissions,
    grants,
  }: Pick<ApiToken, 'personId' | 'permissions'> & { grants: readonly Grant[] },
): void {
  for (const permission of permissions) {
    const mayGive = personId === maker.id || may(maker.grants, permission, WHOLE_HOSPITAL);
    if (!mayGive || !mayAnywhere(grants, permission))
      throw new Refused({ code: 'not-allowed', needs: permission });
  }
}

async function activeOwner(tx: Tx, id: string): Promise<Person> {
  const owner = await findPerson(tx, id);
  if (owner === null || owner.disabledAt !== null)
    throw new Refused({ code: 'not-found', what: `account ${id}` });
  return owner;
}

async function keepToken(
  tx: Tx,
  ctx: Context,
  given: Pick<ApiToken, 'personId' | 'ownerName' | 'name' | 'permissions' | 'grants' | 'expiresAt'>,
): Promise<MadeToken> {
  const secret = PREFIX + randomSecret();
  const token = {
    ...given,
    id: ctx.newId(),
    hint: secret.slice(0, HINT_LENGTH),
    createdAt: ctx.now(),
    createdBy: self(ctx).id,
  };
  await insertToken(tx, token, secretHash(secret));
  return { token: { ...token, usedAt: null, revokedAt: null }, secret };
}

/** @throws Refused when there is none that this person may know of */
async function visibleToken(ctx: Context, id: string, me: KnownActor): Promise<ApiToken> {
  const token = await findToken(ctx.store.db, id);
  if (token === null || (token.personId !== me.id && !managesTokens(me)))
    throw new Refused({ code: 'not-found', what: `token ${id}` });
  return token;
}

/** One's own tokens; everybody's for who may manage them, or those of one account. Newest first. */
export async function listTokens(ctx: Context, personId?: string): Promise<ApiToken[]> {
  const me = self(ctx);
  if (!managesTokens(me) && personId !== undefined && personId !== me.id) return [];
  return listStored(ctx.store.db, managesTokens(me) ? (personId ?? null) : me.id);
}

/** Takes a token back: one's own, or anybody's for who may manage them. */
export async function revokeToken(ctx: Context, id: string): Promise<void> {
  const me = self(ctx);
  const token = await visibleToken(ctx, id, me);
  await act(ctx, demandFor(token.personId, me), async (tx) => {
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
    grants: token.grants === null ? owner.grants : narrow(owner.grants, token.grants),
    limitedTo: token.permissions,
    verifiedAt: null,
    sessionId: null,
  };
}

/** One's own tokens may be for wherever one may act; those of others are for who manages the whole hospital. */
function demandFor(ownerId: string, maker: KnownActor): Parameters<typeof act>[1] {
  return ownerId === maker.id
    ? { permission: 'tokens.make', subject: 'anywhere' }
    : { permission: 'tokens.manage' };
}

function managesTokens({ grants, limitedTo }: KnownActor): boolean {
  return may(grants, 'tokens.manage', {}) && (limitedTo === null || limitedTo.includes('tokens.manage'));
}
