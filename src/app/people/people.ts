import { randomInt } from 'node:crypto';
import type { Grant, Scope } from '#engine/access';
import type { Json } from '#engine/audit';
import {
  changePerson,
  findPerson,
  findPersonByLogin,
  insertPerson,
  isAdministered,
  listPeople as listStored,
  lockPeople,
  type Person,
  replaceGrants,
} from '#store/people';
import { removePasskeys } from '#store/passkeys';
import { removeSecondFactor } from '#store/second-factors';
import { endSessions } from '#store/sessions';
import type { Tx } from '#store/store';
import { revokeTokens } from '#store/tokens';
import { act, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { hashPassword } from './password.ts';
import { demandProof } from './proof.ts';

/** Everybody with an account, by name. */
export async function listPeople(ctx: Context): Promise<Person[]> {
  return seeWhole(ctx, 'people.read', (db) => listStored(db));
}

export async function readPerson(ctx: Context, id: string): Promise<Person> {
  return seeWhole(ctx, 'people.read', async (db) => found(await findPerson(db, id), id));
}

export interface NewPerson {
  readonly kind: Person['kind'];
  readonly login: string;
  readonly name: string;
  readonly grants: readonly Grant[];
}

export interface WithPassword {
  readonly person: Person;
  /** To be told once, and changed at first sign-in; null for a service account. */
  readonly password: string | null;
}

/** Makes an account. */
export async function addPerson(ctx: Context, added: NewPerson): Promise<WithPassword> {
  const { kind, login, name, grants } = added;
  const password = kind === 'person' ? randomPassword() : null;
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
      createdAt: at,
    });
    await replaceGrants(tx, id, grants, { newId: ctx.newId, at });
    return {
      value: { person: found(await findPerson(tx, id), id), password },
      audit: {
        act: 'person.add',
        subject: { kind: 'person', id },
        detail: { kind, login, name, grants: grants.map(sayGrant) },
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
}

/** Changes an account. Disabling ends its sessions and tokens; enabling does not bring them back. */
export async function editPerson(ctx: Context, id: string, change: PersonChange): Promise<Person> {
  return manage(ctx, async (tx) => {
    const before = found(await findPerson(tx, id), id);
    const { name, login, grants, disabled } = change;
    if (login !== undefined) await refuseTakenLogin(tx, login, id);
    const disabledAt =
      disabled === undefined ? undefined : disabled ? (before.disabledAt ?? ctx.now()) : null;
    const set = {
      ...(name === undefined ? {} : { name }),
      ...(login === undefined ? {} : { login }),
      ...(disabledAt === undefined ? {} : { disabledAt }),
    };
    if (!(await changePerson(tx, { id, version: change.version }, set)))
      throw new Refused({ code: 'stale', what: `account "${before.name}"` });
    if (grants !== undefined) await replaceGrants(tx, id, grants, { newId: ctx.newId, at: ctx.now() });
    if (disabled === true) {
      await endSessions(tx, id, ctx.now());
      await revokeTokens(tx, { personId: id }, ctx.now());
    }
    await refuseWithoutAdministrator(tx);
    const after = found(await findPerson(tx, id), id);
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

/** A new password for somebody who lost theirs; takes authenticator app and passkeys away, and ends sessions. */
export async function resetSignIn(ctx: Context, id: string): Promise<WithPassword> {
  const password = randomPassword();
  return manage(ctx, async (tx) => {
    const person = found(await findPerson(tx, id), id);
    if (person.kind === 'service')
      throw new Refused({ code: 'conflict', because: 'Cannot reset password: a service account has none' });
    const passwordHash = await hashPassword(password);
    await changePerson(tx, person, { passwordHash, passwordMustChange: true });
    await removeSecondFactor(tx, id);
    await removePasskeys(tx, id);
    const sessions = await endSessions(tx, id, ctx.now());
    return {
      value: { person: found(await findPerson(tx, id), id), password },
      audit: { act: 'person.reset', subject: { kind: 'person', id }, detail: { sessionsEnded: sessions } },
    };
  });
}

/** Who does what to accounts is one after the other: two administrators cannot remove each other at once. */
async function manage<T>(ctx: Context, work: Parameters<typeof act<T>>[2]): Promise<T> {
  demandProof(ctx);
  return act(ctx, { permission: 'people.manage' }, async (tx) => {
    await lockPeople(tx);
    return work(tx);
  });
}

function found(person: Person | null, id: string): Person {
  if (person === null) throw new Refused({ code: 'not-found', what: `account ${id}` });
  return person;
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
    grants: it.grants.map(sayGrant),
  };
}

/** What changed, as before and after. */
function differences(before: Readonly<Record<string, Json>>, after: Readonly<Record<string, Json>>): Json {
  return Object.fromEntries(
    Object.entries(after)
      .filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value))
      .map(([name, value]) => [name, { before: before[name] ?? null, after: value }]),
  );
}

function sayGrant({ role, scope }: Grant): string {
  return `${role} @ ${sayScope(scope)}`;
}

function sayScope(scope: Scope): string {
  return scope.kind === 'hospital' ? 'hospital' : `${scope.kind} ${scope.id}`;
}

/** Letters and digits that are not mistaken for each other: 55 of them, 20 at random have 115 bits. */
const PASSWORD_LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function randomPassword(): string {
  const letters = Array.from({ length: 20 }, () => PASSWORD_LETTERS[randomInt(PASSWORD_LETTERS.length)]);
  return letters.join('').replace(/(.{5})(?=.)/g, '$1-');
}
