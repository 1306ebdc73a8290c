import type { Context } from '#app/context';
import { addPerson, editPerson, listPeople, resetSignIn, type WithPassword } from '#app/people/people';
import { Login, PersonName } from '#contract/people/person';
import { type Grant, ROLES, SCOPE_KINDS, type Scope } from '#engine/access';
import { EXIT, type Command } from './command.ts';
import { tableLines } from './layout.ts';
import { type Given, type Option, UsageError } from './options.ts';
import { DATA, HELP } from './shared-options.ts';
import { withInstance } from './with-instance.ts';

const LOGIN: Option = { name: 'login', value: 'NAME', help: 'What the person types to sign in' };

export const userAddCommand: Command = {
  name: 'user add',
  summary: 'Make an account; its password is printed once and changed at first sign-in',
  usage: 'user add --data DIR --login NAME --name NAME --role ROLE[@SCOPE] …',
  options: [
    LOGIN,
    { name: 'name', value: 'NAME', help: 'Name as shown' },
    {
      name: 'role',
      value: 'ROLE[@SCOPE]',
      repeatable: true,
      help: `One of ${ROLES.join(', ')}; for a part of the hospital add @site:ID, @department:ID, @group:ID or @vendor:ID`,
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
        await listPeople(ctx),
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
  summary: 'Give somebody who lost it a new password, and take their authenticator app away',
  usage: 'user reset --data DIR --login NAME',
  options: [LOGIN, DATA, HELP],
  examples: [
    { line: 'user reset --data ./data --login ada', what: 'The way back in for a lone administrator' },
  ],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const { id } = await personOf(ctx, given);
      session.io.stdout.write(told(await resetSignIn(ctx, id)));
      return EXIT.done;
    }),
};

async function personOf(ctx: Context, given: Given) {
  const login = needed(given, 'login').toLowerCase();
  const person = (await listPeople(ctx)).find((it) => it.login.toLowerCase() === login);
  if (person === undefined) throw new UsageError(`Nobody signs in as "${login}": see patchward user list`);
  return person;
}

function told({ person, password }: WithPassword): string {
  return password === null
    ? `${person.name} is there: make an API token for it\n`
    : `${person.name} signs in as ${person.login} with the password ${password}, to be changed then\n`;
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
