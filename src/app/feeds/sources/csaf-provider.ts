import { createHash } from 'node:crypto';
import * as z from 'zod';
import { FeedFailure } from '../feed-failure.ts';
import { onePiece, type Source, type SourceRun } from '../source.ts';
import { answerJson } from './answer-json.ts';

// CSAF 2.0, section 7: docs.oasis-open.org/csaf/csaf/v2.0

const SPACING_MS = 100;
const DOCUMENT_BYTES_MAX = 50 * 2 ** 20;
/** So many gaps are named; the rest is counted. */
const GAPS_NAMED_MAX = 50;
/** A listing that lost more than a fifth of its documents was cut off. */
const SHARE_LISTED_MIN = 0.8;
const LISTED_COMPARED_MIN = 20;

const Provider = z.object({
  distributions: z
    .array(
      z.object({
        directory_url: z.url().optional(),
        rolie: z.object({ feeds: z.array(z.object({ url: z.url(), tlp_label: z.string() })) }).optional(),
      }),
    )
    .min(1),
});

const Rolie = z.object({
  feed: z.object({
    entry: z
      .array(
        z.object({
          id: z.string(),
          updated: z.string(),
          content: z.object({ src: z.url() }),
          link: z.array(z.object({ rel: z.string(), href: z.url() })).default([]),
        }),
      )
      .default([]),
  }),
});

/** One document of a listing. */
interface Listed {
  readonly name: string;
  readonly url: string;
  /** As the listing writes it: unlike what is here means that it changed. Null: the listing does not say. */
  readonly updated: string | null;
  readonly hashUrls: readonly string[];
  readonly signatureUrl: string;
}

/** A provider of CSAF advisories: metadata, then its ROLIE feeds or directories, then every document that changed. */
export const csafSource: Source = async (run) => {
  const asOf = run.now();
  const listed = await listDocuments(run);
  refuseShortListing(run, listed.length);
  const gaps: string[] = [];
  let done = 0;
  for (const it of listed) {
    run.signal.throwIfAborted();
    const gap = await bring(run, it);
    if (gap !== null) gaps.push(`${it.name}: ${gap}`);
    run.progress(++done, listed.length, 'Reading advisories');
    if (done % 50 === 0) await run.keepResume({ done });
  }
  const names = new Set(listed.map((it) => it.name));
  return {
    gone: [...run.current.keys()].filter((it) => !names.has(it)),
    expected: null,
    gaps: summed(gaps),
    cursor: { listed: listed.length },
    asOf,
  };
};

async function listDocuments(run: SourceRun): Promise<Listed[]> {
  const address = run.feed.address as string;
  const { bytes } = await run.ask.demand(address, { spacingMs: SPACING_MS });
  const { distributions } = answerJson(bytes, Provider, 'The provider’s metadata');
  const feeds = distributions.flatMap((it) => it.rolie?.feeds ?? []).filter((it) => isPublic(it.tlp_label));
  if (feeds.length > 0) {
    const all: Listed[] = [];
    for (const { url } of feeds) all.push(...(await listFeed(run, url)));
    return distinct(all);
  }
  const directories = distributions.flatMap((it) => it.directory_url ?? []);
  if (directories.length === 0)
    throw new FeedFailure('The provider names neither a public ROLIE feed nor a directory');
  const all: Listed[] = [];
  for (const it of directories) all.push(...(await listDirectory(run, it)));
  return distinct(all);
}

function isPublic(label: string): boolean {
  return label === 'WHITE' || label === 'CLEAR' || label === 'UNLABELED';
}

async function listFeed(run: SourceRun, url: string): Promise<Listed[]> {
  const { bytes } = await run.ask.demand(url, { spacingMs: SPACING_MS });
  const { feed } = answerJson(bytes, Rolie, 'The ROLIE feed');
  return feed.entry.map(({ content: { src }, updated, link }) => {
    const links = (rel: string) => link.filter((it) => it.rel === rel).map((it) => it.href);
    const own = [src, ...links('hash'), ...links('signature')];
    for (const it of own) refuseForeign(it, url);
    return listedAt(src, updated, { hashUrls: links('hash'), signatureUrl: links('signature')[0] });
  });
}

/** `changes.csv` says when each document changed; `index.txt` only names them. */
async function listDirectory(run: SourceRun, directory: string): Promise<Listed[]> {
  const base = directory.endsWith('/') ? directory : `${directory}/`;
  const changes = await run.ask.ask(`${base}changes.csv`, { spacingMs: SPACING_MS });
  if (changes !== 'missing' && changes !== 'unchanged')
    return linesOf(changes.bytes).map((it) => changed(it, base));
  const index = await run.ask.demand(`${base}index.txt`, { spacingMs: SPACING_MS });
  return linesOf(index.bytes).map((it) => listedAt(urlIn(it, base), null, {}));
}

function changed(line: string, base: string): Listed {
  const [, path, updated] = /^"?([^",]+)"?\s*,\s*"?([^",]+)"?$/.exec(line) ?? [];
  if (path === undefined || updated === undefined)
    throw new FeedFailure(
      `changes.csv was cut off, or has a line that cannot be read: ${line.slice(0, 100)}`,
    );
  return listedAt(urlIn(path, base), updated, {});
}

/** @throws FeedFailure for a file that ends within a line */
function linesOf(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  if (text === '') throw new FeedFailure('The list of documents is empty');
  return text.split(/\r?\n/).filter((it) => it !== '');
}

function urlIn(path: string, base: string): string {
  const url = new URL(path.trim(), base).href;
  if (!url.startsWith(base))
    throw new FeedFailure(`The list of documents leads out of its directory: ${path}`);
  return url;
}

function listedAt(
  url: string,
  updated: string | null,
  {
    hashUrls,
    signatureUrl,
  }: { readonly hashUrls?: readonly string[]; readonly signatureUrl?: string | undefined },
): Listed {
  const { pathname } = new URL(url);
  return {
    name: pathname.slice(1),
    url,
    updated,
    hashUrls: hashUrls === undefined || hashUrls.length === 0 ? [`${url}.sha512`, `${url}.sha256`] : hashUrls,
    signatureUrl: signatureUrl ?? `${url}.asc`,
  };
}

function refuseForeign(url: string, listing: string): void {
  const [there, here] = [new URL(url), new URL(listing)];
  if (there.host !== here.host)
    throw new FeedFailure(`The ROLIE feed of ${here.host} leads to another host, ${there.host}`);
}

function distinct(all: readonly Listed[]): Listed[] {
  return [...new Map(all.map((it) => [it.name, it])).values()];
}

function refuseShortListing({ current }: SourceRun, listed: number): void {
  if (listed === 0 && current.size > 0) throw new FeedFailure('The provider lists no document any more');
  if (current.size >= LISTED_COMPARED_MIN && listed < current.size * SHARE_LISTED_MIN)
    throw new FeedFailure(
      `The listing is shorter than plausible: ${listed} documents where there were ${current.size}`,
    );
}

/** Fetches one document unless it is here as it is. @returns why it could not be taken; null: it is here */
async function bring(run: SourceRun, it: Listed): Promise<string | null> {
  const here = run.staged.get(it.name) ?? run.current.get(it.name);
  if (here !== undefined && it.updated !== null && here.lastModified === it.updated) return null;
  const known = it.updated === null ? here : undefined;
  const reply = await run.ask.ask(it.url, { known, spacingMs: SPACING_MS, bytesMax: DOCUMENT_BYTES_MAX });
  if (reply === 'unchanged') return null;
  if (reply === 'missing') return 'listed, but not there';
  const hash = await checkHash(run, it, reply.bytes);
  if (!hash.agrees) return hash.words;
  const signature =
    (await run.ask.ask(it.signatureUrl, { spacingMs: SPACING_MS })) === 'missing'
      ? 'no OpenPGP signature'
      : 'OpenPGP signature not verified';
  await run.stage(
    {
      name: it.name,
      url: it.url,
      etag: reply.etag,
      lastModified: it.updated ?? reply.lastModified,
      checked: `${hash.words}; ${signature}`,
      expected: null,
    },
    onePiece(reply.bytes),
  );
  return null;
}

interface HashCheck {
  readonly agrees: boolean;
  readonly words: string;
}

/** Held against the strongest hash there is; a document without any is taken, and says so. */
async function checkHash(run: SourceRun, { hashUrls }: Listed, bytes: Buffer): Promise<HashCheck> {
  const strongestFirst = hashUrls.toSorted((a, b) => Number(b.endsWith('512')) - Number(a.endsWith('512')));
  for (const url of strongestFirst) {
    const reply = await run.ask.ask(url, { spacingMs: SPACING_MS });
    if (reply === 'missing' || reply === 'unchanged') continue;
    const algorithm = url.endsWith('512') ? 'sha512' : 'sha256';
    const stated = /^\s*([0-9a-f]+)\b/i.exec(reply.bytes.toString('latin1'))?.[1]?.toLowerCase();
    const agrees = stated === createHash(algorithm).update(bytes).digest('hex');
    const name = algorithm === 'sha512' ? 'SHA-512' : 'SHA-256';
    return { agrees, words: agrees ? `${name} agrees` : `its ${name} is not the one its provider states` };
  }
  return { agrees: true, words: 'no hash to check it by' };
}

function summed(gaps: readonly string[]): string[] {
  const named = gaps.slice(0, GAPS_NAMED_MAX);
  const rest = gaps.length - named.length;
  return rest === 0 ? named : [...named, `and ${rest} more documents`];
}
