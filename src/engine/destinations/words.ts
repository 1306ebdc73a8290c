/** What takes notices and tickets outside Patchward. */
export const DESTINATION_KINDS = ['webhook', 'servicenow', 'jira', 'email'] as const;
export type DestinationKind = (typeof DESTINATION_KINDS)[number];

/** What can be told to a destination; names go over the wire and never change. */
export const EVENTS = [
  'findings.due',
  'decision.requested',
  'decision.approved',
  'decision.ended',
  'feed.in-doubt',
  'feed.sound',
  'device.unregistered',
  'reconciliation.waiting',
  'import.finished',
] as const;
export type EventKind = (typeof EVENTS)[number];

/** Whether a mailbox is told at once; everything else is collected, so that nobody's mail is flooded. */
export function isAtOnce(event: EventKind): boolean {
  return event === 'feed.in-doubt' || event === 'findings.due';
}

/** What a delivery is: an event, a ticket to be opened, or a trial. */
export type DeliveryKind = EventKind | 'ticket.open' | 'test';

/** Only these take events; the others take tickets alone. */
export function takesEvents(kind: DestinationKind): boolean {
  return kind === 'webhook' || kind === 'email';
}

/** `waiting`: not tried yet · `failed`: tried in vain, and tried again · `given-up`: tried in vain for the last time. */
export const DELIVERY_STATES = ['waiting', 'failed', 'delivered', 'given-up'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** How far a ticket is. `asked`: the other side has not confirmed it yet · `unanswered`: it could not be handed over. */
export const TICKET_STATES = ['asked', 'unanswered', 'open', 'settled'] as const;
export type TicketState = (typeof TICKET_STATES)[number];
