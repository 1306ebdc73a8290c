import { type ColumnType, type Selectable, sql } from 'kysely';
import type { DeliveryKind, DeliveryState } from '#engine/destinations';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface DeliveryTables {
  delivery: {
    id: string;
    destination_id: string;
    event: DeliveryKind;
    title: string;
    content: ColumnType<DeliveryContent, string, never>;
    ticket_id: string | null;
    created_at: Date;
    state: DeliveryState;
    attempts: number;
    next_attempt_at: Date | null;
    ended_at: Date | null;
  };
  delivery_attempt: {
    delivery_id: string;
    no: number;
    at: Date;
    took_ms: number;
    status: number | null;
    problem: string | null;
    answer: string | null;
  };
}

/** Everything a delivery says. */
export interface DeliveryContent {
  /** For people, line by line. */
  readonly lines: readonly string[];
  /** For programs: the `data` of a webhook. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Mail addresses it goes to in place of the destination's own. */
  readonly to?: readonly string[];
  /** It may go with others in one mail. */
  readonly isCollected?: true;
}

export interface Delivery {
  readonly id: string;
  readonly destinationId: string;
  readonly event: DeliveryKind;
  readonly title: string;
  readonly content: DeliveryContent;
  readonly ticketId: string | null;
  readonly createdAt: Date;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Null: not by itself. */
  readonly nextAttemptAt: Date | null;
  readonly endedAt: Date | null;
}

export interface DeliveryAttempt {
  readonly no: number;
  readonly at: Date;
  readonly tookMs: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  /** Null: it was delivered. */
  readonly problem: string | null;
  /** How the answer begins. */
  readonly answer: string | null;
}

/** Puts something into the outbox, in the transaction of the act it tells of. */
export async function insertDelivery(
  tx: Tx,
  it: Pick<
    Delivery,
    'id' | 'destinationId' | 'event' | 'title' | 'content' | 'ticketId' | 'createdAt' | 'nextAttemptAt'
  >,
): Promise<void> {
  await tx
    .insertInto('delivery')
    .values({
      id: it.id,
      destination_id: it.destinationId,
      event: it.event,
      title: storableText(it.title),
      content: storableJson(it.content),
      ticket_id: it.ticketId,
      created_at: it.createdAt,
      state: 'waiting',
      attempts: 0,
      next_attempt_at: it.nextAttemptAt,
      ended_at: null,
    })
    .execute();
}

/** Those whose time has come at destinations that are on: of each destination the ones that waited longest. */
export async function listDueDeliveries(
  db: Db,
  { now, each }: { readonly now: Date; readonly each: number },
): Promise<Delivery[]> {
  const { rows } = await sql<Selectable<DeliveryTables['delivery']>>`
    select due.* from destination, lateral (
      select * from delivery where destination_id = destination.id and next_attempt_at <= ${now}
      order by next_attempt_at, id limit ${each}) due
    where is_on order by due.next_attempt_at, due.id
  `.execute(db);
  return rows.map(deliveryOf);
}

export async function findDelivery(db: Db | Tx, id: string): Promise<Delivery | null> {
  const row = await db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : deliveryOf(row);
}

export async function lockDelivery(tx: Tx, id: string): Promise<Delivery | null> {
  const row = await tx.selectFrom('delivery').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : deliveryOf(row);
}

export interface DeliverySelection {
  readonly destinationId: string;
  readonly state: DeliveryState | null;
}

/** Newest first, below an id. */
export async function listDeliveriesBefore(
  db: Db,
  selection: DeliverySelection,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<Delivery[]> {
  let query = selected(db, selection).selectAll();
  if (before !== null) query = query.where('id', '<', before);
  return (await query.orderBy('id', 'desc').limit(limit).execute()).map(deliveryOf);
}

export async function countDeliveries(db: Db, selection: DeliverySelection): Promise<number> {
  const { count } = await selected(db, selection)
    .select((it) => it.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

function selected(db: Db, { destinationId, state }: DeliverySelection) {
  const query = db.selectFrom('delivery').where('destination_id', '=', destinationId);
  return state === null ? query : query.where('state', '=', state);
}

/** How many deliveries of each destination are in each state. */
export async function countDeliveryStates(
  db: Db | Tx,
): Promise<ReadonlyMap<string, Readonly<Partial<Record<DeliveryState, number>>>>> {
  const rows = await db
    .selectFrom('delivery')
    .select(['destination_id', 'state', (it) => it.fn.countAll<string>().as('count')])
    .groupBy(['destination_id', 'state'])
    .execute();
  return new Map(
    [...Map.groupBy(rows, (it) => it.destination_id)].map(([id, its]) => [
      id,
      Object.fromEntries(its.map((it) => [it.state, Number(it.count)])),
    ]),
  );
}

/** Notes an attempt, and what became of the delivery. */
export async function insertAttempt(
  tx: Tx,
  { id, state, nextAttemptAt, endedAt }: Pick<Delivery, 'id' | 'state' | 'nextAttemptAt' | 'endedAt'>,
  it: DeliveryAttempt,
): Promise<void> {
  await tx
    .insertInto('delivery_attempt')
    .values({
      delivery_id: id,
      no: it.no,
      at: it.at,
      took_ms: it.tookMs,
      status: it.status,
      problem: it.problem === null ? null : storableText(it.problem),
      answer: it.answer === null ? null : storableText(it.answer),
    })
    .execute();
  await tx
    .updateTable('delivery')
    .set({ state, attempts: it.no, next_attempt_at: nextAttemptAt, ended_at: endedAt })
    .where('id', '=', id)
    .execute();
}

/** Has one that was given up, or that waits for its time, tried again. */
export async function tryAgain(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({
      state: sql`case when attempts = 0 then 'waiting' else 'failed' end`,
      next_attempt_at: at,
      ended_at: null,
    })
    .where('id', '=', id)
    .execute();
}

/** Has everything that waits for a destination tried at once. */
export async function hurryDeliveries(tx: Tx, destinationId: string, at: Date): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ next_attempt_at: at })
    .where('destination_id', '=', destinationId)
    .where('next_attempt_at', '>', at)
    .execute();
}

/** In order, the last ones where there are more. */
export async function listAttempts(db: Db, deliveryId: string, limit: number): Promise<DeliveryAttempt[]> {
  const rows = await db
    .selectFrom('delivery_attempt')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .orderBy('no', 'desc')
    .limit(limit)
    .execute();
  return rows.toReversed().map(({ no, at, took_ms: tookMs, status, problem, answer }) => ({
    no,
    at,
    tookMs,
    status,
    problem,
    answer,
  }));
}

/** Forgets what was delivered or given up long ago. @returns how many */
export async function deleteDeliveriesEndedBefore(tx: Tx, before: Date): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('delivery')
    .where('ended_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

function deliveryOf(row: Selectable<DeliveryTables['delivery']>): Delivery {
  return {
    id: row.id,
    destinationId: row.destination_id,
    event: row.event,
    title: row.title,
    content: row.content,
    ticketId: row.ticket_id,
    createdAt: row.created_at,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    endedAt: row.ended_at,
  };
}
