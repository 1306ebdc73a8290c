import { sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { NamedModel } from '#engine/identify';
import { deviceCount, isVisible } from './device-counts.ts';
import type { Db, Tx } from './store.ts';

export interface ModelApartTables {
  model_apart: { one_id: string; other_id: string; at: Date; by_name: string };
}

/** A model as it is compared with others. */
export interface ComparedModel extends NamedModel {
  readonly vendorName: string | null;
}

/** Every model somebody may see that did not go into another one. */
export async function listComparedModels(db: Db | Tx, scopes: readonly Scope[]): Promise<ComparedModel[]> {
  return db
    .selectFrom('model')
    .leftJoin('vendor', 'vendor.id', 'model.vendor_id')
    .select(['model.id', 'model.name', 'model.vendor_id as vendorId', 'vendor.name as vendorName'])
    .select(deviceCount('model', scopes).as('devices'))
    .where('model.merged_into', 'is', null)
    .where(isVisible('model', scopes))
    .execute();
}

/** Pairs that a person said are two, as `pairKey` writes them. */
export async function listModelsApart(db: Db | Tx): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('model_apart').select(['one_id', 'other_id']).execute();
  return new Set(rows.map((it) => pairKey(it.one_id, it.other_id)));
}

export function pairKey(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

/** Keeps that two models are two. Said again, it changes nothing. */
export async function keepModelsApart(
  tx: Tx,
  [one, other]: readonly [string, string],
  { at, byName }: { readonly at: Date; readonly byName: string },
): Promise<void> {
  const [low, high] = one < other ? [one, other] : [other, one];
  await sql`
    insert into model_apart (one_id, other_id, at, by_name) values (${low}::uuid, ${high}::uuid, ${at}, ${byName})
    on conflict do nothing
  `.execute(tx);
}
