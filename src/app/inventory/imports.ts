import { createHash } from 'node:crypto';
import type { InventorySource } from '#inventory/source';
import {
  type ChangePhase,
  type ChangeSelection,
  countChanges,
  type DeviceChange,
  listChangesAfter,
} from '#store/import-changes';
import { insertFilePart } from '#store/import-files';
import { type ImportReject, listRejectsAfter } from '#store/import-rows';
import type { ChosenColumns } from '#store/import-sources';
import {
  countImports,
  deleteImport,
  findSameFile,
  type InventoryImport,
  insertImport,
  listImportsBefore,
  NO_COUNTS,
  updateImport,
} from '#store/imports';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { authorOf, heldImport, seenImport } from './import-access.ts';

export interface ImportOrder {
  /** Name of the source; null: the file's. */
  readonly source: string | null;
  /** When the source said it; null: now, or when the same file said it before. */
  readonly at: Date | null;
  /** Inventory field → column, where the guess is wrong; null: as saved for the source. */
  readonly mapping: ChosenColumns | null;
  /** The import whose rejected rows this file brings repaired. */
  readonly repairs?: string | null;
  /** The pickup that brings the file. */
  readonly pickupId?: string;
}

/** Bytes of a file kept together. */
const PART_BYTES = 256 * 1024;

/** Takes a file in. Nothing of it is read yet; it passes through memory part by part. */
export async function uploadImport(
  ctx: Context,
  file: Required<Pick<InventorySource, 'name' | 'stream'>>,
  order: ImportOrder,
): Promise<InventoryImport> {
  const source = order.source ?? file.name;
  const begun = await act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    if (order.repairs != null) await heldImport(tx, ctx.actor, order.repairs);
    const it: InventoryImport = {
      id: ctx.newId(),
      state: 'uploaded',
      source,
      file: file.name,
      format: '',
      at: order.at ?? ctx.now(),
      createdAt: ctx.now(),
      ...authorOf(ctx.actor),
      appliedAt: null,
      columns: { mapping: [], unmapped: [], dropped: [] },
      counts: NO_COUNTS,
      problem: null,
      chosen: order.mapping ?? {},
      fileHash: null,
      fileBytes: 0,
      sameAs: null,
      repairs: order.repairs ?? null,
      undoneAt: null,
      undoneByName: null,
      pickupId: order.pickupId ?? null,
      waitsBecause: null,
    };
    await insertImport(tx, it);
    return { value: it, audit: null };
  });
  try {
    return await keepFile(ctx, begun, file.stream, order.at === null);
  } catch (error) {
    await forget(ctx, begun.id);
    throw error;
  }
}

async function keepFile(
  { store: { db } }: Context,
  it: InventoryImport,
  stream: AsyncIterable<Uint8Array>,
  isUndated: boolean,
): Promise<InventoryImport> {
  const hash = createHash('sha256');
  let bytes = 0;
  let part = 0;
  for await (const chunk of partsOf(stream)) {
    hash.update(chunk);
    bytes += chunk.length;
    await insertFilePart(db, it.id, ++part, chunk);
  }
  const fileHash = hash.digest();
  const same = await findSameFile(db, { source: it.source, fileHash });
  const kept: InventoryImport = {
    ...it,
    fileHash,
    fileBytes: bytes,
    // The same bytes again are the same statement, made when it was made.
    at: isUndated && same !== null ? same.at : it.at,
    sameAs: same === null || (!isUndated && same.at.getTime() !== it.at.getTime()) ? null : same.id,
  };
  await updateImport(db, kept);
  return kept;
}

async function* partsOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    held.push(chunk);
    length += chunk.length;
    if (length < PART_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held);
}

async function forget({ store: { db } }: Context, id: string): Promise<void> {
  await db.transaction().execute((tx) => deleteImport(tx, id));
}

/** Forgets an import that was not applied; what was applied is history. */
export async function dropImport(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    const it = await heldImport(tx, ctx.actor, id);
    if (!['uploaded', 'reading', 'previewed', 'failed'].includes(it.state) || it.appliedAt !== null)
      throw new Refused({
        code: 'conflict',
        because: `Cannot drop import of ${it.file}: ${it.state === 'applied' ? 'it is applied' : 'it has been at work on the inventory'}`,
      });
    await deleteImport(tx, id);
    return {
      value: undefined,
      audit: { act: 'import.drop', subject: { kind: 'import', id }, detail: { file: it.file } },
    };
  });
}

export async function readImport(ctx: Context, id: string): Promise<InventoryImport> {
  return see(ctx, 'inventory.import', (db) => seenImport(db, ctx.actor, id));
}

/** A part of a list, and where to go on; null: that was the last. */
export interface Slice<T, Place> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next: Place | null;
}

/** Newest first. Who may not import for the whole hospital sees their own. */
export async function listImports(
  ctx: Context,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<Slice<InventoryImport, string>> {
  return see(ctx, 'inventory.import', async (db, scopes) => {
    const own = scopes.some((it) => it.kind === 'hospital') ? null : authorOf(ctx.actor).createdBy;
    const found = await listImportsBefore(db, own, { before, limit: limit + 1 });
    return sliceOf(found, limit, await countImports(db, own), (it) => it.id);
  });
}

/** Rows that could not be taken, in the order of the file. */
export async function listImportRejects(
  ctx: Context,
  id: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<Slice<ImportReject & { readonly repairedBy: string | null }, number>> {
  return see(ctx, 'inventory.import', async (db) => {
    const { counts } = await seenImport(db, ctx.actor, id);
    const found = await listRejectsAfter(db, id, { after, limit: limit + 1 });
    return sliceOf(found, limit, counts.rejected, (it) => it.place);
  });
}

export interface ChangeAsk extends Omit<ChangeSelection, 'importId'> {
  readonly phase: ChangePhase;
  readonly after: number;
  readonly limit: number;
}

/** Devices that an import makes, changes or takes away, or that taking it back does. */
export async function listImportChanges(
  ctx: Context,
  id: string,
  { after, limit, ...selection }: ChangeAsk,
): Promise<Slice<DeviceChange, number>> {
  return see(ctx, 'inventory.import', async (db) => {
    await seenImport(db, ctx.actor, id);
    const asked = { ...selection, importId: id };
    const found = await listChangesAfter(db, asked, { after, limit: limit + 1 });
    return sliceOf(found, limit, await countChanges(db, asked), (it) => it.place);
  });
}

function sliceOf<T, Place>(
  found: readonly T[],
  limit: number,
  total: number,
  placeOf: (it: T) => Place,
): Slice<T, Place> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, total, next: found.length > limit && last !== undefined ? placeOf(last) : null };
}
