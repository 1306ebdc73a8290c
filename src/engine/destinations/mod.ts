export { afterAttempt, ATTEMPTS_MAX, retryAfterOf, standingAfter } from './attempts.ts';
export { isMailAddress, ownerAddress } from './owner-address.ts';
export {
  DELIVERY_STATES,
  type DeliveryKind,
  type DeliveryState,
  DESTINATION_KINDS,
  type DestinationKind,
  type EventKind,
  EVENTS,
  isAtOnce,
  takesEvents,
  TICKET_STATES,
  type TicketState,
} from './words.ts';
