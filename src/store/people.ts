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
    disabled_at: Date | null;
    signed_in_at: Date | null;
    created_at: ColumnType<Date, Date, never>;
    version: Generated<number>;
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
  readonly disabledAt: Date | null;
  readonly signedInAt: Date | null;
  readonly createdAt: Date;
  readonly version: number;
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
  const row = await db
    .selectFrom('person')
    .innerJoin('person_grant', 'person_grant.person_id', 'person.id')
    .select('person.id')
    .where('person.kind', '=', 'person')
    .where('person.disabled_at', 'is', null)
    .where('person_grant.role', '=', 'administrator')
    .where('person_grant.scope_kind', '=', 'hospital')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertPerson(
  tx: Tx,
  person: Pick<
    Person,
    'id' | 'kind' | 'login' | 'name' | 'passwordHash' | 'passwordMustChange' | 'createdAt'
  >,
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

/** Everybody, by name. A hospital's staff list is short enough to be one page. */
export async function listPeople(db: Db | Tx): Promise<Person[]> {
  return withGrants(db, await peopleQuery(db).orderBy(sql`lower(name)`).orderBy('id').execute());
}

/** Changes what is given and counts the version up. @returns false when the person has another version by now */
export async function changePerson(
  tx: Tx,
  { id, version }: Pick<Person, 'id' | 'version'>,
  change: Partial<Pick<Person, 'name' | 'login' | 'passwordHash' | 'passwordMustChange' | 'disabledAt'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('person')
    .set((it) => ({
      version: it('version', '+', 1),
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.login === undefined ? {} : { login: change.login }),
      ...(change.passwordHash === undefined ? {} : { password_hash: change.passwordHash }),
      ...(change.passwordMustChange === undefined ? {} : { password_must_change: change.passwordMustChange }),
      ...(change.disabledAt === undefined ? {} : { disabled_at: change.disabledAt }),
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
    disabledAt: row.disabled_at,
    signedInAt: row.signed_in_at,
    createdAt: row.created_at,
    version: row.version,
    grants: grants
      .filter((it) => it.person_id === row.id)
      .map((it) => ({ role: it.role, scope: scopeOf(it.scope_kind, it.scope_id) })),
  }));
}

function scopeOf(kind: Scope['kind'], id: string | null): Scope {
  return kind === 'hospital' || id === null ? { kind: 'hospital' } : { kind, id };
}
