import * as z from 'zod';
import { FEED_KINDS } from '#engine/words';
import { JobView } from '../jobs/routes.ts';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';
import {
  BundleKeysView,
  EditionView,
  FeedRunView,
  FeedStanding,
  FeedView,
  QuarantinedRecord,
} from './feed.ts';

const OneFeed = z.object({ id: z.string().max(100) });
const FeedName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u, 'No control characters');
const WebAddress = z.string().trim().max(500);

export const listFeeds = route({
  method: 'GET',
  path: '/api/v1/feeds',
  permission: 'findings.read',
  summary: 'The ledger of feeds: what each is, how it stands, what it brought and what is missing',
  response: z.object({ items: z.array(FeedView).readonly() }),
});

export const readFeedStanding = route({
  method: 'GET',
  path: '/api/v1/feeds/standing',
  permission: 'findings.read',
  summary: 'As of when findings hold, and which feeds cannot be leaned on now',
  response: FeedStanding,
});

export const readFeed = route({
  method: 'GET',
  path: '/api/v1/feeds/:id',
  permission: 'findings.read',
  summary: 'One feed',
  params: OneFeed,
  response: FeedView,
});

export const addFeed = route({
  method: 'POST',
  path: '/api/v1/feeds',
  permission: 'feeds.manage',
  summary:
    'Add a provider of CSAF advisories by the address of its metadata, or a feed whose files are brought',
  body: z.discriminatedUnion('source', [
    z.object({ source: z.literal('csaf-provider'), name: FeedName, address: WebAddress }),
    z.object({ source: z.literal('files'), name: FeedName }),
  ]),
  response: FeedView,
  status: 201,
});

export const editFeed = route({
  method: 'PATCH',
  path: '/api/v1/feeds/:id',
  permission: 'feeds.manage',
  summary:
    'Switch a feed on or off, say how often it is asked and when it is stale, set its key. 412 when somebody else was first',
  params: OneFeed,
  body: z.strictObject({
    version: z.number().int(),
    isEnabled: z.boolean().optional(),
    name: FeedName.optional(),
    address: WebAddress.optional(),
    everyMinutes: z.number().int().min(30).max(43_200).optional(),
    ageHoursMax: z.number().int().min(1).max(8760).optional(),
    /** Null takes it away. */
    apiKey: z.string().trim().min(1).max(200).nullable().optional(),
  }),
  response: FeedView,
});

export const removeFeed = route({
  method: 'DELETE',
  path: '/api/v1/feeds/:id',
  permission: 'feeds.manage',
  summary: 'Remove a feed that somebody added, with all it brought; findings that rest on it alone close',
  params: OneFeed,
  response: z.undefined(),
  status: 204,
});

export const syncFeed = route({
  method: 'POST',
  path: '/api/v1/feeds/:id/sync',
  permission: 'feeds.manage',
  summary: 'Read a feed now',
  params: OneFeed,
  body: z.object({
    /** Take it even where it brings much less than before. */
    acceptShorter: z.boolean().default(false),
  }),
  response: JobView,
  status: 202,
});

export const bringFeedFile = route({
  method: 'POST',
  path: '/api/v1/feeds/:id/files',
  permission: 'feeds.manage',
  summary: 'Bring a file for a feed whose files are brought by hand, in any format that feeds come in',
  params: OneFeed,
  upload: z.object({}),
  response: JobView,
  status: 202,
});

export const listBroughtFiles = route({
  method: 'GET',
  path: '/api/v1/feeds/:id/files',
  permission: 'findings.read',
  summary: 'Files that were brought to a feed by hand and count, by name',
  params: OneFeed,
  response: z.object({
    items: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          bytes: z.number().int(),
          kinds: z.array(z.enum(FEED_KINDS)).readonly(),
          loaded: z.number().int(),
          quarantined: z.number().int(),
          broughtAt: z.iso.datetime(),
        }),
      )
      .readonly(),
  }),
});

export const dropBroughtFile = route({
  method: 'DELETE',
  path: '/api/v1/feeds/:id/files/:fileId',
  permission: 'feeds.manage',
  summary: 'Take a file back that was brought by hand: what rests on it alone closes',
  params: OneFeed.extend({ fileId: z.uuid() }),
  response: z.undefined(),
  status: 204,
});

export const listFeedRuns = route({
  method: 'GET',
  path: '/api/v1/feeds/:id/runs',
  permission: 'findings.read',
  summary: 'Attempts to read a feed, the newest first',
  params: OneFeed,
  query: PageQuery,
  response: pageOf(FeedRunView),
});

export const listQuarantine = route({
  method: 'GET',
  path: '/api/v1/feeds/:id/quarantine',
  permission: 'findings.read',
  summary: 'Records of a feed that could not be taken, each with its reason',
  params: OneFeed,
  query: PageQuery,
  response: pageOf(QuarantinedRecord),
});

export const downloadQuarantine = route({
  method: 'GET',
  path: '/api/v1/feeds/:id/quarantine/file',
  permission: 'findings.read',
  summary: 'The same as a CSV file',
  params: OneFeed,
  response: z.string(),
  media: 'application/octet-stream',
});

export const listEditions = route({
  method: 'GET',
  path: '/api/v1/feeds/editions',
  permission: 'findings.read',
  summary: 'Editions of the compiled feeds, the newest first: what each says that the one before did not',
  query: PageQuery,
  response: pageOf(EditionView),
});

export const downloadBundle = route({
  method: 'GET',
  path: '/api/v1/feeds/bundle',
  permission: 'feeds.manage',
  summary: 'Everything the feeds brought as one signed file, for an instance that no network reaches',
  response: z.string(),
  media: 'application/octet-stream',
});

export const importBundle = route({
  method: 'POST',
  path: '/api/v1/feeds/bundles',
  permission: 'feeds.manage',
  summary:
    'Take a signed bundle of feeds in: its signature and every byte are checked before any of it counts',
  query: z.object({
    /** Take it even where it holds much less than what is here, or is older. */
    acceptShorter: z.enum(['yes', 'no']).default('no'),
  }),
  upload: z.object({}),
  response: JobView,
  status: 202,
});

export const listBundleKeys = route({
  method: 'GET',
  path: '/api/v1/feeds/keys',
  permission: 'feeds.manage',
  summary: 'Whose bundles are taken in, and the key with which this instance signs its own',
  response: BundleKeysView,
});

export const trustBundleKey = route({
  method: 'POST',
  path: '/api/v1/feeds/keys',
  permission: 'feeds.manage',
  summary: 'Take bundles of another instance in from now on',
  body: z.object({ name: FeedName, publicKey: z.string().trim().max(100) }),
  response: BundleKeysView,
  status: 201,
});

export const distrustBundleKey = route({
  method: 'DELETE',
  path: '/api/v1/feeds/keys/:fingerprint',
  permission: 'feeds.manage',
  summary: 'Take no more bundles of an instance in; what they brought stays',
  params: z.object({ fingerprint: z.string().max(64) }),
  response: z.undefined(),
  status: 204,
});
