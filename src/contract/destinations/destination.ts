import * as z from 'zod';
import { DELIVERY_STATES, DESTINATION_KINDS, EVENTS, TICKET_STATES } from '#engine/destinations';

const Instant = z.iso.datetime();
const Count = z.number().int().nonnegative();
const Url = z.url({ protocol: /^https?$/ }).max(2000);
const User = z.string().trim().min(1).max(200).nullable();
const Address = z.string().trim().min(3).max(254);

const PlaceView = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('webhook'), url: Url }),
  z.strictObject({
    kind: z.literal('servicenow'),
    /** Of the instance: `https://hospital.service-now.com`. */
    url: Url,
    table: z
      .string()
      .trim()
      .regex(/^[a-z\d_]{1,80}$/, 'Name a table, such as incident'),
    /** Null: the secret is a token of its own. */
    user: User,
  }),
  z.strictObject({
    kind: z.literal('jira'),
    url: Url,
    edition: z.enum(['cloud', 'data-center']),
    /** Key of the project. */
    project: z
      .string()
      .trim()
      .regex(/^[A-Z][A-Z\d_]{0,50}$/, 'Write the key of a project, such as MED'),
    issueType: z.string().trim().min(1).max(100),
    user: User,
  }),
  z.strictObject({
    kind: z.literal('email'),
    host: z
      .string()
      .trim()
      .regex(/^[\w.:-]{1,253}$/, 'Write the name or address of a mail server'),
    port: z.number().int().min(1).max(65_535),
    /** `tls`: from the first byte; `starttls`: or nothing is sent; `offered`: when the server offers it. */
    encryption: z.enum(['tls', 'starttls', 'offered']),
    user: User,
    from: Address,
    to: z.array(Address).min(1).max(50).readonly(),
    /** Whether what is due goes to the owners of departments, each their own. */
    owners: z.boolean(),
  }),
]);

const Events = z.array(z.enum(EVENTS)).max(EVENTS.length);
const Name = z.string().trim().min(1).max(100);
/** Kept encrypted, and never told again. */
const SecretOrder = z.string().min(1).max(4000);

export const DestinationOrder = z.strictObject({
  name: Name,
  place: PlaceView,
  events: Events.default([]),
  /** Token or password; webhooks are signed with a secret that the answer tells. */
  secret: SecretOrder.nullable().default(null),
});

export const DestinationChange = z.strictObject({
  version: z.number().int(),
  name: Name.optional(),
  place: PlaceView.optional(),
  events: Events.optional(),
  secret: SecretOrder.optional(),
  isOn: z.boolean().optional(),
});

export const DestinationView = z.object({
  id: z.string(),
  name: z.string(),
  place: PlaceView,
  hasSecret: z.boolean(),
  events: Events.readonly(),
  version: z.number().int(),
  changedAt: Instant,
  changedBy: z.string(),
  isOn: z.boolean(),
  /** Why it was switched off by itself; null: it was not. */
  disabledBecause: z.string().nullable(),
  /** Attempts in vain since something last got through, and why the last one was. */
  failures: Count,
  failingSince: Instant.nullable(),
  problem: z.string().nullable(),
  lastSuccessAt: Instant.nullable(),
  /** How it writes back how tickets stand, in signed messages; null: it may not. */
  inbound: z
    .object({
      lastAt: Instant.nullable(),
      /** Why a message was refused since one was last taken; null: none was. */
      problem: z.string().nullable(),
      problemAt: Instant.nullable(),
    })
    .nullable(),
  /** What its outbox holds. */
  waiting: Count,
  givenUp: Count,
  delivered: Count,
});
export type DestinationView = z.output<typeof DestinationView>;

export const DeliveryView = z.object({
  id: z.string(),
  /** An event, `ticket.open` or `test`. */
  event: z.string(),
  title: z.string(),
  lines: z.array(z.string()).readonly(),
  ticketId: z.string().nullable(),
  createdAt: Instant,
  state: z.enum(DELIVERY_STATES),
  /** Null: not by itself. */
  nextAttemptAt: Instant.nullable(),
  attempts: z
    .array(
      z.object({
        no: z.number().int(),
        at: Instant,
        tookMs: Count,
        /** Null: there was no answer. */
        status: z.number().int().nullable(),
        /** Null: it was delivered. */
        problem: z.string().nullable(),
        /** How the answer begins. */
        answer: z.string().nullable(),
      }),
    )
    .readonly(),
});
export type DeliveryView = z.output<typeof DeliveryView>;

const Word = z.string().trim().min(1).max(200);

/** What the other system says of a ticket; what is left out stays as it is. */
export const TicketWord = z.strictObject({
  key: Word.optional(),
  /** In the words of the other system. */
  status: Word.optional(),
  link: Url.optional(),
  settled: z.boolean().optional(),
});

/** A signed message of a destination; fields that are not known are passed over. */
export const TicketNews = z.object({
  type: z.literal('ticket.changed'),
  /** When it came about. */
  timestamp: z.iso.datetime({ offset: true }),
  data: z.object({
    /** The id that the ticket was handed over with. */
    ticketId: z.uuid(),
    ...TicketWord.shape,
  }),
});

export const TicketView = z.object({
  /** Goes along as correlation id. */
  id: z.string(),
  destination: z.object({
    /** Null: it is no more. */
    id: z.string().nullable(),
    name: z.string(),
    kind: z.enum(DESTINATION_KINDS),
  }),
  title: z.string(),
  filter: z.string(),
  note: z.string().nullable(),
  /** When it was opened. */
  findings: Count,
  devices: Count,
  openedAt: Instant,
  openedBy: z.string(),
  state: z.enum(TICKET_STATES),
  key: z.string().nullable(),
  /** In the words of the other system. */
  status: z.string().nullable(),
  link: z.string().nullable(),
  toldAt: Instant.nullable(),
  /** Why its status could not be read last. */
  readProblem: z.string().nullable(),
});
export type TicketView = z.output<typeof TicketView>;
