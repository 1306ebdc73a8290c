import type { Configuration } from 'openid-client';
import { findPerson, findPersonByLogin, type Person } from '#store/people';
import { findLinkedPerson, linkPerson, rememberAttempt, takeAttempt } from '#store/single-sign-on';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { enter } from './enter.ts';
import type { Caller } from './sessions.ts';

/** The hospital's identity provider, as its operator registered this server there. */
export interface IdentityProvider {
  /** What the button says: "Hospital account". */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const ATTEMPT_MS = 10 * 60_000;

/** Loaded when it is first needed: most instances and all other commands do without. */
const openId = () => import('openid-client');

/** Begins a sign-in. @returns where the browser goes, and the state it has to come back with */
export async function beginSingleSignOn(
  ctx: Context,
  provider: IdentityProvider,
  callback: string,
): Promise<{ readonly url: string; readonly state: string }> {
  const client = await openId();
  const codeVerifier = client.randomPKCECodeVerifier();
  const attempt = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier,
    expiresAt: new Date(ctx.now().getTime() + ATTEMPT_MS),
  };
  const url = client.buildAuthorizationUrl(await configurationOf(provider), {
    redirect_uri: callback,
    scope: 'openid email profile',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  });
  await ctx.store.db.transaction().execute((tx) => rememberAttempt(tx, attempt, ctx.now()));
  return { url: url.href, state: attempt.state };
}

/**
 * Ends a sign-in that comes back from the identity provider.
 * @param cameBackTo the whole address the browser was sent to
 * @param state what this very browser was given when it left; another's answer is refused
 * @returns token of the session
 */
export async function finishSingleSignOn(
  ctx: Context,
  provider: IdentityProvider,
  { cameBackTo, state }: { readonly cameBackTo: string; readonly state: string | null },
  caller: Caller,
): Promise<string> {
  const attempt = state === null ? null : await takeAttempt(ctx.store.db, state, ctx.now());
  if (attempt === null) throw refused('it was not begun in this browser, or took too long');
  const claims = await claimsOf(provider, cameBackTo, attempt);
  const person = await personFor(ctx, provider, claims);
  if (person.disabledAt !== null) throw refused('the account here is disabled');
  const { issuer } = provider;
  return enter(ctx, person, caller, 'single-sign-on', (tx) =>
    linkPerson(tx, { issuer, subject: claims.sub, personId: person.id }, ctx.now()),
  );
}

interface Claims {
  readonly sub: string;
  readonly email?: unknown;
  readonly email_verified?: unknown;
}

async function claimsOf(
  provider: IdentityProvider,
  cameBackTo: string,
  attempt: { readonly state: string; readonly nonce: string; readonly codeVerifier: string },
): Promise<Claims> {
  const client = await openId();
  const configuration = await configurationOf(provider);
  try {
    const tokens = await client.authorizationCodeGrant(configuration, new URL(cameBackTo), {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw refused('the answer says nothing about who it is');
    const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    return { ...claims, ...more };
  } catch (error) {
    if (error instanceof Refused) throw error;
    const because = error instanceof Error ? error.message : 'its answer cannot be read';
    throw refused(`${provider.name} did not vouch for you: ${because}`);
  }
}

/** The account linked to this identity; at first the one whose sign-in name is its confirmed mail address. */
async function personFor(ctx: Context, { issuer }: IdentityProvider, claims: Claims): Promise<Person> {
  const linked = await findLinkedPerson(ctx.store.db, issuer, claims.sub);
  if (linked !== null) {
    const person = await findPerson(ctx.store.db, linked);
    if (person !== null) return person;
  }
  const { email, email_verified: confirmed } = claims;
  if (typeof email !== 'string' || confirmed !== true)
    throw refused('no confirmed mail address came with it, so it cannot be told which account is yours');
  const person = await findPersonByLogin(ctx.store.db, email);
  if (person === null || person.kind === 'service')
    throw refused(`nobody here signs in as "${email}": ask an administrator for an account`);
  return person;
}

const configurations = new Map<string, Promise<Configuration>>();

/** What the provider publishes about itself, asked once; again after a failure. */
function configurationOf(provider: IdentityProvider): Promise<Configuration> {
  const known = configurations.get(provider.issuer);
  if (known !== undefined) return known;
  const found = discover(provider);
  configurations.set(provider.issuer, found);
  found.catch(() => configurations.delete(provider.issuer));
  return found;
}

async function discover({ issuer, clientId, clientSecret, name }: IdentityProvider): Promise<Configuration> {
  const { allowInsecureRequests, discovery } = await openId();
  const url = new URL(issuer);
  // A provider on this very machine may be tried without a certificate; over a network never.
  const local = url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  try {
    return await discovery(
      url,
      clientId,
      clientSecret,
      undefined,
      local ? { execute: [allowInsecureRequests] } : {},
    );
  } catch (error) {
    throw refused(`${name} cannot be reached: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
}

function refused(because: string): Refused {
  return new Refused({ code: 'not-signed-in', because: `Cannot sign in: ${because}` });
}
