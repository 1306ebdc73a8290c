import { randomInt } from 'node:crypto';
import type { Grant, Scope } from '#engine/access';
import type { Json } from '#engine/audit';
import {
  changePerson,
  countPeople,
  type Factors,
  findPerson,
  findPersonByLogin,
  hasBreakGlass,
  insertPerson,
  isAdministered,
  listFactors,
  listPeople as listStored,
  lockPeople,
  type PeopleFilter,
  type PeoplePlace,
  type Person,
  replaceGrants,
} from '#store/people';
import { listNamedScopes, type NamedScope, type NamedScopeKind } from '#store/scopes';
import { endSessions } from '#store/sessions';
import { dropSignInLink } from '#store/sign-in-links';
import type { Db, Tx } from '#store/store';
import { revokeTokens } from '#store/tokens';
import { act, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { differences } from '../differences.ts';
import { Refused } from '../refusal.ts';
import { hashPassword } from './password.ts';
import { demandProof } from './proof.ts';
import { type MadeLink, makeSignInLink } from './sign-in-links.ts';
import { policyInForce } from './sign-in-policy.ts';

/** A person, and how they can prove who they are. */
export type PersonSeen = Person & Factors;

export interface PeoplePage {
  readonly people: readonly PersonSeen[];
  readonly next: PeoplePlace | null;
  readonly total: number;
}

/** Everybody with an account who fits the filter, by name. */
export async function listPeople(
  ctx: Context,
  filter: PeopleFilter,
  page: { readonly after: PeoplePlace | null; readonly limit: number },
): Promise<PeoplePage> {
  return seeWhole(ctx, 'people.read', async (db) => {
    const { people, next } = await listStored(db, filter, page);
    return { people: await withFactors(db, ctx, people), next, total: await countPeople(db, filter) };
  });
}

export async function readPerson(ctx: Context, id: string): Promise<PersonSeen> {
  return seeWhole(ctx, 'people.read', async (db) => seen(db, ctx, id));
}

/** What roles can be bound to, as devices name it. */
export async function listScopes(
  ctx: Context,
  kind: NamedScopeKind,
  wish: { readonly text: string; readonly limit: number },
): Promise<NamedScope[]> {
  return seeWhole(ctx, 'people.read', (db) => listNamedScopes(db, kind, wish));
}

/** The account that signs in with this name. */
export async function personByLogin(ctx: Context, login: string): Promise<Person | null> {
  return seeWhole(ctx, 'people.read', (db) => findPersonByLogin(db, login));
}

/** How somebody comes in for the first time: with a password that is told them, or a link to choose one. */
export type WayIn = 'password' | 'link';

export interface NewPerson {
  readonly kind: Person['kind'];
  readonly login: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Null: by single sign-on alone. */
  readonly by?: WayIn | null;
  readonly breakGlass?: boolean;
}

export interface WithWayIn {
  readonly person: PersonSeen;
  /** To be told once, and changed at first sign-in; null: a link instead, or a service account. */
  readonly password: string | null;
  readonly link: MadeLink | null;
}

/** Makes an account. */
export async function addPerson(ctx: Context, added: NewPerson): Promise<WithWayIn> {
  const { kind, login, name, grants, by = 'password', breakGlass = false } = added;
  const way = kind === 'person' ? by : null;
  if (breakGlass && kind === 'service') throw noBreakGlassProgram();
  const password = way === 'password' ? randomPassword() : null;
  return manage(ctx, async (tx) => {
    await refuseTakenLogin(tx, login, null);
    const id = ctx.newId();
    const at = ctx.now();
    await insertPerson(tx, {
      id,
      kind,
      login,
      name,
      passwordHash: password === null ? null : await hashPassword(password),
      passwordMustChange: password !== null,
      passwordUntil: password === null ? null : initialPasswordUntil(at),
      breakGlass,
      createdAt: at,
    });
    await replaceGrants(tx, id, grants, { newId: ctx.newId, at });
    const link = way === 'link' ? await makeSignInLink(tx, ctx, id) : null;
    return {
      value: { person: await seen(tx, ctx, id), password, link },
      audit: {
        act: 'person.add',
        subject: { kind: 'person', id },
        detail: {
          kind,
          login,
          name,
          grants: grants.map(sayGrant),
          by: way,
          ...(breakGlass ? { breakGlass } : {}),
        },
      },
    };
  });
}

export interface PersonChange {
  readonly version: number;
  readonly name?: string | undefined;
  readonly login?: string | undefined;
  /** All roles from now on. */
  readonly grants?: readonly Grant[] | undefined;
  readonly disabled?: boolean | undefined;
  readonly breakGlass?: boolean | undefined;
}

/** Changes an account. Disabling ends its sessions and tokens; enabling does not bring them back. */
export async function editPerson(ctx: Context, id: string, change: PersonChange): Promise<PersonSeen> {
  return manage(ctx, async (tx) => {
    const before = found(await findPerson(tx, id), id);
    const { name, login, grants, disabled, breakGlass } = change;
    if (breakGlass === true && before.kind === 'service') throw noBreakGlassProgram();
    if (login !== undefined) await refuseTakenLogin(tx, login, id);
    const disabledAt =
      disabled === undefined ? undefined : disabled ? (before.disabledAt ?? ctx.now()) : null;
    const set = {
      ...(name === undefined ? {} : { name }),
      ...(login === undefined ? {} : { login }),
      ...(disabledAt === undefined ? {} : { disabledAt }),
      ...(breakGlass === undefined ? {} : { breakGlass }),
    };
    if (!(await changePerson(tx, { id, version: change.version }, set)))
      throw new Refused({ code: 'stale', what: `account "${before.name}"` });
    if (grants !== undefined) await replaceGrants(tx, id, grants, { newId: ctx.newId, at: ctx.now() });
    if (disabled === true) {
      await endSessions(tx, id, ctx.now());
      await revokeTokens(tx, { personId: id }, ctx.now());
      await dropSignInLink(tx, id);
    }
    await refuseWithoutAdministrator(tx);
    const after = await seen(tx, ctx, id);
    return {
      value: after,
      audit: {
        act: 'person.edit',
        subject: { kind: 'person', id },
        detail: differences(describe(before), describe(after)),
      },
    };
  });
}

/** Who does what to accounts is one after the other: two administrators cannot remove each other at once. */
export async function manage<T>(ctx: Context, work: Parameters<typeof act<T>>[2]): Promise<T> {
  demandProof(ctx);
  return act(ctx, { permission: 'people.manage' }, async (tx) => {
    await lockPeople(tx);
    return work(tx);
  });
}

export function found(person: Person | null, id: string): Person {
  if (person === null) throw new Refused({ code: 'not-found', what: `account ${id}` });
  return person;
}

/** The account as pages show it. */
export async function seen(db: Db | Tx, ctx: Context, id: string): Promise<PersonSeen> {
  const [it] = await withFactors(db, ctx, [found(await findPerson(db, id), id)]);
  return it as PersonSeen;
}

async function withFactors(db: Db | Tx, { now }: Context, people: readonly Person[]): Promise<PersonSeen[]> {
  const factors = await listFactors(
    db,
    people.map((it) => it.id),
    now(),
  );
  return people.map((it) => ({ ...it, ...(factors.get(it.id) ?? NO_FACTORS) }));
}

const NO_FACTORS: Factors = { authenticatorApp: false, passkeys: 0, linkUntil: null };

function noBreakGlassProgram(): Refused {
  return new Refused({
    code: 'conflict',
    because: 'Cannot make a service account a break-glass account: it never signs in with a password',
  });
}

async function refuseTakenLogin(tx: Tx, login: string, mine: string | null): Promise<void> {
  const other = await findPersonByLogin(tx, login);
  if (other !== null && other.id !== mine)
    throw new Refused({
      code: 'conflict',
      because: `Cannot use sign-in name "${login}": "${other.name}" has it`,
    });
}

async function refuseWithoutAdministrator(tx: Tx): Promise<void> {
  if ((await policyInForce(tx)).passwords === 'break-glass' && !(await hasBreakGlass(tx)))
    throw new Refused({
      code: 'conflict',
      because: 'Cannot take the last break-glass administrator away while passwords are switched off',
    });
  if (!(await isAdministered(tx)))
    throw new Refused({
      code: 'conflict',
      because: 'Cannot take the last administrator away: make another one first',
    });
}

function describe(it: Person): Readonly<Record<string, Json>> {
  return {
    name: it.name,
    login: it.login,
    disabled: it.disabledAt !== null,
    breakGlass: it.breakGlass,
    grants: it.grants.map(sayGrant),
  };
}

export function sayGrant({ role, scope }: Grant): string {
  return `${role} @ ${sayScope(scope)}`;
}

function sayScope(scope: Scope): string {
  return scope.kind === 'hospital' ? 'hospital' : `${scope.kind} ${scope.id}`;
}

/** Letters and digits that are not mistaken for each other: 55 of them, 20 at random have 115 bits. */
const PASSWORD_LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** As long as a one-time link: a colleague may be on leave over a weekend. */
const INITIAL_PASSWORD_MS = 3 * 24 * 3_600_000;

/** Until when a password that somebody else chose opens anything. */
export function initialPasswordUntil(madeAt: Date): Date {
  return new Date(madeAt.getTime() + INITIAL_PASSWORD_MS);
}

export function randomPassword(): string {
  const letters = Array.from({ length: 20 }, () => PASSWORD_LETTERS[randomInt(PASSWORD_LETTERS.length)]);
  return letters.join('').replace(/(.{5})(?=.)/g, '$1-');
}
