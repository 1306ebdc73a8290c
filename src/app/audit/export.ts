import { createExportWriter, signedNote } from '#engine/audit';
import { listCheckpoints, streamAudit } from '#store/audit';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { makeCheckpoint, noteWriter } from './checkpoints.ts';
import { formerKeys, sha256, signingKeyOf } from './signing-key.ts';

/**
 * The whole audit log as lines that prove themselves. Taking a copy is an act, and the last entry in it.
 * @returns lines of JSON, each with its line feed, at the pace of the reader
 */
export async function exportAudit(ctx: Context): Promise<AsyncGenerator<string>> {
  await act(ctx, { permission: 'audit.read' }, async () => ({
    value: undefined,
    audit: { act: 'audit.export', subject: null, detail: {} },
  }));
  const size = await makeCheckpoint(ctx);
  return linesOf(ctx, size);
}

async function* linesOf(ctx: Context, size: number): AsyncGenerator<string> {
  const { db } = ctx.store;
  const key = await signingKeyOf(ctx);
  const former = await formerKeys(db);
  const noteOf = await noteWriter(ctx);
  const notes = new Map(
    (await listCheckpoints(db)).filter((it) => it.size <= size).map((it) => [it.size, noteOf(it)]),
  );
  const writer = createExportWriter(sha256);
  yield writer.head({ key, formerKeys: former, size, exportedAt: ctx.now().toISOString() });
  for await (const { entry, previousHash, hash } of streamAudit(db, size)) {
    yield writer.entry(entry, { previousHash, hash });
    const note = notes.get(entry.seq);
    if (note !== undefined) yield writer.checkpoint(note);
  }
  const text = writer.sealText(key.name);
  yield writer.seal(signedNote(text, key, key.sign(text), sha256));
}
