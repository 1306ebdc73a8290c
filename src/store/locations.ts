import { type ColumnType, type Generated, sql } from 'kysely';
import type { LocationKind, PlaceStep } from '#engine/inherit';
import { storableText } from './json.ts';
import type { Tx } from './store.ts';

export interface LocationTables {
  location: {
    id: string;
    parent_id: string | null;
    kind: LocationKind;
    name: string;
    path: string;
    device_count: Generated<number>;
    created_at: ColumnType<Date, Date, never>;
  };
}

/** The location of each path; makes those that are new, the outer ones first. */
export async function ensureLocations(
  tx: Tx,
  places: readonly (readonly PlaceStep[])[],
  { newId, at }: { readonly newId: () => string; readonly at: Date },
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, PlaceStep & { readonly around: string | null }>();
  for (const steps of places)
    for (const [index, step] of steps.entries())
      if (!wanted.has(step.path)) wanted.set(step.path, { ...step, around: steps[index - 1]?.path ?? null });
  if (wanted.size === 0) return new Map();
  const rows = await tx
    .selectFrom('location')
    .select(['id', 'path'])
    .where(sql<boolean>`path = any(${[...wanted.keys()].map(storableText)}::text[])`)
    .execute();
  const found = new Map(rows.map((it) => [it.path, it.id]));
  const made = [];
  // A place stands before those within it in `wanted`, so the place around it has its id by then.
  for (const { path, kind, name, around } of wanted.values()) {
    if (found.has(path)) continue;
    const id = newId();
    found.set(path, id);
    made.push({
      id,
      kind,
      path: storableText(path),
      name: storableText(name),
      parent_id: around === null ? null : (found.get(around) ?? null),
      created_at: at,
    });
  }
  for (let from = 0; from < made.length; from += BATCH)
    await tx
      .insertInto('location')
      .values(made.slice(from, from + BATCH))
      .execute();
  return found;
}

const BATCH = 1000;
