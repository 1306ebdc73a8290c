import type { Configuration } from 'openid-client';
import { Login, PersonName } from '#contract/people/person';
import type { Grant } from '#engine/access';
import { findPerson, findPersonByLogin, type Person } from '#store/people';
import { findLinkedPerson, linkPerson, rememberAttempt, takeAttempt } from '#store/single-sign-on';
import type { Context } from '../context.ts';
import { webFetch } from '../outgoing/web-fetch.ts';
import { Refused } from '../refusal.ts';
import { enter } from './enter.ts';
import { addPerson, editPerson, sayGrant } from './people.ts';
import type { Caller } from './sessions.ts';
import { policyInForce, type SignInPolicy } from './sign-in-policy.ts';

/** The hospital's identity provider, as its operator registered this server there. */
export interface IdentityProvider {
  /** What the button says: "Hospital account". */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const ATTEMPT_MS = 10 * 60_000;
/** Of one answer of the provider: what it publishes, a token, what it says of a person. */
const ANSWER_LIMITS = { bytesMax: 1_000_000, timeoutMs: 15_000 };

/** Loaded when it is first needed: most instances and all other commands do without. */
const openId = () => import('openid-client');

/** Begins a sign-in. @returns where the browser goes, and the state it has to come back with */
export async function beginSingleSignOn(
  ctx: Context,
  provider: IdentityProvider,
  callback: string,
): Promise<{ readonly url: string; readonly state: string }> {
  await demandSingleSignOn(ctx);
  const client = await openId();
  const codeVerifier = client.randomPKCECodeVerifier();
  const attempt = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier,
    expiresAt: new Date(ctx.now().getTime() + ATTEMPT_MS),
  };
  const url = client.buildAuthorizationUrl(await configurationOf(ctx, provider), {
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
  const policy = await demandSingleSignOn(ctx);
  const claims = await claimsOf(ctx, provider, { cameBackTo, attempt });
  const person = await personFor(ctx, provider, claims, policy);
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
  readonly name?: unknown;
  readonly groups?: unknown;
}

interface Return {
  readonly cameBackTo: string;
  readonly attempt: { readonly state: string; readonly nonce: string; readonly codeVerifier: string };
}

async function claimsOf(
  ctx: Context,
  provider: IdentityProvider,
  { cameBackTo, attempt }: Return,
): Promise<Claims> {
  const client = await openId();
  const configuration = await configurationOf(ctx, provider);
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

/**
 * The account linked to this identity; at first the one whose sign-in name is its confirmed mail address. Where groups
 * give roles, they give exactly these at every sign-in, and an account to who has none yet.
 */
async function personFor(
  ctx: Context,
  { issuer }: IdentityProvider,
  claims: Claims,
  policy: SignInPolicy,
): Promise<Person> {
  const linked = await findLinkedPerson(ctx.store.db, issuer, claims.sub);
  const person = linked === null ? null : await findPerson(ctx.store.db, linked);
  const known = person ?? (await findPersonByLogin(ctx.store.db, confirmedMail(claims)));
  if (known?.kind === 'service') throw refused('this name belongs to a service account');
  if (policy.groups.length > 0) return withGroupRoles(ctx, known, claims, policy);
  if (known === null)
    throw refused(`nobody here signs in as "${confirmedMail(claims)}": ask an administrator for an account`);
  return known;
}

function confirmedMail({ email, email_verified: confirmed }: Claims): string {
  if (typeof email !== 'string' || confirmed !== true || !Login.safeParse(email).success)
    throw refused('no confirmed mail address came with it, so it cannot be told which account is yours');
  return email;
}

/** A disabled account stays as it is, and so does a break-glass account, which no provider may take from. */
async function withGroupRoles(
  ctx: Context,
  known: Person | null,
  claims: Claims,
  { groups }: SignInPolicy,
): Promise<Person> {
  if (known !== null && (known.disabledAt !== null || known.breakGlass)) return known;
  const named = new Set(Array.isArray(claims.groups) ? claims.groups : []);
  const grants = groups
    .filter((it) => named.has(it.group))
    .map(({ role, scope }): Grant => ({ role, scope }));
  if (grants.length === 0) throw refused('none of your groups has a role here: ask an administrator');
  const by = { ...ctx, actor: { kind: 'system', name: 'Single sign-on' } } as const;
  if (known === null) {
    const login = confirmedMail(claims);
    const name = PersonName.safeParse(claims.name);
    const person = { kind: 'person', login, name: name.success ? name.data : login, grants } as const;
    return (await addPerson(by, { ...person, by: null })).person;
  }
  const same = JSON.stringify(sorted(known.grants)) === JSON.stringify(sorted(grants));
  return same ? known : editPerson(by, known.id, { version: known.version, grants });
}

function sorted(grants: readonly Grant[]): string[] {
  return grants.map((it) => sayGrant(it)).toSorted();
}

/** @throws Refused when single sign-on is switched off here */
async function demandSingleSignOn({ store }: Context): Promise<SignInPolicy> {
  const policy = await policyInForce(store.db);
  if (!policy.singleSignOn) throw refused('single sign-on is switched off here');
  return policy;
}

const configurations = new WeakMap<IdentityProvider, Promise<Configuration>>();

/** What the provider publishes about itself, asked once; again after a failure. */
function configurationOf(ctx: Context, provider: IdentityProvider): Promise<Configuration> {
  const known = configurations.get(provider);
  if (known !== undefined) return known;
  const found = discover(ctx, provider);
  configurations.set(provider, found);
  found.catch(() => configurations.delete(provider));
  return found;
}

async function discover(
  { store, outgoing }: Context,
  { issuer, clientId, clientSecret, name }: IdentityProvider,
): Promise<Configuration> {
  const { allowInsecureRequests, customFetch, discovery } = await openId();
  const url = new URL(issuer);
  const ask = webFetch({ store, outgoing }, { ...ANSWER_LIMITS, trustedOrigin: url.origin });
  // A provider on this very machine may be tried without a certificate; over a network never.
  const local = url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  try {
    return await discovery(url, clientId, clientSecret, undefined, {
      [customFetch]: ask,
      ...(local ? { execute: [allowInsecureRequests] } : {}),
    });
  } catch (error) {
    throw refused(`${name} cannot be reached: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
}

function refused(because: string): Refused {
  return new Refused({ code: 'not-signed-in', because: `Cannot sign in: ${because}` });
}
