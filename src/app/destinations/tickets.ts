import type { Scope } from '#engine/access';
import type { DestinationKind, TicketState } from '#engine/destinations';
import { type Destination, findDestination, listDestinations, lockDestination } from '#store/destinations';
import type { FindingSelection } from '#store/findings';
import type { Tx } from '#store/store';
import {
  countForTicket,
  countTickets,
  findTicket,
  insertTicket,
  listTicketsBefore,
  listTicketsOver,
  lockTicket,
  nameTicket,
  type Ticket,
  updateTicket,
} from '#store/tickets';
import { act, type AuditNote, see, seenScopes } from '../act.ts';
import type { Context } from '../context.ts';
import { authorOf } from '../inventory/import-access.ts';
import { Refused } from '../refusal.ts';
import { asks, filterOf } from '../vulnerabilities/findings.ts';
import { post } from './announce.ts';
import { noSuchDestination } from './destinations.ts';
import { ticketWords } from './ticket-text.ts';

const TRIAGE = { permission: 'findings.triage', subject: 'anywhere' } as const;
/** So much may still be handed to somebody as one piece of work. */
const FINDINGS_MAX = 20_000;

/** Where tickets can be opened, for whoever may open them. */
export interface TicketDestination {
  readonly id: string;
  readonly name: string;
  readonly kind: DestinationKind;
  /** Null: it can be. */
  readonly closedBecause: string | null;
}

export async function listTicketDestinations(ctx: Context): Promise<readonly TicketDestination[]> {
  return see(ctx, 'findings.triage', async (db) =>
    (await listDestinations(db)).map((it) => ({
      id: it.id,
      name: it.name,
      kind: it.place.kind,
      closedBecause: closedBecause(it),
    })),
  );
}

function closedBecause({ isOn, disabledBecause }: Destination): string | null {
  return isOn ? null : `It is switched off${disabledBecause === null ? '' : `: ${disabledBecause}`}`;
}

export interface TicketWish {
  readonly destinationId: string;
  /** Findings of each ticket, in the one filter grammar. */
  readonly filters: readonly string[];
  readonly note: string | null;
}

export interface TicketPreview {
  readonly filter: string;
  /** What a ticket would be new for. */
  readonly findings: number;
  readonly devices: number;
  /** What a ticket there covers already. */
  readonly covered: number;
}

export async function previewTickets(ctx: Context, wish: TicketWish): Promise<readonly TicketPreview[]> {
  return see(ctx, 'findings.triage', async (db, scopes) => {
    if ((await findDestination(db, wish.destinationId)) === null) throw noSuchDestination(wish.destinationId);
    const previews: TicketPreview[] = [];
    for (const filter of wish.filters)
      previews.push({
        filter,
        ...(await countForTicket(db, wish.destinationId, selectionOf(ctx, filter, scopes))),
      });
    return previews;
  });
}

export interface OpenedTicket {
  readonly ticket: Ticket;
  /** Whether it was made now; else it covers these findings already. */
  readonly isNew: boolean;
}

/**
 * Asks another system for a ticket over findings; it is handed over by the outbox. What an unsettled ticket there covers
 * already gets no second one, however often it is asked for.
 * @param origin address of this server, for links; null: it is not known
 */
export async function openTickets(
  ctx: Context,
  wish: TicketWish,
  origin: string | null,
): Promise<readonly OpenedTicket[]> {
  const opened = await act(ctx, TRIAGE, async (tx) => {
    const destination = await lockDestination(tx, wish.destinationId);
    if (destination === null) throw noSuchDestination(wish.destinationId);
    const closed = closedBecause(destination);
    if (closed !== null)
      throw new Refused({
        code: 'conflict',
        because: `Cannot open a ticket at ${destination.name}: ${closed}`,
      });
    const all: OpenedTicket[] = [];
    for (const filter of wish.filters)
      all.push(...(await openOne(ctx, tx, destination, { filter, note: wish.note, origin })));
    // Of several, those that are settled by now need none; where that is all of them, whoever asks should know.
    if (all.length === 0)
      throw new Refused({
        code: 'conflict',
        because: `Cannot open a ticket: no open finding matches ${wish.filters.join(', nor ') || 'here'}`,
      });
    return { value: all, audit: all.filter((it) => it.isNew).map(({ ticket }) => openedNote(ticket)) };
  });
  return opened;
}

function openedNote({ id, title, destinationName, filter, findings, note }: Ticket): AuditNote {
  return {
    act: 'ticket.open',
    subject: { kind: 'ticket', id },
    detail: { title, destination: destinationName, filter, findings, note },
  };
}

async function openOne(
  ctx: Context,
  tx: Tx,
  destination: Destination,
  { filter, note, origin }: { filter: string; note: string | null; origin: string | null },
): Promise<OpenedTicket[]> {
  const selection = selectionOf(ctx, filter, seenScopes(ctx.actor, 'findings.triage'));
  const { findings, covered } = await countForTicket(tx, destination.id, selection);
  if (findings + covered === 0) return [];
  if (findings > FINDINGS_MAX)
    throw new Refused({
      code: 'conflict',
      because: `Cannot open a ticket over ${findings} findings: narrow it to ${FINDINGS_MAX} at most`,
    });
  const existing = await listTicketsOver(tx, destination.id, selection);
  const known = existing.map((ticket) => ({ ticket, isNew: false }));
  if (findings === 0) return known;
  const by = authorOf(ctx.actor);
  const made = {
    id: ctx.newId(),
    destinationId: destination.id,
    destinationName: destination.name,
    kind: destination.place.kind,
    title: '',
    filter,
    note,
    openedAt: ctx.now(),
    openedBy: by.createdBy,
    openedByName: by.createdByName,
  };
  // Somebody else was first, a moment ago.
  if ((await insertTicket(tx, made, selection)) === 0)
    return (await listTicketsOver(tx, destination.id, selection)).map((ticket) => ({ ticket, isNew: false }));
  const page = origin === null ? null : `${origin}/findings?${new URLSearchParams({ filter })}`;
  const words = await ticketWords(tx, made, page);
  await nameTicket(tx, made.id, words);
  await post(ctx, tx, {
    destinationId: destination.id,
    event: 'ticket.open',
    title: words.title,
    content: words.content,
    ticketId: made.id,
  });
  const ticket = await lockTicket(tx, made.id);
  if (ticket === null) throw new Error(`Cannot read ticket ${made.id} that was just made`);
  return [{ ticket, isNew: true }, ...known];
}

/** Decided findings need no ticket, unless they are asked for. */
function selectionOf(ctx: Context, text: string, scopes: readonly Scope[]): FindingSelection {
  const filter = filterOf(ctx, text);
  return { filter, scopes, decided: asks(filter, 'decided') ? 'both' : 'left-out' };
}

export interface TicketAsk {
  readonly destinationId?: string | undefined;
  readonly vulnerability?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly states?: readonly TicketState[] | undefined;
}

/** Tickets about devices the actor sees, the newest first. */
export async function listTickets(
  ctx: Context,
  ask: TicketAsk,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<{ readonly items: readonly Ticket[]; readonly total: number; readonly next: string | null }> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const selection = {
      scopes,
      destinationId: ask.destinationId ?? null,
      vulnerability: ask.vulnerability ?? null,
      deviceId: ask.deviceId ?? null,
      states: ask.states ?? null,
    };
    const found = await listTicketsBefore(db, selection, { before, limit: limit + 1 });
    const items = found.slice(0, limit);
    return {
      items,
      total: await countTickets(db, selection),
      next: found.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  });
}

export async function readTicket(ctx: Context, id: string): Promise<Ticket> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const found = await findTicket(db, id, scopes);
    if (found === null) throw noSuchTicket(id);
    return found;
  });
}

/** What the system that keeps a ticket tells of it; what is left out stays as it is. */
export interface TicketWord {
  readonly key?: string | undefined;
  readonly status?: string | undefined;
  readonly link?: string | undefined;
  readonly settled?: boolean | undefined;
}

/** Writes down what another system says of a ticket, where Patchward cannot ask by itself. */
export async function tellTicket(ctx: Context, id: string, word: TicketWord): Promise<Ticket> {
  await readTicket(ctx, id);
  await act(ctx, TRIAGE, async (tx) => {
    const scopes = seenScopes(ctx.actor, 'findings.triage');
    await lockTicket(tx, id);
    const before = await findTicket(tx, id, scopes);
    if (before === null) throw noSuchTicket(id);
    const after = {
      state: word.settled === undefined ? before.state : word.settled ? 'settled' : 'open',
      externalId: before.externalId,
      key: word.key ?? before.key,
      status: word.status ?? before.status,
      link: word.link ?? before.link,
    } as const;
    await updateTicket(tx, id, after, ctx.now());
    return { value: undefined, audit: toldNote(before, after) };
  });
  return readTicket(ctx, id);
}

/** Null: nothing new was told. */
export function toldNote(before: Ticket, after: Pick<Ticket, 'state' | 'key' | 'status'>): AuditNote | null {
  const same = before.state === after.state && before.key === after.key && before.status === after.status;
  if (same) return null;
  return {
    act: 'ticket.told',
    subject: { kind: 'ticket', id: before.id },
    detail: {
      title: before.title,
      before: { state: before.state, key: before.key, status: before.status },
      after: { state: after.state, key: after.key, status: after.status },
    },
  };
}

function noSuchTicket(id: string): Refused {
  return new Refused({ code: 'not-found', what: `ticket ${id}` });
}
