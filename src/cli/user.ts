import type { Context } from '#app/context';
import {
  addPerson,
  editPerson,
  listPeople,
  type PersonSeen,
  personByLogin,
  type WayIn,
  type WithWayIn,
} from '#app/people/people';
import { endSessionsOf, resetSecondFactor, resetSignIn } from '#app/people/rescue';
import { Login, PersonName } from '#contract/people/person';
import { type Grant, ROLES, SCOPE_KINDS, type Scope } from '#engine/access';
import { EXIT, type Command } from './command.ts';
import { tableLines } from './layout.ts';
import { type Given, type Option, UsageError } from './options.ts';
import { DATA, HELP } from './shared-options.ts';
import { withInstance } from './with-instance.ts';

const LOGIN: Option = { name: 'login', value: 'NAME', help: 'What the person types to sign in' };

const LINK: Option = {
  name: 'link',
  help: 'Print a one-time link with which the person chooses a password, instead of a password',
};
const ROLE: Option = {
  name: 'role',
  value: 'ROLE[@SCOPE]',
  repeatable: true,
  help: `One of ${ROLES.join(', ')}; for a part of the hospital add @site:ID, @department:ID, @group:ID or @vendor:ID`,
};

export const userAddCommand: Command = {
  name: 'user add',
  summary: 'Make an account; its password is printed once and changed at first sign-in',
  usage: 'user add --data DIR --login NAME --name NAME --role ROLE[@SCOPE] …',
  options: [
    LOGIN,
    { name: 'name', value: 'NAME', help: 'Name as shown' },
    ROLE,
    LINK,
    {
      name: 'break-glass',
      help: 'May sign in with a password even where everybody else has to use single sign-on',
    },
    { name: 'service', help: 'For a program, which signs in with API tokens only' },
    DATA,
    HELP,
  ],
  examples: [
    {
      line: 'user add --data ./data --login ada --name "Ada L" --role administrator',
      what: 'An administrator of the whole hospital',
    },
  ],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const made = await addPerson(ctx, {
        kind: given.has('service') ? 'service' : 'person',
        login: read(Login, given, 'login'),
        name: read(PersonName, given, 'name'),
        grants: given.all('role').map(grantOf),
        by: wayIn(given),
        breakGlass: given.has('break-glass'),
      });
      session.io.stdout.write(told(made));
      return EXIT.done;
    }),
};

export const userListCommand: Command = {
  name: 'user list',
  summary: 'List all accounts',
  usage: 'user list --data DIR',
  options: [DATA, HELP],
  examples: [{ line: 'user list --data ./data', what: 'Who there is, with which roles' }],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const lines = tableLines(
        [
          { title: 'Login', text: (it) => it.login },
          { title: 'Name', text: (it) => it.name },
          { title: 'State', text: (it) => (it.disabledAt === null ? it.kind : 'disabled') },
          { title: 'Roles', flexible: true, text: (it) => it.grants.map(sayGrant).join(', ') },
        ],
        await everybody(ctx),
        session.io.width,
      );
      session.io.stdout.write(lines.map((it) => `${it}\n`).join(''));
      return EXIT.done;
    }),
};

export const userDisableCommand: Command = {
  name: 'user disable',
  summary: 'Disable an account: its sessions end and its tokens are revoked',
  usage: 'user disable --data DIR --login NAME',
  options: [LOGIN, DATA, HELP],
  examples: [{ line: 'user disable --data ./data --login grace', what: 'Grace is out at once' }],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const { id, version, name } = await personOf(ctx, given);
      await editPerson(ctx, id, { version, disabled: true });
      session.io.stdout.write(`${name} is disabled\n`);
      return EXIT.done;
    }),
};

export const userResetCommand: Command = {
  name: 'user reset',
  summary: 'Give somebody a new way in, and take their authenticator app and passkeys away',
  usage: 'user reset --data DIR --login NAME [--link | --factor-only]',
  options: [
    LOGIN,
    LINK,
    { name: 'factor-only', help: 'Take authenticator app and passkeys away, and keep the password' },
    DATA,
    HELP,
  ],
  examples: [
    { line: 'user reset --data ./data --login ada', what: 'The way back in for a lone administrator' },
  ],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const { id, name } = await personOf(ctx, given);
      if (given.has('factor-only')) {
        await resetSecondFactor(ctx, id);
        session.io.stdout.write(
          `${name} signs in with the password alone until a new second factor is set up\n`,
        );
      } else session.io.stdout.write(told(await resetSignIn(ctx, id, wayIn(given))));
      return EXIT.done;
    }),
};

export const userEnableCommand: Command = {
  name: 'user enable',
  summary: 'Let a disabled account in again; its tokens stay revoked',
  usage: 'user enable --data DIR --login NAME',
  options: [LOGIN, DATA, HELP],
  examples: [{ line: 'user enable --data ./data --login grace', what: 'Grace is back from leave' }],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const { id, version, name } = await personOf(ctx, given);
      await editPerson(ctx, id, { version, disabled: false });
      session.io.stdout.write(`${name} is enabled\n`);
      return EXIT.done;
    }),
};

export const userRolesCommand: Command = {
  name: 'user roles',
  summary: 'Show the roles of an account, or give it exactly those named',
  usage: 'user roles --data DIR --login NAME [--role ROLE[@SCOPE] …]',
  options: [LOGIN, ROLE, { name: 'none', help: 'Take all roles away' }, DATA, HELP],
  examples: [
    { line: 'user roles --data ./data --login grace', what: 'Which roles Grace holds, and where' },
    {
      line: 'user roles --data ./data --login grace --role technician@site:north --role auditor',
      what: 'These two from now on, and no others',
    },
  ],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const { id, version, name, grants } = await personOf(ctx, given);
      const next = given.all('role').map(grantOf);
      if (given.has('none') && next.length > 0)
        throw new UsageError('--none takes all roles away: leave --role out');
      const set = given.has('none') || next.length > 0;
      const now = set ? (await editPerson(ctx, id, { version, grants: next })).grants : grants;
      session.io.stdout.write(`${name}: ${now.length === 0 ? 'no role' : now.map(sayGrant).join(', ')}\n`);
      return EXIT.done;
    }),
};

export const userSignOutCommand: Command = {
  name: 'user sign-out',
  summary: 'End all sessions of an account',
  usage: 'user sign-out --data DIR --login NAME',
  options: [LOGIN, DATA, HELP],
  examples: [{ line: 'user sign-out --data ./data --login grace', what: 'A telephone was lost' }],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const { id, name } = await personOf(ctx, given);
      const ended = await endSessionsOf(ctx, id);
      session.io.stdout.write(`${name}: ${ended} ${ended === 1 ? 'session' : 'sessions'} ended\n`);
      return EXIT.done;
    }),
};

/** All pages of the list. */
async function everybody(ctx: Context): Promise<PersonSeen[]> {
  const people: PersonSeen[] = [];
  for (let after = null; ; ) {
    const page = await listPeople(ctx, {}, { after, limit: 500 });
    people.push(...page.people);
    if (page.next === null) return people;
    after = page.next;
  }
}

async function personOf(ctx: Context, given: Given) {
  const login = needed(given, 'login');
  const person = await personByLogin(ctx, login);
  if (person === null) throw new UsageError(`Nobody signs in as "${login}": see patchward user list`);
  return person;
}

function told({ person, password, link }: WithWayIn): string {
  if (password !== null)
    return `${person.name} signs in as ${person.login} with the password ${password} within three days, and changes it then\n`;
  if (link === null) return `${person.name} is there: make an API token for it\n`;
  return `${person.name} chooses a password at /join#${link.secret} on this server, until ${link.expiresAt.toISOString()}\n`;
}

function wayIn(given: Given): WayIn {
  return given.has('link') ? 'link' : 'password';
}

function needed(given: Given, name: string): string {
  const value = given.one(name)?.trim() ?? '';
  if (value === '') throw new UsageError(`No ${name} is given: add --${name} NAME`);
  return value;
}

function read(schema: typeof Login, given: Given, name: string): string {
  const parsed = schema.safeParse(needed(given, name));
  if (!parsed.success)
    throw new UsageError(`Cannot use ${name} "${given.one(name)}": ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

/** Reads `technician@site:north`. */
function grantOf(text: string): Grant {
  const [roleText = '', scopeText] = text.split('@');
  const role = ROLES.find((it) => it === roleText);
  if (role === undefined)
    throw new UsageError(`Unknown role "${roleText}": it is one of ${ROLES.join(', ')}`);
  return { role, scope: scopeText === undefined ? { kind: 'hospital' } : scopeOf(scopeText) };
}

function scopeOf(text: string): Scope {
  const at = text.indexOf(':');
  const kind = SCOPE_KINDS.find((it) => it === text.slice(0, at));
  const id = text.slice(at + 1);
  if (at < 0 || kind === undefined || kind === 'hospital' || id === '')
    throw new UsageError(`Cannot read scope "${text}": write site:ID, department:ID, group:ID or vendor:ID`);
  return { kind, id };
}

function sayGrant({ role, scope }: Grant): string {
  return scope.kind === 'hospital' ? role : `${role}@${scope.kind}:${scope.id}`;
}
