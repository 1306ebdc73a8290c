import { type ColumnType, type Generated, sql } from 'kysely';
import type { Grant, Role, Scope } from '#engine/access';
import type { Db, Tx } from './store.ts';

export interface PersonTables {
  person: {
    id: string;
    kind: 'person' | 'service';
    login: string;
    name: string;
    password_hash: string | null;
    password_must_change: Generated<boolean>;
    password_until: Date | null;
    is_invented: Generated<boolean>;
    disabled_at: Date | null;
    signed_in_at: Date | null;
    created_at: ColumnType<Date, Date, never>;
    version: Generated<number>;
    break_glass: Generated<boolean>;
  };
  person_grant: {
    id: string;
    person_id: string;
    role: Role;
    scope_kind: Scope['kind'];
    scope_id: string | null;
    granted_at: Date;
  };
}

/** A person as use cases know them. */
export interface Person {
  readonly id: string;
  readonly kind: 'person' | 'service';
  readonly login: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly passwordMustChange: boolean;
  /** Until when a password that somebody else chose opens anything; null: it is the person's own. */
  readonly passwordUntil: Date | null;
  /** Of the demonstration hospital: anybody may look through their eyes. */
  readonly isInvented: boolean;
  readonly disabledAt: Date | null;
  readonly signedInAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
  /** May sign in with a password even where everybody else has to use single sign-on. */
  readonly breakGlass: boolean;
  readonly grants: readonly Grant[];
}

/** Key of the advisory lock that lets one transaction at a time change who is there. */
const PEOPLE_LOCK = 727_003;

/** Whether nobody has an account yet. */
export async function isNobodyThere(db: Db | Tx): Promise<boolean> {
  const row = await db.selectFrom('person').select('id').limit(1).executeTakeFirst();
  return row === undefined;
}

/** Keeps other transactions that change accounts waiting until this one ends. */
export async function lockPeople(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${PEOPLE_LOCK})`.execute(tx);
}

/** Whether somebody who can sign in administers the whole hospital. */
export async function isAdministered(db: Db | Tx): Promise<boolean> {
  const row = await administratorsQuery(db).executeTakeFirst();
  return row !== undefined;
}

/** Whether one of them can come in when the identity provider is down. */
export async function hasBreakGlass(db: Db | Tx): Promise<boolean> {
  const row = await administratorsQuery(db)
    .where('person.break_glass', '=', true)
    .where('person.password_hash', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

function administratorsQuery(db: Db | Tx) {
  return db
    .selectFrom('person')
    .innerJoin('person_grant', 'person_grant.person_id', 'person.id')
    .select('person.id')
    .where('person.kind', '=', 'person')
    .where('person.disabled_at', 'is', null)
    .where('person_grant.role', '=', 'administrator')
    .where('person_grant.scope_kind', '=', 'hospital')
    .limit(1);
}

export async function insertPerson(
  tx: Tx,
  person: Pick<
    Person,
    'id' | 'kind' | 'login' | 'name' | 'passwordHash' | 'passwordMustChange' | 'createdAt'
  > &
    Partial<Pick<Person, 'breakGlass' | 'passwordUntil'>>,
): Promise<void> {
  await tx
    .insertInto('person')
    .values({
      id: person.id,
      kind: person.kind,
      login: person.login,
      name: person.name,
      password_hash: person.passwordHash,
      password_must_change: person.passwordMustChange,
      password_until: person.passwordUntil ?? null,
      break_glass: person.breakGlass ?? false,
      created_at: person.createdAt,
    })
    .execute();
}

export async function findPerson(db: Db | Tx, id: string): Promise<Person | null> {
  const [found] = await withGrants(db, await peopleQuery(db).where('id', '=', id).execute());
  return found ?? null;
}

/** By what they type to sign in, whatever its case. */
export async function findPersonByLogin(db: Db | Tx, login: string): Promise<Person | null> {
  const rows = await peopleQuery(db).where(sql`lower(login)`, '=', login.toLowerCase()).execute();
  const [found] = await withGrants(db, rows);
  return found ?? null;
}

export interface PeopleFilter {
  /** Part of the name or of what is typed to sign in. */
  readonly text?: string | undefined;
  readonly kind?: Person['kind'] | undefined;
  readonly role?: Role | undefined;
  readonly disabled?: boolean | undefined;
}

/** Where a list of people goes on. */
export interface PeoplePlace {
  readonly key: string;
  readonly id: string;
}

/** One page by name. */
export async function listPeople(
  db: Db | Tx,
  filter: PeopleFilter,
  { after, limit }: { readonly after: PeoplePlace | null; readonly limit: number },
): Promise<{ readonly people: Person[]; readonly next: PeoplePlace | null }> {
  let query = filteredQuery(db, filter)
    .selectAll()
    .select(sql<string>`lower(name)`.as('key'))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(limit + 1);
  if (after !== null) query = query.where(sql<boolean>`(lower(name), id) > (${after.key}, ${after.id})`);
  const rows = await query.execute();
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    people: await withGrants(db, shown),
    next: last === undefined ? null : { key: last.key, id: last.id },
  };
}

export async function countPeople(db: Db | Tx, filter: PeopleFilter): Promise<number> {
  const row = await filteredQuery(db, filter)
    .select((it) => it.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

function filteredQuery(db: Db | Tx, { text, kind, role, disabled }: PeopleFilter) {
  let query = db.selectFrom('person');
  if (text !== undefined)
    query = query.where((it) =>
      it.or([
        sql<boolean>`position(${text.toLowerCase()} in lower(name)) > 0`,
        sql<boolean>`position(${text.toLowerCase()} in lower(login)) > 0`,
      ]),
    );
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (disabled !== undefined) query = query.where('disabled_at', disabled ? 'is not' : 'is', null);
  if (role !== undefined)
    query = query.where((it) =>
      it.exists(
        it
          .selectFrom('person_grant')
          .select('person_grant.id')
          .whereRef('person_grant.person_id', '=', 'person.id')
          .where('person_grant.role', '=', role),
      ),
    );
  return query;
}

/** The people of the demonstration hospital, in the order they were made. */
export async function listInvented(db: Db | Tx): Promise<Person[]> {
  return withGrants(db, await peopleQuery(db).where('is_invented', '=', true).orderBy('id').execute());
}

/** Changes what is given and counts the version up. @returns false when the person has another version by now */
export async function changePerson(
  tx: Tx,
  { id, version }: Pick<Person, 'id' | 'version'>,
  change: Partial<
    Pick<
      Person,
      'name' | 'login' | 'passwordHash' | 'passwordMustChange' | 'passwordUntil' | 'disabledAt' | 'breakGlass'
    >
  >,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('person')
    .set((it) => ({
      version: it('version', '+', 1),
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.login === undefined ? {} : { login: change.login }),
      ...(change.passwordHash === undefined ? {} : { password_hash: change.passwordHash }),
      ...(change.passwordMustChange === undefined ? {} : { password_must_change: change.passwordMustChange }),
      ...(change.passwordUntil === undefined ? {} : { password_until: change.passwordUntil }),
      ...(change.disabledAt === undefined ? {} : { disabled_at: change.disabledAt }),
      ...(change.breakGlass === undefined ? {} : { break_glass: change.breakGlass }),
    }))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function noteSignIn(tx: Tx, personId: string, at: Date): Promise<void> {
  await tx.updateTable('person').set({ signed_in_at: at }).where('id', '=', personId).execute();
}

/** Gives the person exactly these roles. */
export async function replaceGrants(
  tx: Tx,
  personId: string,
  grants: readonly Grant[],
  { newId, at }: { readonly newId: () => string; readonly at: Date },
): Promise<void> {
  await tx.deleteFrom('person_grant').where('person_id', '=', personId).execute();
  if (grants.length === 0) return;
  await tx
    .insertInto('person_grant')
    .values(
      grants.map(({ role, scope }) => ({
        id: newId(),
        person_id: personId,
        role,
        scope_kind: scope.kind,
        scope_id: scope.kind === 'hospital' ? null : scope.id,
        granted_at: at,
      })),
    )
    .execute();
}

/** How people can prove who they are, besides a password. */
export interface Factors {
  readonly authenticatorApp: boolean;
  readonly passkeys: number;
  /** Until when a link to choose a password is good; null: none is open. */
  readonly linkUntil: Date | null;
}

export async function listFactors(
  db: Db | Tx,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Factors>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('person')
    .select((it) => [
      'person.id',
      it
        .exists(
          it
            .selectFrom('second_factor')
            .select('second_factor.person_id')
            .whereRef('second_factor.person_id', '=', 'person.id')
            .where('second_factor.confirmed_at', 'is not', null),
        )
        .as('app'),
      it
        .selectFrom('passkey')
        .select((each) => each.fn.countAll<string>().as('count'))
        .whereRef('passkey.person_id', '=', 'person.id')
        .as('passkeys'),
      it
        .selectFrom('sign_in_link')
        .select('sign_in_link.expires_at')
        .whereRef('sign_in_link.person_id', '=', 'person.id')
        .where('sign_in_link.expires_at', '>', now)
        .as('link_until'),
    ])
    .where('person.id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map((it) => [
      it.id,
      { authenticatorApp: it.app === true, passkeys: Number(it.passkeys ?? 0), linkUntil: it.link_until },
    ]),
  );
}

function peopleQuery(db: Db | Tx) {
  return db.selectFrom('person').selectAll();
}

type PersonRow = Awaited<ReturnType<ReturnType<typeof peopleQuery>['execute']>>[number];

async function withGrants(db: Db | Tx, rows: readonly PersonRow[]): Promise<Person[]> {
  if (rows.length === 0) return [];
  const grants = await db
    .selectFrom('person_grant')
    .selectAll()
    .where(
      'person_id',
      'in',
      rows.map((it) => it.id),
    )
    .orderBy('role')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    login: row.login,
    name: row.name,
    passwordHash: row.password_hash,
    passwordMustChange: row.password_must_change,
    passwordUntil: row.password_until,
    isInvented: row.is_invented,
    disabledAt: row.disabled_at,
    signedInAt: row.signed_in_at,
    createdAt: row.created_at,
    version: row.version,
    breakGlass: row.break_glass,
    grants: grants
      .filter((it) => it.person_id === row.id)
      .map((it) => ({ role: it.role, scope: scopeOf(it.scope_kind, it.scope_id) })),
  }));
}

function scopeOf(kind: Scope['kind'], id: string | null): Scope {
  return kind === 'hospital' || id === null ? { kind: 'hospital' } : { kind, id };
}
