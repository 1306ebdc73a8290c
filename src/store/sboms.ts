import { type ColumnType, sql } from 'kysely';
import type { Component } from '#engine/words';
import { storableJson } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface SbomTables {
  sbom: {
    id: string;
    model_id: string;
    version: string | null;
    file: string;
    format: string;
    document: Buffer;
    components: ColumnType<readonly Component[], string, never>;
    is_complete: boolean;
    is_current: boolean;
    at: Date;
    by_name: string;
  };
}

/** A bill of materials as it is kept. */
export interface KeptSbom {
  readonly id: string;
  readonly modelId: string;
  /** The software version it lists; null: any. */
  readonly version: string | null;
  readonly file: string;
  readonly format: string;
  readonly components: readonly Component[];
  readonly isComplete: boolean;
  readonly at: Date;
  readonly byName: string;
}

/** Keeps a bill of materials; it takes the place of the earlier one of the same version. */
export async function insertSbom(tx: Tx, sbom: KeptSbom, document: Uint8Array): Promise<void> {
  await tx
    .updateTable('sbom')
    .set({ is_current: false })
    .where('model_id', '=', sbom.modelId)
    .where((it) => (sbom.version === null ? it('version', 'is', null) : it('version', '=', sbom.version)))
    .execute();
  await tx
    .insertInto('sbom')
    .values({
      id: sbom.id,
      model_id: sbom.modelId,
      version: sbom.version,
      file: sbom.file,
      format: sbom.format,
      document: Buffer.from(document),
      components: storableJson(sbom.components),
      is_complete: sbom.isComplete,
      is_current: true,
      at: sbom.at,
      by_name: sbom.byName,
    })
    .execute();
}

/** Bills of materials of a model that count, the newest first. */
export async function listSboms(db: Db | Tx, modelId: string): Promise<KeptSbom[]> {
  return sbomsQuery(db)
    .where('model_id', '=', modelId)
    .where('is_current', '=', true)
    .orderBy('id', 'desc')
    .execute();
}

export async function findSbom(db: Db | Tx, id: string): Promise<KeptSbom | null> {
  return (await sbomsQuery(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The file as it came. */
export async function readSbomDocument(db: Db | Tx, id: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('sbom').select('document').where('id', '=', id).executeTakeFirst();
  return row?.document ?? null;
}

function sbomsQuery(db: Db | Tx) {
  return db
    .selectFrom('sbom')
    .select([
      'id',
      'model_id as modelId',
      'version',
      'file',
      'format',
      'components',
      'is_complete as isComplete',
      'at',
      'by_name as byName',
    ]);
}

/** Which bills of materials there are for models, without their contents. */
export async function listBills(
  db: Db | Tx,
  modelIds: readonly string[],
): Promise<Pick<KeptSbom, 'id' | 'modelId' | 'version' | 'file'>[]> {
  if (modelIds.length === 0) return [];
  return db
    .selectFrom('sbom')
    .select(['id', 'model_id as modelId', 'version', 'file'])
    .where('is_current', '=', true)
    .where(sql<boolean>`model_id = any(${[...modelIds]}::uuid[])`)
    .orderBy('id', 'desc')
    .execute();
}

/** These bills of materials, whole. */
export async function listSbomsById(db: Db | Tx, ids: readonly string[]): Promise<KeptSbom[]> {
  if (ids.length === 0) return [];
  return sbomsQuery(db)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute();
}
