import { type ColumnType, type Generated, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { Filter, SEGMENT_FILTER_FIELDS } from '#engine/filter';
import type { Exposure } from '#engine/words';
import { deviceCount, isVisible } from './device-counts.ts';
import { type FilterColumn, filterCondition } from './filter-condition.ts';
import { storableJson, storableText } from './json.ts';
import type { ListPlace } from './keyset.ts';
import { countNouns, deleteNoun, type NounPage, nounSorts, pageOfNouns } from './noun-lists.ts';
import type { Db, Tx } from './store.ts';
import type { NamedNoun } from './vendors.ts';

export interface SegmentTables {
  segment: {
    id: string;
    key: string;
    name: string;
    cidrs: ColumnType<readonly string[], string | undefined, string>;
    vlan: string | null;
    exposure: Exposure | null;
    notes: Generated<string>;
    device_count: Generated<number>;
    version: Generated<number>;
    created_at: ColumnType<Date, Date, never>;
    changed_at: Date;
  };
}

export interface Segment {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly cidrs: readonly string[];
  readonly vlan: string | null;
  readonly exposure: Exposure | null;
  readonly notes: string;
  readonly deviceCount: number;
  readonly version: number;
}

/** Every segment; a hospital has some hundreds at most. */
export async function listSegments(db: Db | Tx): Promise<Segment[]> {
  const rows = await db
    .selectFrom('segment')
    .select(['id', 'key', 'name', 'cidrs', 'vlan', 'exposure', 'notes', 'device_count', 'version'])
    .orderBy('key')
    .execute();
  return rows.map(({ device_count, ...it }) => ({ ...it, deviceCount: device_count }));
}

/** Makes segments that devices name and nobody has described yet. */
export async function insertNamedSegments(
  tx: Tx,
  segments: readonly (NamedNoun & { readonly id: string })[],
  at: Date,
): Promise<void> {
  if (segments.length === 0) return;
  await tx
    .insertInto('segment')
    .values(
      segments.map(({ id, key, name }) => ({
        id,
        key: storableText(key),
        name: storableText(name),
        vlan: null,
        exposure: null,
        created_at: at,
        changed_at: at,
      })),
    )
    .execute();
}

type SegmentField = keyof typeof SEGMENT_FILTER_FIELDS;

export interface SegmentSelection {
  readonly filter: Filter<SegmentField> | null;
  readonly scopes: readonly Scope[];
}

export type SegmentSort = 'name' | 'devices' | 'exposure';

/** Most exposed first. */
const RANK = sql`array_position(array['internet-facing', 'flat', 'segmented', 'isolated'], segment.exposure)`;

/** A page of segments, with the place each stands at. */
export async function pageSegments(
  db: Db | Tx,
  selection: SegmentSelection,
  page: NounPage<SegmentSort>,
): Promise<{ readonly segment: Segment; readonly place: ListPlace }[]> {
  const query = segmentsQuery(db, selection.scopes).where(conditionOf(selection));
  const found = await pageOfNouns(query, 'segment', sortsFor(selection.scopes), page);
  return found.map(({ item, place }) => ({ segment: item, place }));
}

function sortsFor(scopes: readonly Scope[]) {
  return {
    ...nounSorts('segment', scopes),
    exposure: { sql: RANK, type: 'integer', isNullable: true },
  } as const;
}

export async function countSegments(db: Db | Tx, selection: SegmentSelection): Promise<number> {
  return countNouns(db, 'segment', conditionOf(selection));
}

export async function findSegment(
  db: Db | Tx,
  id: string,
  scopes: readonly Scope[],
): Promise<Segment | null> {
  const row = await segmentsQuery(db, scopes)
    .where('id', '=', id)
    .where(isVisible('segment', scopes))
    .executeTakeFirst();
  return row ?? null;
}

type SegmentFacts = Pick<Segment, 'name' | 'cidrs' | 'vlan' | 'exposure' | 'notes'>;

/** @returns false when there is one of that name */
export async function insertSegment(
  tx: Tx,
  it: SegmentFacts & Pick<Segment, 'id' | 'key'>,
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('segment')
    .values({ id: it.id, key: it.key, ...rowOf(it), created_at: at, changed_at: at })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Changes it and counts the version up. @returns false when the segment has another version by now */
export async function changeSegment(
  tx: Tx,
  { id, version }: Pick<Segment, 'id' | 'version'>,
  facts: SegmentFacts,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('segment')
    .set((it) => ({ version: it('version', '+', 1), ...rowOf(facts), changed_at: at }))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @returns false when devices are in it */
export async function deleteSegment(tx: Tx, id: string): Promise<boolean> {
  return deleteNoun(tx, 'segment', id);
}

function rowOf({ name, cidrs, vlan, exposure, notes }: SegmentFacts) {
  return {
    name: storableText(name),
    cidrs: storableJson(cidrs),
    vlan: vlan === null ? null : storableText(vlan),
    exposure,
    notes: storableText(notes),
  };
}

function conditionOf({ filter, scopes }: SegmentSelection) {
  const parts = [isVisible('segment', scopes)];
  if (filter !== null) {
    const columns: Readonly<Record<SegmentField, FilterColumn>> = {
      name: { kind: 'text', sql: sql`lower(segment.name)` },
      vlan: { kind: 'text', sql: sql`lower(segment.vlan)` },
      exposure: { kind: 'text', sql: sql`segment.exposure` },
      devices: { kind: 'integer', sql: deviceCount('segment', scopes) },
    };
    const search = sql`lower(concat_ws(' ', segment.name, segment.vlan, segment.cidrs::text))`;
    parts.push(filterCondition(filter, { columns: (it) => columns[it], search }));
  }
  return sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

function segmentsQuery(db: Db | Tx, scopes: readonly Scope[]) {
  return db
    .selectFrom('segment')
    .select(['id', 'key', 'name', 'cidrs', 'vlan', 'exposure', 'notes', 'version'])
    .select(deviceCount('segment', scopes).as('deviceCount'));
}
