import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import {
  findPasskey,
  insertPasskey,
  listPasskeys,
  noteUse,
  type Passkey,
  rememberChallenge,
  removePasskeys,
  takeChallenge,
} from '#store/passkeys';
import { findPerson } from '#store/people';
import { liftRestriction, verifySession } from '#store/sessions';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { countAttempt, takeBackAttempt } from './attempts.ts';
import { demandProof } from './proof.ts';
import { enter } from './enter.ts';
import { hasSecondFactor, refuseWithoutFactor } from './second-factor.ts';
import { type Caller, self } from './sessions.ts';

/** Loaded when it is first needed: every other command would pay for it, and show a warning of its loading. */
const webAuthn = () => import('@simplewebauthn/server');

const CHALLENGE_MS = 5 * 60_000;
/** COSE: EdDSA, ES256, RS256, which all authenticators in use know one of. */
const ALGORITHMS = [-8, -7, -257];

/** The address a browser is at: passkeys are bound to its host name. */
export interface Site {
  /** `https://patchward.example.org` */
  readonly origin: string;
}

/** What a browser needs to make a passkey. */
export async function passkeyOptions(ctx: Context, site: Site) {
  const { id } = self(ctx);
  demandProof(ctx);
  const person = await findPerson(ctx.store.db, id);
  if (person === null) throw new Refused({ code: 'not-found', what: 'your account' });
  const known = await listPasskeys(ctx.store.db, id);
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: 'Patchward',
    rpID: nameOf(site),
    userID: new TextEncoder().encode(id),
    userName: person.login,
    userDisplayName: person.name,
    excludeCredentials: known.map((it) => ({ id: it.credentialId })),
    // It stands for password and code together, so the authenticator has to know its owner.
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await remember(ctx, options.challenge, id);
  return options;
}

/** Keeps the passkey a browser made. */
export async function addPasskey(
  ctx: Context,
  { name, response }: { readonly name: string; readonly response: RegistrationResponseJSON },
  site: Site,
): Promise<Passkey> {
  const { id: personId } = self(ctx);
  demandProof(ctx);
  const { verifyRegistrationResponse } = await webAuthn();
  const { verified, registrationInfo } = await understood('add passkey', () =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: (challenge) => takeChallenge(ctx.store.db, challenge, personId, ctx.now()),
      expectedOrigin: site.origin,
      expectedRPID: nameOf(site),
      requireUserVerification: true,
    }),
  );
  if (!verified)
    throw new Refused({ code: 'invalid', because: 'Cannot add passkey: it does not prove itself' });
  const { id: credentialId, publicKey, counter, transports = [] } = registrationInfo.credential;
  const passkey = {
    id: ctx.newId(),
    personId,
    name,
    credentialId,
    publicKey,
    counter,
    transports,
    createdAt: ctx.now(),
  };
  return actUnasked(ctx, async (tx) => {
    if ((await findPasskey(tx, credentialId)) !== null)
      throw new Refused({ code: 'conflict', because: 'Cannot add passkey: it is there already' });
    await insertPasskey(tx, passkey);
    await liftRestriction(tx, personId);
    return {
      value: { ...passkey, usedAt: null },
      audit: { act: 'passkey.add', subject: { kind: 'passkey', id: passkey.id }, detail: { name } },
    };
  });
}

export async function ownPasskeys(ctx: Context): Promise<Passkey[]> {
  return listPasskeys(ctx.store.db, self(ctx).id);
}

export async function removeOwnPasskey(ctx: Context, id: string): Promise<void> {
  const { id: personId } = self(ctx);
  demandProof(ctx);
  await actUnasked(ctx, async (tx) => {
    if ((await removePasskeys(tx, personId, id)) === 0)
      throw new Refused({ code: 'not-found', what: `passkey ${id}` });
    const others = await listPasskeys(tx, personId);
    if (others.length === 0 && !(await hasSecondFactor(tx, personId)))
      await refuseWithoutFactor(tx, personId);
    return {
      value: undefined,
      audit: { act: 'passkey.remove', subject: { kind: 'passkey', id }, detail: {} },
    };
  });
}

/** What a browser needs to sign in with any passkey it has for this site. */
export async function signInOptions(ctx: Context, site: Site) {
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({ rpID: nameOf(site), userVerification: 'required' });
  await remember(ctx, options.challenge, null);
  return options;
}

/** Signs in whoever holds the passkey. @returns token of the new session */
export async function signInWithPasskey(
  ctx: Context,
  response: AuthenticationResponseJSON,
  site: Site,
  caller: Caller,
): Promise<string> {
  const { address } = caller;
  await countAttempt(ctx, { personId: null, address });
  const { passkey, person, newCounter } = await holderOf(ctx, response, site);
  await takeBackAttempt(ctx, { personId: person.id, address });
  return enter(ctx, person, caller, 'passkey', (tx) => noteUse(tx, passkey.id, newCounter, ctx.now()));
}

/** Proves once more who is signed in, for dangerous acts. */
export async function proveWithPasskey(
  ctx: Context,
  response: AuthenticationResponseJSON,
  site: Site,
  address: string,
): Promise<void> {
  const { id, sessionId } = self(ctx);
  if (sessionId === null)
    throw new Refused({
      code: 'conflict',
      because: 'Cannot confirm identity: an API token has none to confirm',
    });
  await countAttempt(ctx, { personId: id, address });
  const { passkey, person, newCounter } = await holderOf(ctx, response, site);
  if (person.id !== id)
    throw new Refused({ code: 'invalid', because: 'Cannot confirm: this passkey belongs to somebody else' });
  await takeBackAttempt(ctx, { personId: id, address });
  await actUnasked(ctx, async (tx) => {
    await noteUse(tx, passkey.id, newCounter, ctx.now());
    await verifySession(tx, sessionId, ctx.now());
    return {
      value: undefined,
      audit: { act: 'session.prove', subject: { kind: 'session', id: sessionId }, detail: { by: 'passkey' } },
    };
  });
}

/** Whose passkey answered. @throws Refused when nobody's did, or it does not prove itself */
async function holderOf(ctx: Context, response: AuthenticationResponseJSON, site: Site) {
  const passkey = await findPasskey(ctx.store.db, response.id);
  const person = passkey === null ? null : await findPerson(ctx.store.db, passkey.personId);
  if (passkey === null || person === null || person.disabledAt !== null) throw unknownPasskey();
  const { verifyAuthenticationResponse } = await webAuthn();
  const { verified, authenticationInfo } = await understood('sign in', () =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => takeChallenge(ctx.store.db, challenge, null, ctx.now()),
      expectedOrigin: site.origin,
      expectedRPID: nameOf(site),
      credential: { id: passkey.credentialId, publicKey: passkey.publicKey, counter: passkey.counter },
      requireUserVerification: true,
    }),
  );
  if (!verified) throw unknownPasskey();
  return { passkey, person, newCounter: authenticationInfo.newCounter };
}

function unknownPasskey(): Refused {
  return new Refused({
    code: 'not-signed-in',
    because: 'Cannot sign in: this passkey is not known here, or its account is disabled',
  });
}

async function remember({ store, now }: Context, challenge: string, personId: string | null): Promise<void> {
  const expiresAt = new Date(now().getTime() + CHALLENGE_MS);
  await store.db
    .transaction()
    .execute((tx) => rememberChallenge(tx, { challenge, personId, expiresAt }, now()));
}

/** The library throws where an answer does not fit; that is a no, not a fault. */
async function understood<T>(doing: string, verify: () => Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (error) {
    const because = error instanceof Error ? error.message : 'it cannot be read';
    throw new Refused({ code: 'invalid', because: `Cannot ${doing}: ${because}` });
  }
}

function nameOf({ origin }: Site): string {
  return new URL(origin).hostname;
}
