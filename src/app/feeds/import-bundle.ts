import * as z from 'zod';
import { type ByteStream, UnpackFault } from '#feeds/byte-stream';
import { readTar } from '#feeds/tar';
import { listBundleKeys } from '#store/feed-bundle-keys';
import { type FeedContent, findContentByHash } from '#store/feed-contents';
import { insertFeeds, listFeedStandings } from '#store/feeds';
import { act } from '../act.ts';
import { verifyEd25519 } from '../audit/signing-key.ts';
import type { Context } from '../context.ts';
import { InputError } from '../input-error.ts';
import type { ArrivingFile } from '../inventory/upload-bytes.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { fingerprintOf } from './bundle-keys.ts';
import { fileName, Manifest, MANIFEST, Signature, SIGNATURE, signedText } from './bundle-manifest.ts';
import { keepContent, openContent } from './contents.ts';
import { FeedFailure } from './feed-failure.ts';
import { usualSettings } from './known-feeds.ts';
import { beginRun, failRun, openRunFiles } from './runs.ts';
import { takeIn } from './take-in.ts';

/** What became of a bundle. */
export interface ImportedBundle {
  readonly madeBy: string;
  readonly madeAt: string;
  readonly feeds: readonly { readonly name: string; readonly records: number }[];
}

export interface BundleOrder {
  /** A person said that it may hold less, or be older, than what is here. */
  readonly acceptShorter: boolean;
  readonly signal: AbortSignal;
  /** Told what of its records could not be read. */
  readonly log: (line: string) => void;
}

const SMALL_BYTES_MAX = 64 * 2 ** 20;

/**
 * Takes a signed bundle in: who made it, and every byte of it, is checked before any of it counts. From then on the feeds
 * stand as they stood where it was made.
 * @throws InputError saying what is wrong with it; then nothing of it counts
 */
export async function importBundle(
  ctx: Context,
  bundle: ByteStream,
  order: BundleOrder,
): Promise<ImportedBundle> {
  try {
    const manifest = await unpackBundle(ctx, bundle, order.signal);
    await refuseUnfit(ctx, manifest, order.acceptShorter);
    const feeds: { name: string; records: number }[] = [];
    for (const it of manifest.feeds)
      feeds.push({ name: it.name, records: await takeFeed(ctx, manifest, it, order) });
    return { madeBy: manifest.madeBy, madeAt: manifest.madeAt, feeds };
  } catch (error) {
    if (error instanceof FeedFailure || error instanceof UnpackFault)
      throw new InputError(`Cannot take the bundle in: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Keeps the files of a bundle, which count for nothing yet. */
async function unpackBundle(ctx: Context, bundle: ByteStream, signal: AbortSignal): Promise<Manifest> {
  const members = readTar(bundle);
  const manifestBytes = await small(members, MANIFEST);
  const signature = read(Signature, await small(members, SIGNATURE), SIGNATURE);
  await verify(ctx, manifestBytes, signature);
  const manifest = read(Manifest, manifestBytes, MANIFEST);
  const missing = new Set(manifest.feeds.flatMap((it) => it.files.map(({ sha256 }) => fileName(sha256))));
  for await (const { name, bytes } of members) {
    signal.throwIfAborted();
    if (!missing.has(name)) throw new FeedFailure(`it holds ${name}, which its manifest does not name`);
    const content = await keepContent(ctx, bytes);
    if (fileName(content.hash) !== name)
      throw new FeedFailure(`${name} was changed: its SHA-256 is ${content.hash}`);
    missing.delete(name);
  }
  const [first] = missing;
  if (first !== undefined) throw new FeedFailure(`it was cut off: ${first} is not in it`);
  return manifest;
}

async function small(members: ReturnType<typeof readTar>, name: string): Promise<Buffer> {
  const next = await members.next();
  if (next.done === true || next.value.name !== name)
    throw new FeedFailure(`it is no bundle of feeds: ${name} is not where it belongs`);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const it of next.value.bytes) {
    pieces.push(it);
    length += it.length;
    if (length > SMALL_BYTES_MAX) throw new FeedFailure(`its ${name} is too large`);
  }
  return Buffer.concat(pieces);
}

function read<S extends z.ZodType>(schema: S, bytes: Buffer, name: string): z.output<S> {
  const json = z.string().transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      context.addIssue('it is no JSON');
      return z.NEVER;
    }
  });
  const parsed = json.pipe(schema).safeParse(bytes.toString('utf8'));
  if (parsed.success) return parsed.data;
  throw new FeedFailure(`its ${name} cannot be read: ${parsed.error.issues[0]?.message ?? ''}`);
}

async function verify(
  { store }: Context,
  manifest: Buffer,
  { madeBy, publicKey, signature }: z.output<typeof Signature>,
): Promise<void> {
  const trusted = (await listBundleKeys(store.db)).find((it) => it.publicKey === publicKey);
  if (trusted === undefined)
    throw new FeedFailure(
      `it is signed by ${madeBy} with a key that is not trusted here (${fingerprintOf(publicKey)}): compare it with the one shown there, and trust it first`,
    );
  if (
    !verifyEd25519(Buffer.from(publicKey, 'base64'), signedText(manifest), Buffer.from(signature, 'base64'))
  )
    throw new FeedFailure(`its manifest was changed: the signature of ${trusted.name} does not fit`);
}

/** What can be told before anything is changed. */
async function refuseUnfit({ store }: Context, { feeds }: Manifest, acceptOlder: boolean): Promise<void> {
  const here = new Map((await listFeedStandings(store.db)).map((it) => [it.id, it]));
  for (const it of feeds) {
    const known = here.get(it.id);
    if (known === undefined) continue;
    if (known.source !== it.source)
      throw new FeedFailure(`its feed ${it.id} is another one than that of this name here`);
    if (!acceptOlder && known.asOf !== null && new Date(it.asOf) < known.asOf)
      throw new FeedFailure(
        `its ${it.name} is as of ${it.asOf}, older than what is here, as of ${known.asOf.toISOString()}`,
      );
  }
}

async function takeFeed(
  ctx: Context,
  { madeBy }: Manifest,
  feed: Manifest['feeds'][number],
  { acceptShorter, signal, log }: BundleOrder,
): Promise<number> {
  await insertFeeds(ctx.store.db, [
    { id: feed.id, source: feed.source, origin: 'added', ...usualSettings(feed, false) },
  ]);
  const run = await beginRun(ctx, feed.id, { isAfresh: true });
  const tally = { requests: 0, bytes: feed.files.reduce((sum, it) => sum + it.bytes, 0) };
  try {
    const files = await openRunFiles(ctx, run);
    for (const { sha256, bytes: _, ...it } of feed.files) {
      const content = (await findContentByHash(ctx.store.db, sha256)) as FeedContent;
      await files.adopt({ ...it, etag: null, lastModified: null }, content);
    }
    const now = ctx.now();
    const asOf = new Date(feed.asOf);
    const outcome = {
      gone: [...files.current.keys()],
      expected: null,
      gaps: feed.gaps,
      // The next run of its own begins from the beginning: the bundle's place in the source is not this instance's.
      cursor: null,
      asOf: asOf < now ? asOf : now,
    };
    const harvest = {
      ...run,
      outcome,
      seen: files.seen,
      tally,
      carriedBy: madeBy,
      acceptShorter,
      compiles: 'now' as const,
      log,
    };
    return (await takeIn(ctx, harvest, signal)).loaded ?? 0;
  } catch (error) {
    if (!signal.aborted)
      await failRun(ctx, run, error instanceof Error ? error.message : String(error), tally);
    throw error;
  }
}

/** Takes a bundle in that was uploaded. */
export const importBundleJob = jobKind({
  name: 'feed.import',
  words: 'Take a bundle of feeds in',
  permission: 'feeds.manage',
  title: ({ file }) => `Take ${file} in`,
  input: z.object({
    file: z.string(),
    contentId: z.uuid(),
    isPacked: z.boolean(),
    bytes: z.number(),
    acceptShorter: z.boolean(),
  }),
  page: () => '/feeds',
  run: async (ctx, { acceptShorter, ...content }, { signal, log }) =>
    importBundle(ctx, openContent(ctx.store.db, content), { acceptShorter, signal, log }),
});

/** Takes an uploaded bundle. @returns the job that checks it and takes it in */
export async function startImport(
  ctx: Context,
  { name, stream }: ArrivingFile,
  { acceptShorter }: { readonly acceptShorter: boolean },
): Promise<string> {
  await act(ctx, { permission: 'feeds.manage' }, async () => ({ value: undefined, audit: null }));
  const { id: contentId, isPacked, bytes, hash } = await keepContent(ctx, stream);
  return act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const input = { file: name, contentId, isPacked, bytes, acceptShorter };
    const { id } = await startJob(ctx, tx, importBundleJob, input, { key: hash });
    const detail = { file: name, bytes, sha256: hash, acceptShorter };
    return { value: id, audit: { act: 'feed.import', subject: null, detail } };
  });
}
