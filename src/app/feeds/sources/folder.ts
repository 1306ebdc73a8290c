import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import type { ByteStream } from '#feeds/byte-stream';
import { walk } from '#feeds/walk';
import { FeedFailure } from '../feed-failure.ts';
import type { Source } from '../source.ts';

/** Files beside a feed that only vouch for it. */
const COMPANION = /\.(?:sha256|sha512|asc|sig)$/;

/** A folder, or a file, on the server: a mirror of feeds, or what somebody carried in. */
export const folderSource: Source = async ({ feed, current, acceptShorter, signal, progress, stage }) => {
  const root = resolve(feed.address as string);
  const { files, unreadable } = walk([root]);
  const [first] = unreadable;
  if (first !== undefined) throw new FeedFailure(`Cannot read ${first.path}: ${first.reason}`);
  const feeds = files.filter((it) => !COMPANION.test(it.path));
  // A folder may be empty because its disk is not there: a person has to say that it is meant to be.
  if (feeds.length === 0 && !(acceptShorter && current.size > 0))
    throw new FeedFailure(`There is no file in ${root}`);
  const names = new Set<string>();
  let done = 0;
  for (const { path, bytes } of feeds) {
    signal.throwIfAborted();
    progress(++done, feeds.length, 'Reading files');
    const name = relative(root, path) || basename(path);
    names.add(name);
    const stamp = `${statSync(path).mtimeMs}:${bytes}`;
    if (current.get(name)?.lastModified === stamp) continue;
    const checked = await checkCompanion(path);
    await stage(
      { name, url: null, etag: null, lastModified: stamp, checked, expected: null },
      createReadStream(path) as ByteStream,
    );
  }
  return {
    gone: [...current.keys()].filter((it) => !names.has(it)),
    expected: null,
    gaps: [],
    cursor: null,
    asOf: null,
  };
};

/** @throws FeedFailure when a hash lies beside the file and is not its own */
async function checkCompanion(path: string): Promise<string> {
  for (const [ending, algorithm, name] of [
    ['.sha512', 'sha512', 'SHA-512'],
    ['.sha256', 'sha256', 'SHA-256'],
  ] as const) {
    if (!existsSync(path + ending)) continue;
    const stated = /^\s*([0-9a-f]+)\b/i.exec(readFileSync(path + ending, 'latin1'))?.[1]?.toLowerCase();
    const hash = createHash(algorithm);
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
    if (stated !== hash.digest('hex'))
      throw new FeedFailure(`${basename(path)} is not the file its ${name} beside it speaks of`);
    return `${name} agrees`;
  }
  return '';
}
