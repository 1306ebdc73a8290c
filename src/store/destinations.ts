import { type ColumnType, type Selectable, sql } from 'kysely';
import type { DestinationKind, EventKind } from '#engine/destinations';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface DestinationTables {
  destination: {
    id: string;
    kind: DestinationKind;
    name: string;
    place: ColumnType<DestinationPlace, string, string>;
    secret: Buffer | null;
    events: EventKind[];
    version: number;
    changed_at: Date;
    changed_by_name: string;
    is_on: boolean;
    disabled_because: string | null;
    failures: number;
    failing_since: Date | null;
    last_success_at: Date | null;
    problem: string | null;
    inbound_secret: Buffer | null;
    inbound_at: Date | null;
    inbound_problem: string | null;
    inbound_problem_at: Date | null;
  };
}

/** Where a destination is, and how it wants to be spoken to. */
export type DestinationPlace =
  | { readonly kind: 'webhook'; readonly url: string }
  | {
      readonly kind: 'servicenow';
      /** Of the instance: https://hospital.service-now.com */
      readonly url: string;
      readonly table: string;
      /** Null: the secret is a token of its own. */
      readonly user: string | null;
    }
  | {
      readonly kind: 'jira';
      readonly url: string;
      readonly edition: 'cloud' | 'data-center';
      readonly project: string;
      readonly issueType: string;
      readonly user: string | null;
    }
  | {
      readonly kind: 'email';
      readonly host: string;
      readonly port: number;
      /** `offered`: encrypted when the server offers it. */
      readonly encryption: 'tls' | 'starttls' | 'offered';
      readonly user: string | null;
      readonly from: string;
      readonly to: readonly string[];
      /** Whether what is due goes to the owners of departments, each their own. */
      readonly owners: boolean;
    };

export interface Destination {
  readonly id: string;
  readonly name: string;
  readonly place: DestinationPlace;
  /** Encrypted; null: there is none. */
  readonly secret: Uint8Array | null;
  readonly events: readonly EventKind[];
  readonly version: number;
  readonly changedAt: Date;
  readonly changedByName: string;
  readonly isOn: boolean;
  /** Why it was switched off by itself. */
  readonly disabledBecause: string | null;
  readonly failures: number;
  readonly failingSince: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly problem: string | null;
  /** How it writes back; null: it may not. */
  readonly inbound: Inbound | null;
}

/** How a destination writes back how tickets stand. */
export interface Inbound {
  /** What it signs with, encrypted. */
  readonly secret: Uint8Array;
  readonly lastAt: Date | null;
  /** Why a message was refused since one was last taken; null: none was. */
  readonly problem: string | null;
  readonly problemAt: Date | null;
}

/** @returns whether no other has its name */
export async function insertDestination(tx: Tx, it: Omit<Destination, 'inbound'>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('destination')
    .values({ id: it.id, ...rowOf(it) })
    .onConflict((on) => on.expression(sql`lower(name)`).doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1;
}

/** Writes all of it but how it writes back. */
export async function updateDestination(tx: Tx, it: Destination): Promise<void> {
  await tx.updateTable('destination').set(rowOf(it)).where('id', '=', it.id).execute();
}

export async function deleteDestination(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('destination').where('id', '=', id).execute();
}

export async function findDestination(db: Db | Tx, id: string): Promise<Destination | null> {
  const row = await db.selectFrom('destination').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : destinationOf(row);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockDestination(tx: Tx, id: string): Promise<Destination | null> {
  const row = await tx
    .selectFrom('destination')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : destinationOf(row);
}

/** @param secret encrypted; null: it may not write back any more */
export async function setInboundSecret(tx: Tx, id: string, secret: Uint8Array | null): Promise<void> {
  await tx
    .updateTable('destination')
    .set({
      inbound_secret: secret === null ? null : Buffer.from(secret),
      inbound_problem: null,
      inbound_problem_at: null,
    })
    .where('id', '=', id)
    .execute();
}

/** Notes that it wrote back just now. @param problem why it was refused; null: it was taken */
export async function noteInbound(tx: Tx, id: string, at: Date, problem: string | null): Promise<void> {
  await tx
    .updateTable('destination')
    .set(
      problem === null
        ? { inbound_at: at, inbound_problem: null, inbound_problem_at: null }
        : { inbound_problem: storableText(problem), inbound_problem_at: at },
    )
    .where('id', '=', id)
    .execute();
}

export async function isNameTaken(tx: Tx, { id, name }: Pick<Destination, 'id' | 'name'>): Promise<boolean> {
  const row = await tx
    .selectFrom('destination')
    .select('id')
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where('id', '<>', id)
    .executeTakeFirst();
  return row !== undefined;
}

export async function listDestinations(db: Db | Tx): Promise<Destination[]> {
  const rows = await db.selectFrom('destination').selectAll().orderBy(sql`lower(name)`).execute();
  return rows.map(destinationOf);
}

/**
 * Those that are told of an event. One that was switched off by itself is among them: what happens meanwhile waits
 * until somebody has looked.
 */
export async function listTold(db: Db | Tx, events: readonly EventKind[]): Promise<Destination[]> {
  const rows = await db
    .selectFrom('destination')
    .selectAll()
    .where(sql<boolean>`events && ${[...events]}::text[]`)
    .where((it) => it.or([it('is_on', '=', true), it('disabled_because', 'is not', null)]))
    .orderBy('id')
    .execute();
  return rows.map(destinationOf);
}

export async function countDisabled(db: Db | Tx): Promise<number> {
  const { count } = await db
    .selectFrom('destination')
    .select((it) => it.fn.countAll<string>().as('count'))
    .where('disabled_because', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function rowOf(it: Omit<Destination, 'inbound'>) {
  return {
    kind: it.place.kind,
    name: storableText(it.name),
    place: storableJson(it.place),
    secret: it.secret === null ? null : Buffer.from(it.secret),
    events: [...it.events],
    version: it.version,
    changed_at: it.changedAt,
    changed_by_name: it.changedByName,
    is_on: it.isOn,
    disabled_because: it.disabledBecause,
    failures: it.failures,
    failing_since: it.failingSince,
    last_success_at: it.lastSuccessAt,
    problem: it.problem === null ? null : storableText(it.problem),
  };
}

function destinationOf(row: Selectable<DestinationTables['destination']>): Destination {
  return {
    id: row.id,
    name: row.name,
    place: row.place,
    secret: row.secret,
    events: row.events,
    version: row.version,
    changedAt: row.changed_at,
    changedByName: row.changed_by_name,
    isOn: row.is_on,
    disabledBecause: row.disabled_because,
    failures: row.failures,
    failingSince: row.failing_since,
    lastSuccessAt: row.last_success_at,
    problem: row.problem,
    inbound:
      row.inbound_secret === null
        ? null
        : {
            secret: row.inbound_secret,
            lastAt: row.inbound_at,
            problem: row.inbound_problem,
            problemAt: row.inbound_problem_at,
          },
  };
}
