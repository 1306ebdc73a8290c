import { tarChunks, type TarFile } from '#exports/tar';
import { type FeedFile, listFeedFiles } from '#store/feed-files';
import { type Feed, listFeedStandings } from '#store/feeds';
import type { Db } from '#store/store';
import { act } from '../act.ts';
import { signingKeyOf } from '../audit/signing-key.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { fileName, type Manifest, MANIFEST, SIGNATURE, signedText } from './bundle-manifest.ts';
import { isOwn } from '../vulnerabilities/rebuild-catalogue.ts';
import { openContent } from './contents.ts';
import { onePiece } from './source.ts';

/** Everything the feeds brought as one file, signed, for an instance that no network reaches. */
export async function exportBundle(ctx: Context): Promise<AsyncIterable<Uint8Array>> {
  const key = await signingKeyOf(ctx);
  const { feeds, files } = await act(ctx, { permission: 'feeds.manage' }, async (tx) => {
    const standing = (await listFeedStandings(tx)).filter((it) => it.asOf !== null && isOwn(it));
    const all = await listFeedFiles(tx, { feedId: null, isStaged: false });
    if (standing.length === 0)
      throw new Refused({
        code: 'conflict',
        because: 'Cannot make a bundle: no feed has brought anything yet, and samples are not carried',
      });
    const audit = {
      act: 'feed.export',
      subject: null,
      detail: { feeds: standing.map((it) => it.name), files: all.length },
    };
    return { value: { feeds: standing, files: all }, audit };
  });
  const manifest = Buffer.from(JSON.stringify(manifestOf(feeds, files, key.name, ctx.now()), null, 1));
  const signature = {
    madeBy: key.name,
    publicKey: Buffer.from(key.publicKey).toString('base64'),
    signature: Buffer.from(key.sign(signedText(manifest))).toString('base64'),
  };
  const ids = new Set(feeds.map((it) => it.id));
  const packed = files.filter((it) => ids.has(it.feedId));
  return tarChunks(members(ctx.store.db, manifest, Buffer.from(JSON.stringify(signature)), packed));
}

async function* members(
  db: Db,
  manifest: Buffer,
  signature: Buffer,
  files: readonly FeedFile[],
): AsyncGenerator<TarFile> {
  yield { name: MANIFEST, bytes: manifest.length, content: onePiece(manifest) };
  yield { name: SIGNATURE, bytes: signature.length, content: onePiece(signature) };
  const each = new Map(files.map((it) => [it.hash, it]));
  for (const [hash, file] of each)
    yield { name: fileName(hash), bytes: file.bytes, content: openContent(db, file) };
}

function manifestOf(feeds: readonly Feed[], files: readonly FeedFile[], madeBy: string, now: Date): Manifest {
  return {
    format: 'patchward-feed-bundle',
    version: 1,
    madeAt: now.toISOString(),
    madeBy,
    feeds: feeds.map(({ id, source, name, address, asOf, gaps }) => ({
      id,
      source,
      name,
      address,
      asOf: (asOf as Date).toISOString(),
      gaps: [...gaps],
      files: files
        .filter((it) => it.feedId === id)
        .map((it) => ({
          name: it.name,
          sha256: it.hash,
          bytes: it.bytes,
          url: it.url,
          checked: it.checked,
          expected: it.expected,
        })),
    })),
  };
}
