import { type ColumnType, sql } from 'kysely';
import type { FieldChange } from '#engine/intake';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface ImportChangeTables {
  import_change: {
    import_id: string;
    phase: ChangePhase;
    place: number;
    device_id: string | null;
    label: string;
    kind: DeviceChange['kind'];
    conflicts: number;
    changes: ColumnType<readonly FieldChange[], string, never>;
  };
}

/** What an import does, or what taking it back does. */
export type ChangePhase = 'apply' | 'undo';

export interface DeviceChange {
  /** Null: it does not exist yet. */
  readonly deviceId: string | null;
  readonly label: string;
  /** `conflict`: it stays as it is, and what the file says of it is kept as another opinion. */
  readonly kind: 'create' | 'change' | 'remove' | 'conflict';
  /** Fields of it on which sources will disagree. */
  readonly conflicts: number;
  readonly changes: readonly FieldChange[];
}

export interface ChangeSelection {
  readonly importId: string;
  readonly phase: ChangePhase;
  readonly kind: DeviceChange['kind'] | null;
  /** Only devices on which sources will disagree. */
  readonly conflictsOnly: boolean;
  /** In the label or a value; empty: all. */
  readonly text: string;
}

const BATCH = 2000;

/** Adds them after those there are. */
export async function insertChanges(
  tx: Db | Tx,
  { importId, phase }: Pick<ChangeSelection, 'importId' | 'phase'>,
  changes: readonly DeviceChange[],
): Promise<void> {
  for (let from = 0; from < changes.length; from += BATCH) {
    const rows = changes.slice(from, from + BATCH).map((it, index) => ({ ...it, place: index + 1 }));
    await sql`
      insert into import_change (import_id, phase, place, device_id, label, kind, conflicts, changes)
      select ${importId}::uuid, ${phase}::text, last.place + it.place, "deviceId", label, kind, conflicts, changes
      from jsonb_to_recordset(${storableJson(rows)}::jsonb)
        as it (place integer, "deviceId" uuid, label text, kind text, conflicts integer, changes jsonb),
        (select coalesce(max(place), 0) as place from import_change
         where import_id = ${importId}::uuid and phase = ${phase}::text) as last
    `.execute(tx);
  }
}

export async function deleteChanges(tx: Db | Tx, importId: string, phase: ChangePhase): Promise<void> {
  await tx.deleteFrom('import_change').where('import_id', '=', importId).where('phase', '=', phase).execute();
}

/** After a place, in order. */
export async function listChangesAfter(
  db: Db | Tx,
  selection: ChangeSelection,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<(DeviceChange & { readonly place: number })[]> {
  const rows = await selected(db, selection)
    .select(['place', 'device_id', 'label', 'kind', 'conflicts', 'changes'])
    .where('place', '>', after)
    .orderBy('place')
    .limit(limit)
    .execute();
  return rows.map(({ device_id, ...it }) => ({ ...it, deviceId: device_id }));
}

export async function countChanges(db: Db | Tx, selection: ChangeSelection): Promise<number> {
  const row = await selected(db, selection)
    .select((it) => it.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

function selected(db: Db | Tx, { importId, phase, kind, conflictsOnly, text }: ChangeSelection) {
  let query = db.selectFrom('import_change').where('import_id', '=', importId).where('phase', '=', phase);
  if (kind !== null) query = query.where('kind', '=', kind);
  if (conflictsOnly) query = query.where('conflicts', '>', 0);
  if (text === '') return query;
  const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  return query.where(sql<boolean>`(lower(label) like ${pattern} or lower(changes::text) like ${pattern})`);
}
