import type { Tier } from '#engine/words';
import type { TicketNews } from '#store/tickets';

/** What is handed to a ticket system. */
export interface TicketText {
  readonly correlationId: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** The most urgent of its findings. */
  readonly tier: Tier;
}

interface Answered {
  readonly status: number;
  /** How the answer begins. */
  readonly text: string;
}

/** A system that keeps tickets. Every act throws `Declined` or `CannotFetch`. */
export interface TicketDesk {
  /** The ticket with a correlation id; null: there is none. */
  find(correlationId: string): Promise<(Answered & { readonly news: TicketNews }) | null>;
  open(it: TicketText): Promise<Answered & { readonly news: TicketNews }>;
  /** What is told of tickets, by their id there; one that is not told of is no longer there. */
  read(
    tickets: readonly { readonly correlationId: string; readonly externalId: string }[],
  ): Promise<ReadonlyMap<string, TicketNews>>;
  /** Asks something that changes nothing. */
  tryOut(): Promise<Answered>;
}
