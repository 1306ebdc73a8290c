import type { DevicePlan } from '#engine/intake';
import { may } from '#engine/access';
import type { DeviceFields } from '#engine/words';
import type { InventorySource } from '#inventory/source';
import {
  countImports,
  deleteImport,
  type DeviceChange,
  findImport,
  finishImport,
  type ImportCounts,
  type ImportReject,
  type ImportRow,
  insertImport,
  type InventoryImport,
  listImportRows,
  listImportsBefore,
  listRejectsAfter,
  lockImport,
  lockInventory,
} from '#store/imports';
import { insertObservations, listSayings } from '#store/observations';
import type { Db, Tx } from '#store/store';
import { act, see } from '../act.ts';
import type { Actor, Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { type Fleet, type KeptWord, planWith, saveFleet } from './fleet.ts';
import { readImportFile } from './import-rows.ts';
import { subjectOf } from './scope.ts';

export interface ImportOrder {
  /** Name of the source; null: the file's. */
  readonly source: string | null;
  /** When the source said it; null: now. */
  readonly at: Date | null;
  /** Inventory field → column, where the guess is wrong. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** Changes kept with an import; the counts tell all. */
const CHANGES_KEPT = 200;

/** Reads a file and says what it would change. Keeps the import and its rows, and leaves the inventory as it is. */
export async function previewImport(
  ctx: Context,
  file: InventorySource,
  order: ImportOrder,
): Promise<InventoryImport> {
  // Whoever may not import anything is turned away before their file is read.
  await see(ctx, 'inventory.import', async () => undefined);
  const read = await readImportFile(file, order.mapping);
  const at = order.at ?? ctx.now();
  const source = order.source ?? file.name;
  return act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    const rows = await newRows(tx, read.rows, { source, at });
    const fleet = await planWith(
      tx,
      wordsOf(rows.current, { source, at }, idsFor(ctx, rows.current)),
      ctx.newId,
    );
    const preview: InventoryImport = {
      id: ctx.newId(),
      state: 'previewed',
      source,
      file: file.name,
      format: read.format,
      at,
      createdAt: ctx.now(),
      ...authorOf(ctx.actor),
      appliedAt: null,
      columns: read.columns,
      ...outcomeOf(ctx.actor, fleet, {
        rows: read.rows.length,
        known: read.rows.length - rows.all.length,
        rejected: read.rejects.length,
      }),
    };
    await insertImport(tx, preview, rows.all, read.rejects);
    return {
      value: preview,
      audit: {
        act: 'import.preview',
        subject: { kind: 'import', id: preview.id },
        detail: { source, file: file.name, counts: { ...preview.counts } },
      },
    };
  });
}

/** Carries a previewed import out: observations, devices, timeline and audit entry, all or nothing. */
export async function applyImport(ctx: Context, id: string): Promise<InventoryImport> {
  return act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    await lockInventory(tx);
    const it = await lockImport(tx, id);
    if (it === null || !maySee(ctx.actor, it)) throw notFound(id);
    if (it.state === 'applied')
      throw new Refused({
        code: 'conflict',
        because: `Cannot apply import of ${it.file}: it is applied already`,
      });
    const rows = await newRows(tx, await listImportRows(tx, id), it);
    const ids = idsFor(ctx, rows.current);
    const fleet = await planWith(tx, wordsOf(rows.current, it, ids), ctx.newId);
    const outcome = outcomeOf(ctx.actor, fleet, it.counts);
    if (outcome.counts.outside > 0)
      throw new Refused({ code: 'conflict', because: sayOutside(it.file, outcome.counts.outside) });
    await insertObservations(
      tx,
      rows.all.map((row) => ({
        ...row,
        id: ids.get(row.key) ?? ctx.newId(),
        source: it.source,
        at: it.at,
        importId: id,
        isCurrent: ids.has(row.key),
        deviceId: null,
      })),
    );
    const { createdByName: byName } = authorOf(ctx.actor);
    await saveFleet(tx, ctx, fleet, { id, source: it.source, byName });
    const at = ctx.now();
    await finishImport(tx, id, { at, ...outcome });
    return {
      value: { ...it, ...outcome, state: 'applied', appliedAt: at },
      audit: {
        act: 'import.apply',
        subject: { kind: 'import', id },
        detail: { source: it.source, file: it.file, counts: { ...outcome.counts } },
      },
    };
  });
}

/** Forgets an import that was not applied; what was applied is history. */
export async function dropImport(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    const it = await lockImport(tx, id);
    if (it === null || !maySee(ctx.actor, it)) throw notFound(id);
    if (it.state === 'applied')
      throw new Refused({ code: 'conflict', because: `Cannot drop import of ${it.file}: it is applied` });
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

/** Newest first. Who may not import for the whole hospital sees their own. */
export async function listImports(
  ctx: Context,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<{
  readonly items: readonly InventoryImport[];
  readonly total: number;
  readonly next: string | null;
}> {
  return see(ctx, 'inventory.import', async (db, scopes) => {
    const own = scopes.some((it) => it.kind === 'hospital') ? null : authorOf(ctx.actor).createdBy;
    const found = await listImportsBefore(db, own, { before, limit: limit + 1 });
    const items = found.slice(0, limit);
    return {
      items,
      total: await countImports(db, own),
      next: found.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  });
}

/** Rows that could not be taken, in the order of the file. */
export async function listImportRejects(
  ctx: Context,
  id: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<{
  readonly items: readonly ImportReject[];
  readonly total: number;
  readonly next: number | null;
}> {
  return see(ctx, 'inventory.import', async (db) => {
    const { counts } = await seenImport(db, ctx.actor, id);
    const found = await listRejectsAfter(db, id, { after, limit: limit + 1 });
    const items = found.slice(0, limit);
    return {
      items,
      total: counts.rejected,
      next: found.length > limit ? (items.at(-1)?.place ?? null) : null,
    };
  });
}

async function seenImport(db: Db, actor: Actor, id: string): Promise<InventoryImport> {
  const it = await findImport(db, id);
  if (it === null || !maySee(actor, it)) throw notFound(id);
  return it;
}

function notFound(id: string): Refused {
  return new Refused({ code: 'not-found', what: `import ${id}` });
}

/** A file may speak of the whole hospital; whoever sees only part of it sees the files they brought. */
function maySee(actor: Actor, { createdBy }: InventoryImport): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'nobody') return false;
  return actor.id === createdBy || may(actor.grants, 'inventory.import', {});
}

function authorOf(actor: Actor): Pick<InventoryImport, 'createdBy' | 'createdByName'> {
  if (actor.kind === 'system') return { createdBy: null, createdByName: actor.name };
  return actor.kind === 'nobody'
    ? { createdBy: null, createdByName: 'Nobody signed in' }
    : { createdBy: actor.id, createdByName: actor.name };
}

/**
 * Rows that say something the source has not said: `all` of them, and those of them that rule from now on. A row older
 * than the source's present word on the same thing is history from the start.
 */
async function newRows(
  tx: Tx,
  rows: readonly ImportRow[],
  { source, at }: Pick<InventoryImport, 'source' | 'at'>,
): Promise<{ readonly all: readonly ImportRow[]; readonly current: readonly ImportRow[] }> {
  const latest = new Map<string, { readonly at: Date; readonly hash: string }>();
  const saidThen = new Set<string>();
  for (const it of await listSayings(tx, source, at)) {
    if (it.isCurrent) latest.set(it.key, it);
    if (it.at.getTime() === at.getTime()) saidThen.add(`${it.hash} ${it.key}`);
  }
  const all = rows.filter((it) => {
    const hash = Buffer.from(it.contentHash).toString('base64');
    return latest.get(it.key)?.hash !== hash && !saidThen.has(`${hash} ${it.key}`);
  });
  return { all, current: all.filter((it) => (latest.get(it.key)?.at ?? at) <= at) };
}

function idsFor(ctx: Context, rows: readonly ImportRow[]): ReadonlyMap<string, string> {
  return new Map(rows.map((it) => [it.key, ctx.newId()]));
}

function wordsOf(
  rows: readonly ImportRow[],
  { source, at }: Pick<InventoryImport, 'source' | 'at'>,
  ids: ReadonlyMap<string, string>,
): KeptWord[] {
  return rows.map(({ key, kind, fields }) => ({
    source,
    kind,
    key,
    at: at.toISOString(),
    fields,
    deviceId: null,
    observationId: ids.get(key) as string,
    isNew: true,
  }));
}

function outcomeOf(
  actor: Actor,
  { plan }: Fleet,
  given: Pick<ImportCounts, 'rows' | 'known' | 'rejected'>,
): Pick<InventoryImport, 'counts' | 'changes'> {
  const touched = plan.devices.filter((it) => it.changes.length > 0);
  const inside = touched.filter((it) => isInside(actor, it));
  const create = touched.filter((it) => it.before === null).length;
  return {
    counts: {
      rows: given.rows,
      known: given.known,
      create,
      change: touched.length - create,
      unchanged: plan.devices.length - touched.length,
      conflicts: plan.devices.reduce((sum, it) => sum + it.conflicts, 0),
      doubtful: plan.doubtful,
      outside: touched.length - inside.length,
      rejected: given.rejected,
    },
    changes: inside.slice(0, CHANGES_KEPT).map(changeOf),
  };
}

/** A device may only be changed by who may import where it stands, and where it would stand. */
function isInside(actor: Actor, { before, fields }: DevicePlan): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'nobody') return false;
  const allowed = (it: DeviceFields) => may(actor.grants, 'inventory.import', subjectOf(it));
  return allowed(fields) && (before === null || allowed(before.fields));
}

function changeOf({ id, before, name, fields, changes }: DevicePlan): DeviceChange {
  const label = [fields.manufacturer, fields.model].filter((it) => it !== undefined).join(' ');
  return {
    deviceId: before === null ? null : id,
    label: label || name || fields.deviceType || 'Unnamed device',
    kind: before === null ? 'create' : 'change',
    changes,
  };
}

function sayOutside(file: string, devices: number): string {
  return `Cannot apply import of ${file}: ${devices === 1 ? 'a device of it lies' : `${devices} of its devices lie`} outside the part of the hospital you may import for`;
}
