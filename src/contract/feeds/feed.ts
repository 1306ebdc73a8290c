import * as z from 'zod';
import { FEED_CONCERNS, FEED_STATES } from '#engine/measure';
import { FEED_KINDS, FEED_SOURCES } from '#engine/words';

const count = z.number().int().nonnegative();
const instant = z.iso.datetime();

/** A line of the ledger: what a feed is, and how it stands. */
export const FeedView = z.object({
  id: z.string(),
  source: z.enum(FEED_SOURCES),
  name: z.string(),
  /** Web address, or folder on the server; null: its files are brought by hand. */
  address: z.string().nullable(),
  origin: z.enum(['known', 'added', 'start', 'sample', 'demonstration']),
  isEnabled: z.boolean(),
  everyMinutes: count,
  /** Hours after which what it brought is stale; null: it does not age. */
  ageHoursMax: count.nullable(),
  hasApiKey: z.boolean(),
  state: z.enum(FEED_STATES),
  /** What of a finding it can change. */
  concerns: z.array(z.enum(FEED_CONCERNS)).readonly(),
  /** What it brought so far. */
  kinds: z.array(z.enum(FEED_KINDS)).readonly(),
  /** Instant for which what it brought holds; null: it brought nothing yet. */
  asOf: instant.nullable(),
  lastAttemptAt: instant.nullable(),
  lastSuccessAt: instant.nullable(),
  nextRunAt: instant.nullable(),
  /** Why the last attempt failed; null: it did not. */
  problem: z.string().nullable(),
  /** Records it says it has; null: it does not say. */
  expected: count.nullable(),
  loaded: count,
  quarantined: count,
  files: count,
  bytes: count,
  /** What is known to be missing. */
  gaps: z.array(z.string()).readonly(),
  /** Who signed the bundle that brought it; null: it came by itself. */
  carriedBy: z.string().nullable(),
  /** The job that reads it now; null: none does. */
  jobId: z.string().nullable(),
  version: z.number().int(),
});
export type FeedView = z.output<typeof FeedView>;

/** How far findings can be leaned on. */
export const FeedStanding = z.object({
  /** The oldest instant for which what findings rest on holds; null: nothing was read yet. */
  asOf: instant.nullable(),
  /** Feeds that fail, are stale, or never answered: what rests on them is no good news. */
  inDoubt: z
    .array(FeedView.pick({ id: true, name: true, state: true, asOf: true, problem: true, concerns: true }))
    .readonly(),
});
export type FeedStanding = z.output<typeof FeedStanding>;

/** One attempt to read a feed. */
export const FeedRunView = z.object({
  id: z.string(),
  state: z.enum(['running', 'loaded', 'unchanged', 'failed', 'interrupted']),
  startedAt: instant,
  endedAt: instant.nullable(),
  askedBy: z.string(),
  requests: count,
  bytes: count,
  files: count,
  expected: count.nullable(),
  loaded: count.nullable(),
  quarantined: count.nullable(),
  problem: z.string().nullable(),
});
export type FeedRunView = z.output<typeof FeedRunView>;

/** A record that could not be taken. */
export const QuarantinedRecord = z.object({
  file: z.string(),
  line: z.number().int().nullable(),
  field: z.string().nullable(),
  reason: z.string(),
  /** As it stands there, cut short. */
  raw: z.string().nullable(),
});
export type QuarantinedRecord = z.output<typeof QuarantinedRecord>;

/** What one edition of the compiled feeds says that the one before did not. */
export const EditionView = z.object({
  no: z.number().int(),
  madeAt: instant,
  vulnerabilities: count,
  products: count,
  added: count,
  changed: count,
  gone: count,
  /** Some of them by id. */
  names: z.object({
    added: z.array(z.string()).readonly(),
    changed: z.array(z.string()).readonly(),
    gone: z.array(z.string()).readonly(),
  }),
  feeds: z.array(z.object({ id: z.string(), name: z.string(), asOf: instant.nullable() })).readonly(),
});
export type EditionView = z.output<typeof EditionView>;

const Key = z.object({
  /** Name of the instance that signs with it. */
  name: z.string(),
  /** Ed25519, base64. */
  publicKey: z.string(),
  /** What people compare, and addresses name it by. */
  fingerprint: z.string(),
});

/** Whose bundles are taken in. */
export const BundleKeysView = z.object({
  /** With which this instance signs its own. */
  own: Key,
  trusted: z.array(Key.extend({ trustedAt: instant, trustedBy: z.string() })).readonly(),
});
export type BundleKeysView = z.output<typeof BundleKeysView>;
