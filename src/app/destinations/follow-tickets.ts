import { type Destination, listDestinations } from '#store/destinations';
import { listFollowed, lockTicket, noteReadProblem, type Ticket, updateTicket } from '#store/tickets';
import { actUnasked } from '../act.ts';
import type { Context } from '../context.ts';
import type { Reconciler } from '../jobs/kind.ts';
import { CannotFetch } from '../outgoing/cannot-fetch.ts';
import { Declined } from './answer-json.ts';
import { deskOf } from './hand-over.ts';
import type { TicketDesk } from './ticket-desk.ts';
import { toldNote } from './tickets.ts';

const AT_ONCE = 50;
/** One that was settled may be opened again; after so long nobody looks any more. */
const SETTLED_FOLLOWED_MS = 30 * 86_400_000;

/** Asks ticket systems how the tickets stand that were opened there. */
export const followTickets: Reconciler = {
  name: 'ticket.follow',
  words: 'Ask ticket systems how tickets stand',
  everyMinutes: 5,
  run: async (ctx, { signal, log }) => {
    let changed = 0;
    for (const it of await listDestinations(ctx.store.db)) {
      if (!it.isOn || (it.place.kind !== 'servicenow' && it.place.kind !== 'jira')) continue;
      signal.throwIfAborted();
      changed += await followAt(ctx, it, log);
    }
    return changed === 0 ? null : `${changed} tickets changed`;
  },
};

/** @returns how many tickets changed */
async function followAt(
  ctx: Context,
  destination: Destination,
  log: (line: string) => void,
): Promise<number> {
  const settledSince = new Date(ctx.now().getTime() - SETTLED_FOLLOWED_MS);
  const desk = deskOf(ctx, destination);
  let changed = 0;
  for (let after: string | null = null; ; ) {
    const tickets: Ticket[] = await listFollowed(ctx.store.db, destination.id, {
      settledSince,
      after,
      limit: AT_ONCE,
    });
    if (tickets.length === 0) return changed;
    const outcome = await readFrom(desk, tickets);
    if ('problem' in outcome) {
      log(`Tickets at ${destination.name} could not be read: ${outcome.problem}`);
      await noteProblem(ctx, tickets, outcome.problem);
      return changed;
    }
    for (const it of tickets) if (await keepNews(ctx, it, outcome.news)) changed += 1;
    after = tickets.at(-1)?.id ?? null;
  }
}

type News = Awaited<ReturnType<TicketDesk['read']>>;

async function readFrom(
  desk: TicketDesk,
  tickets: readonly Ticket[],
): Promise<{ readonly news: News } | { readonly problem: string }> {
  try {
    return {
      news: await desk.read(
        tickets.flatMap(({ id, externalId }) =>
          externalId === null ? [] : [{ correlationId: id, externalId }],
        ),
      ),
    };
  } catch (error) {
    if (error instanceof Declined || error instanceof CannotFetch) return { problem: error.message };
    throw error;
  }
}

async function noteProblem(ctx: Context, tickets: readonly Ticket[], problem: string): Promise<void> {
  await ctx.store.db.transaction().execute(async (tx) => {
    await ctx.fence?.(tx);
    await noteReadProblem(
      tx,
      tickets.map((it) => it.id),
      problem,
    );
  });
}

/** @returns whether it is news */
async function keepNews(ctx: Context, { id, externalId }: Ticket, news: News): Promise<boolean> {
  return actUnasked(ctx, async (tx) => {
    const before = await lockTicket(tx, id);
    if (before === null || externalId === null) return { value: false, audit: null };
    const told = news.get(externalId);
    if (told === undefined) {
      await noteReadProblem(tx, [id], 'It is not there any more, or may not be read');
      return { value: false, audit: null };
    }
    await updateTicket(tx, id, told, ctx.now());
    const audit = toldNote(before, told);
    return { value: audit !== null, audit };
  });
}
