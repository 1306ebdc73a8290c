import { type ColumnType, sql } from 'kysely';
import type { Db, Tx } from './store.ts';

export interface SettingTables {
  setting: {
    key: string;
    value: ColumnType<unknown, string, string>;
    changed_at: ColumnType<Date, never, never>;
  };
}

/** Reads a setting of the instance; null when it was never set. */
export async function readSetting(db: Db | Tx, key: string): Promise<unknown> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value ?? null;
}

export async function writeSetting(tx: Tx, key: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value);
  await tx
    .insertInto('setting')
    .values({ key, value: json })
    .onConflict((it) => it.column('key').doUpdateSet({ value: json }))
    .execute();
}

/** Sets what was never set. @returns the value that holds now: this one, or the one another node was first with */
export async function keepSetting(tx: Tx, key: string, value: unknown): Promise<unknown> {
  await tx
    .insertInto('setting')
    .values({ key, value: JSON.stringify(value) })
    .onConflict((it) => it.column('key').doNothing())
    .execute();
  return readSetting(tx, key);
}

/** Keeps other transactions that change this setting waiting until this one ends. */
export async function lockSetting(tx: Tx, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`setting ${key}`}))`.execute(tx);
}
