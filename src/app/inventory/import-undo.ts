import { placeOf } from '#engine/intake';
import { deleteChanges, insertChanges } from '#store/import-changes';
import {
  handStatementsOver,
  listImportKeys,
  listStatements,
  saveStatements,
  type Statement,
  type StatementChange,
} from '#store/import-words';
import { deleteAllRows, markRepaired } from '#store/import-rows';
import { type InventoryImport, listSameAs, lockInventory, updateImport } from '#store/imports';
import type { Db, Tx } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { type Fleet, resolveFleet, saveFleet } from './fleet.ts';
import { authorOf, heldImport, seenImport } from './import-access.ts';
import { outcomeOf } from './import-outcome.ts';
import { batchRowsOn } from './import-reading.ts';
import type { ImportWork } from './import-work.ts';
import { keptWordOf } from './kept-word.ts';
import type { WordChange } from './reach.ts';

/** What taking an import back leaves of what its source said on some things. */
interface Withdrawal {
  readonly change: WordChange;
  readonly gone: readonly string[];
  readonly changed: readonly StatementChange[];
  readonly before: Statement | null;
  readonly after: Statement | null;
}

/** Works out, batch by batch, what taking an applied import back does to the devices. Leaves them as they are. */
export async function previewUndo(ctx: Context, id: string, { signal, progress }: ImportWork): Promise<void> {
  const { db } = ctx.store;
  const it = await seenImport(db, ctx.actor, id);
  refuseUnlessApplied(it);
  await deleteChanges(db, id, 'undo');
  // Another import brought the same file: what this one said stays said.
  if ((await listSameAs(db, id)).length > 0) return;
  const seen = new Set<string>();
  let after: string | null = null;
  let done = 0;
  for (;;) {
    const found: { readonly id: string; readonly key: string }[] = await listImportKeys(db, id, {
      after,
      limit: batchRowsOn(ctx),
    });
    const last = found.at(-1);
    if (last === undefined) return;
    signal.throwIfAborted();
    after = last.id;
    done += found.length;
    const keys = [...new Set(found.map((each) => each.key))].filter((key) => !seen.has(key));
    if (keys.length === 0) continue;
    const { fleet, withdrawals } = await planUndo(db, ctx, it, keys);
    for (const place of withdrawals.keys()) seen.add(place.slice(place.indexOf('\t') + 1));
    await insertChanges(db, { importId: id, phase: 'undo' }, outcomeOf(ctx.actor, fleet).changes);
    progress(done, it.counts.rows, 'Comparing');
  }
}

/**
 * Takes an applied import back in batches, each whole or not at all: its devices return to what all others say of them.
 * Run again after an interruption, it goes on with what is left.
 */
export async function undoImport(
  ctx: Context,
  id: string,
  { signal, progress }: ImportWork,
): Promise<InventoryImport> {
  const begun = await beginUndo(ctx, id);
  let done = 0;
  for (let more = await undoBatch(ctx, id); more > 0; more = await undoBatch(ctx, id)) {
    done += more;
    progress(done, begun.counts.rows, 'Taking back');
    signal.throwIfAborted();
  }
  return finishUndo(ctx, id);
}

export function refuseUnlessApplied({ state, file }: InventoryImport): void {
  if (state === 'applied' || state === 'applying' || state === 'undoing') return;
  throw new Refused({
    code: 'conflict',
    because: `Cannot undo import of ${file}: ${state === 'undone' ? 'it is undone already' : 'it is not applied'}`,
  });
}

async function beginUndo(ctx: Context, id: string): Promise<InventoryImport> {
  return act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    await lockInventory(tx);
    const it = await heldImport(tx, ctx.actor, id);
    refuseUnlessApplied(it);
    const [later] = await listSameAs(tx, id);
    if (later !== undefined) await handStatementsOver(tx, id, later.id);
    await deleteChanges(tx, id, 'undo');
    const begun: InventoryImport = { ...it, state: 'undoing' };
    await updateImport(tx, begun);
    return { value: begun, audit: null };
  });
}

/** @returns statements that were dealt with; 0: none was left */
async function undoBatch(ctx: Context, id: string): Promise<number> {
  return ctx.store.db.transaction().execute(async (tx) => {
    await lockInventory(tx);
    const it = await heldImport(tx, ctx.actor, id);
    const found = await listImportKeys(tx, id, { after: null, limit: batchRowsOn(ctx) });
    if (found.length === 0) return 0;
    const keys = [...new Set(found.map((each) => each.key))];
    const { fleet, withdrawals } = await planUndo(tx, ctx, it, keys);
    const outcome = outcomeOf(ctx.actor, fleet);
    if (outcome.counts.outside > 0)
      throw new Refused({
        code: 'conflict',
        because: `Cannot undo import of ${it.file}: some of its devices lie outside the part of the hospital you may import for`,
      });
    await saveWithdrawals(tx, id, [...withdrawals.values()]);
    await saveFleet(tx, ctx, fleet, {
      byName: authorOf(ctx.actor).createdByName,
      importId: id,
      source: it.source,
      kind: 'undone',
      note: `Import of ${it.file} undone`,
    });
    await insertChanges(tx, { importId: id, phase: 'undo' }, outcome.changes);
    return found.length;
  });
}

async function finishUndo(ctx: Context, id: string): Promise<InventoryImport> {
  return act(ctx, { permission: 'inventory.import', subject: 'anywhere' }, async (tx) => {
    const it = await heldImport(tx, ctx.actor, id);
    const undone: InventoryImport = {
      ...it,
      state: 'undone',
      undoneAt: ctx.now(),
      undoneByName: authorOf(ctx.actor).createdByName,
    };
    await updateImport(tx, undone);
    await deleteAllRows(tx, id);
    if (it.repairs !== null) await markRepaired(tx, it.repairs, null);
    return {
      value: undone,
      audit: {
        act: 'import.undo',
        subject: { kind: 'import', id },
        detail: { source: it.source, file: it.file },
      },
    };
  });
}

async function planUndo(
  db: Db | Tx,
  ctx: Context,
  it: InventoryImport,
  keys: readonly string[],
): Promise<{ readonly fleet: Fleet; readonly withdrawals: ReadonlyMap<string, Withdrawal> }> {
  const withdrawals = new Map<string, Withdrawal>();
  const prefix = placeOf({ source: it.source, key: '' });
  const changesAt = async (asked: readonly string[]): Promise<WordChange[]> => {
    const byKey = Map.groupBy(await listStatements(db, it, asked), (each) => each.key);
    return [...byKey].map(([key, statements]) => {
      const withdrawal = withdrawn(prefix + key, statements, it.id);
      withdrawals.set(prefix + key, withdrawal);
      return withdrawal.change;
    });
  };
  const fleet = await resolveFleet(db, ctx, {
    changes: await changesAt(keys),
    companions: {
      at: async (places) =>
        changesAt(
          places.flatMap((place) =>
            place.startsWith(prefix) && !withdrawals.has(place) ? [place.slice(prefix.length)] : [],
          ),
        ),
      carrying: async () => [],
    },
  });
  return { fleet, withdrawals };
}

/** What a source has said on one thing, as if the import had never been. */
function withdrawn(place: string, statements: readonly Statement[], importId: string): Withdrawal {
  const gone: string[] = [];
  const changed: StatementChange[] = [];
  const left: Statement[] = [];
  for (const it of statements) {
    const now = without(it, importId);
    if (now === null) {
      gone.push(it.id);
      continue;
    }
    if (now !== it) changed.push({ id: now.id, at: now.at, firstAt: now.firstAt, importId: now.importId });
    left.push(now);
  }
  const before = statements.find((it) => it.isCurrent) ?? null;
  const after = left.reduce<Statement | null>(
    (best, it) => (best === null || isLater(it, best) ? it : best),
    null,
  );
  const isSame = after !== null && after.id === before?.id;
  return {
    change: {
      place,
      word: after === null ? null : { ...keptWordOf(after), deviceId: null, isNew: !isSame },
    },
    gone,
    changed,
    before,
    after,
  };
}

function without(it: Statement, importId: string): Statement | null {
  const again = it.again.filter((each) => each.importId !== importId);
  const isFirst = it.importId === importId;
  if (!isFirst && again.length === it.again.length) return it;
  const [next] = again;
  if (isFirst && next === undefined) return null;
  const firstAt = isFirst && next !== undefined ? new Date(next.at) : it.firstAt;
  const last = again.at(-1);
  return {
    ...it,
    importId: isFirst && next !== undefined ? next.importId : it.importId,
    firstAt,
    at: last === undefined || new Date(last.at) < firstAt ? firstAt : new Date(last.at),
    again,
  };
}

function isLater(a: Statement, b: Statement): boolean {
  return a.at.getTime() === b.at.getTime() ? a.id > b.id : a.at > b.at;
}

async function saveWithdrawals(tx: Tx, importId: string, all: readonly Withdrawal[]): Promise<void> {
  const moved = all.filter((it) => it.before?.id !== it.after?.id);
  await saveStatements(tx, importId, {
    gone: all.flatMap((it) => it.gone),
    changed: all.flatMap((it) => it.changed),
    retired: moved.flatMap((it) => (it.before === null ? [] : [it.before.id])),
    current: moved.flatMap((it) => (it.after === null ? [] : [it.after])),
  });
}
