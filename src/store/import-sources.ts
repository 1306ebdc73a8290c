import type { ColumnType } from 'kysely';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export type ChosenColumns = Readonly<Record<string, string | null>>;

export interface ImportSourceTables {
  import_source: {
    name: string;
    mapping: ColumnType<ChosenColumns, string, string>;
    saved_at: Date;
    saved_by_name: string;
  };
}

export interface ImportSource {
  readonly name: string;
  readonly mapping: ChosenColumns;
  readonly savedAt: Date;
  readonly savedByName: string;
}

/** What was saved for the columns of a source; null: nothing. */
export async function findImportSource(db: Db | Tx, name: string): Promise<ImportSource | null> {
  const row = await db
    .selectFrom('import_source')
    .selectAll()
    .where('name', '=', storableText(name))
    .executeTakeFirst();
  if (row === undefined) return null;
  const { saved_at, saved_by_name, ...it } = row;
  return { ...it, savedAt: saved_at, savedByName: saved_by_name };
}

export async function saveImportSource(tx: Tx, it: ImportSource): Promise<void> {
  const row = { mapping: storableJson(it.mapping), saved_at: it.savedAt, saved_by_name: it.savedByName };
  await tx
    .insertInto('import_source')
    .values({ name: storableText(it.name), ...row })
    .onConflict((on) => on.column('name').doUpdateSet(row))
    .execute();
}
