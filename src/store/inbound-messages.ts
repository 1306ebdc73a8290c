import type { Tx } from './store.ts';

export interface InboundMessageTables {
  inbound_message: {
    destination_id: string;
    id: string;
    digest: Buffer;
    ticket_id: string;
    said_at: Date;
    taken_at: Date;
  };
}

/** A signed message of a destination about one ticket. */
export interface InboundMessage {
  readonly destinationId: string;
  /** The sender's own, the same when it sends the message again. */
  readonly id: string;
  /** SHA-256 of the body. */
  readonly digest: Uint8Array;
  readonly ticketId: string;
  /** When what it tells came about. */
  readonly saidAt: Date;
  readonly takenAt: Date;
}

/** The destination is locked: nobody takes another with this id meanwhile. */
export async function insertInboundMessage(tx: Tx, it: InboundMessage): Promise<void> {
  await tx
    .insertInto('inbound_message')
    .values({
      destination_id: it.destinationId,
      id: it.id,
      digest: Buffer.from(it.digest),
      ticket_id: it.ticketId,
      said_at: it.saidAt,
      taken_at: it.takenAt,
    })
    .execute();
}

/** Digest of the body that came with this id before; null: none did. */
export async function findInboundDigest(
  tx: Tx,
  { destinationId, id }: Pick<InboundMessage, 'destinationId' | 'id'>,
): Promise<Uint8Array | null> {
  const row = await tx
    .selectFrom('inbound_message')
    .select('digest')
    .where('destination_id', '=', destinationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.digest ?? null;
}

/** When the latest thing came about that was ever told of a ticket; null: nothing was. */
export async function latestSaid(tx: Tx, ticketId: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('inbound_message')
    .select('said_at')
    .where('ticket_id', '=', ticketId)
    .orderBy('said_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.said_at ?? null;
}

export async function deleteInboundMessagesBefore(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('inbound_message').where('taken_at', '<', before).execute();
}
