import type { DeliveryView, DestinationView, TicketView } from '#contract/destinations/destination';
import type { DestinationKind, EventKind } from '#engine/destinations';
import type { Shape, Tone } from '../../../ui/StateShape.tsx';

export const KIND_WORDS = {
  webhook: 'Webhook',
  servicenow: 'ServiceNow',
  jira: 'Jira',
  email: 'E-mail',
} as const satisfies Record<DestinationKind, string>;

export const EVENT_WORDS = {
  'findings.due': 'What is overdue or due soon, once a day',
  'decision.requested': 'A decision waits for approval',
  'decision.approved': 'A decision came into force',
  'decision.ended': 'A decision ended, and its findings are open again',
  'feed.in-doubt': 'A feed fails or is stale',
  'feed.sound': 'A feed is reliable again',
  'device.unregistered': 'Devices on the network that no register knows',
  'reconciliation.waiting': 'A reconciliation waits for signatures',
  'import.finished': 'An import is in the inventory',
} as const satisfies Record<EventKind, string>;

type Look = readonly [Shape, Tone, string];

export function lookOf({ isOn, disabledBecause, failures, lastSuccessAt }: DestinationView): Look {
  if (disabledBecause !== null) return ['octagon', 'bad', 'Switched off by itself'];
  if (!isOn) return ['ring', 'idle', 'Off'];
  if (failures > 0) return ['triangle', 'warn', 'Failing'];
  return lastSuccessAt === null ? ['dashed', 'idle', 'Not tried yet'] : ['check', 'good', 'Delivering'];
}

export function deliveryLook({ state, event }: Pick<DeliveryView, 'state' | 'event'>): Look {
  if (state === 'given-up' && event === 'test') return ['octagon', 'bad', 'Failed'];
  return DELIVERY_LOOKS[state];
}

const DELIVERY_LOOKS: Readonly<Record<DeliveryView['state'], Look>> = {
  waiting: ['half', 'accent', 'Waiting'],
  failed: ['triangle', 'warn', 'Failed, retrying'],
  delivered: ['check', 'good', 'Delivered'],
  'given-up': ['octagon', 'bad', 'Undeliverable'],
};

export function ticketLook({ state, status }: Pick<TicketView, 'state' | 'status'>): Look {
  switch (state) {
    case 'asked':
      return ['half', 'warn', 'On its way'];
    case 'unanswered':
      return ['octagon', 'bad', 'Not handed over'];
    case 'open':
      return ['triangle', 'accent', status ?? 'Handed over'];
    case 'settled':
      return ['check', 'good', status ?? 'Settled'];
  }
}

export function placeWords({ place }: Pick<DestinationView, 'place'>): string {
  switch (place.kind) {
    case 'webhook':
      return new URL(place.url).host;
    case 'servicenow':
      return `${new URL(place.url).host}, table ${place.table}`;
    case 'jira':
      return `${new URL(place.url).host}, project ${place.project}`;
    case 'email':
      return `${place.to.join(', ')} by ${place.host}`;
  }
}
