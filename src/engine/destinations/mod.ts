export { afterAttempt, ATTEMPTS_MAX, type Failing, retryAfterOf } from './attempts.ts';
export { isMailAddress, ownerAddress } from './owner-address.ts';
export {
  DELIVERY_STATES,
  type DeliveryKind,
  type DeliveryState,
  DESTINATION_KINDS,
  type DestinationKind,
  type EventKind,
  EVENTS,
  takesEvents,
  TICKET_STATES,
  type TicketState,
} from './words.ts';
