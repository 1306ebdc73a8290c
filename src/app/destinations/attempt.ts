import type { TicketNews } from '#store/tickets';

/** How much of an answer is kept for people to look at. */
export const EXCERPT_CHARACTERS = 1000;
/** Of a whole exchange with a destination. */
export const TIMEOUT_MS = 15_000;
export const ANSWER_BYTES_MAX = 1_000_000;

/** What came of handing something over once. */
export interface Handed {
  /** Null: there was no answer. */
  readonly status: number | null;
  /** Why it was in vain; null: it was not. */
  readonly problem: string | null;
  readonly answer: string | null;
  readonly retryAfter: string | null;
  /** Whether nobody was there, so that what else waits for it need not be tried now. */
  readonly isUnreachable: boolean;
  /** What the answer tells of the ticket; null: nothing, or there is none. */
  readonly news: TicketNews | null;
}

export const handedOver = (
  status: number | null,
  answer: string,
  news: TicketNews | null = null,
): Handed => ({
  status,
  problem: null,
  answer: answer.slice(0, EXCERPT_CHARACTERS),
  retryAfter: null,
  isUnreachable: false,
  news,
});

export const inVain = (problem: string, over: Partial<Handed> = {}): Handed => ({
  status: null,
  answer: null,
  retryAfter: null,
  isUnreachable: false,
  news: null,
  ...over,
  problem,
});
