import { isOnline } from '#engine/words';
import {
  deleteFeed,
  type Feed,
  insertFeeds,
  lockFeed,
  updateFeedSettings,
  updateFeedState,
} from '#store/feeds';
import type { Tx } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { CannotFetch } from '../outgoing/cannot-fetch.ts';
import { readOutgoingUrl } from '../outgoing/destination.ts';
import { Refused } from '../refusal.ts';
import { holdKey } from '../secrets/hold-key.ts';
import { startRebuilding } from '../vulnerabilities/rebuild-catalogue.ts';
import { usualSettings } from './known-feeds.ts';
import { keyPurpose } from './sync.ts';

/** A feed that a person names: a provider of advisories, or files brought under a name of their own. */
export interface FeedOrder {
  readonly source: 'csaf-provider' | 'files';
  readonly name: string;
  readonly address: string | null;
}

/** Adds a feed; one that is asked is switched on by itself. @returns its id */
export async function addFeed(ctx: Context, { source, name, address }: FeedOrder): Promise<string> {
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const id = `${source === 'files' ? 'files' : 'csaf'}-${ctx.newId().slice(-12)}`;
    const place = source === 'files' ? null : webAddress(address);
    const settings = usualSettings({ source, name, address: place }, false);
    await insertFeeds(tx, [{ id, source, origin: 'added', ...settings }]);
    return {
      value: id,
      audit: { act: 'feed.add', subject: { kind: 'feed', id }, detail: { name, source, address: place } },
    };
  });
}

/** What may be changed; what is left out stays. */
export interface FeedEdit {
  readonly version: number;
  readonly isEnabled?: boolean | undefined;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly everyMinutes?: number | undefined;
  readonly ageHoursMax?: number | undefined;
  /** Null takes it away. */
  readonly apiKey?: string | null | undefined;
}

export async function editFeed(ctx: Context, id: string, edit: FeedEdit): Promise<void> {
  await act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    await holdKey(ctx, tx);
    const feed = await held(tx, id);
    if (feed.version !== edit.version) throw new Refused({ code: 'stale', what: `feed "${feed.name}"` });
    refuseUnfit(feed, edit);
    const after = {
      name: edit.name ?? feed.name,
      address: edit.address === undefined ? feed.address : webAddress(edit.address),
      isEnabled: edit.isEnabled ?? feed.isEnabled,
      everyMinutes: edit.everyMinutes ?? feed.everyMinutes,
      ageHoursMax: edit.ageHoursMax ?? feed.ageHoursMax,
    };
    const isElsewhere = after.address !== feed.address;
    // A key is for one server, and so is what the next run would go on from.
    const keptKey = isElsewhere ? null : feed.sealedKey;
    const sealedKey = edit.apiKey === undefined ? keptKey : sealed(ctx, id, edit.apiKey);
    await updateFeedSettings(tx, feed, { ...after, sealedKey });
    if (isElsewhere) await updateFeedState(tx, id, { cursor: null, resume: null });
    const changes = Object.fromEntries(
      Object.entries(after)
        .filter(([key, value]) => feed[key as keyof typeof after] !== value)
        .map(([key, value]) => [key, { before: feed[key as keyof typeof after], after: value }]),
    );
    return {
      value: undefined,
      audit: {
        act: 'feed.edit',
        subject: { kind: 'feed', id },
        detail: {
          name: feed.name,
          ...changes,
          ...(edit.apiKey === undefined ? {} : { apiKey: edit.apiKey === null ? 'removed' : 'set' }),
        },
      },
    };
  });
}

/** Removes a feed and all it brought. Those the product knows of stay in the ledger: they are switched off instead. */
export async function removeFeed(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const feed = await held(tx, id);
    if (feed.origin === 'known')
      throw new Refused({
        code: 'conflict',
        because: `Cannot remove "${feed.name}": it comes with the product; switch it off instead`,
      });
    await deleteFeed(tx, id);
    await startRebuilding(ctx, tx);
    return {
      value: undefined,
      audit: { act: 'feed.remove', subject: { kind: 'feed', id }, detail: { name: feed.name } },
    };
  });
}

async function held(tx: Tx, id: string): Promise<Feed> {
  const feed = await lockFeed(tx, id);
  if (feed === null) throw new Refused({ code: 'not-found', what: `feed "${id}"` });
  return feed;
}

function refuseUnfit({ source, name, address }: Feed, edit: FeedEdit): void {
  const unfit = (field: string, because: string) =>
    new Refused({ code: 'invalid', field, because: `Cannot change "${name}": ${because}` });
  if (edit.isEnabled === true && source === 'files')
    throw unfit('isEnabled', 'its files are brought by hand');
  if (edit.address !== undefined && edit.address !== address && !isOnline(source))
    throw unfit('address', 'where its files lie is said when the server starts');
  if (edit.apiKey !== undefined && source !== 'nvd-api' && source !== 'openfda')
    throw unfit('apiKey', 'its source takes no key');
}

/** @throws Refused unless it is an address that can be asked */
function webAddress(text: string | null): string {
  try {
    return readOutgoingUrl(text ?? '').href;
  } catch (error) {
    if (error instanceof CannotFetch)
      throw new Refused({ code: 'invalid', field: 'address', because: error.message });
    throw error;
  }
}

function sealed({ vault }: Context, id: string, apiKey: string | null): Buffer | null {
  return apiKey === null ? null : vault.seal(Buffer.from(apiKey), keyPurpose(id));
}
