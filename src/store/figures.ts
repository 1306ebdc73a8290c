import { type ColumnType, sql } from 'kysely';
import type { Scope } from '#engine/access';
import { type Figures, NO_FIGURES, NO_PATCH_FIGURES, type PatchFigures } from '#engine/measure';
import { scopeCondition } from './device-conditions.ts';
import { storableText } from './json.ts';
import { isOfPlaces, readPlaceFigures } from './place-tally.ts';
import type { Db, Tx } from './store.ts';

export interface FigureTables {
  figure_day: {
    day: string;
    site: string;
    department: string;
    figures: ColumnType<Partial<Figures & PatchFigures>, string, string>;
  };
}

/** Figures of one department at one site; null: its devices name none. */
export interface PlaceFigures {
  readonly site: string | null;
  readonly department: string | null;
  readonly figures: Figures;
}

/** All figures of a place, as they are kept for a day. */
export interface KeptFigures extends PlaceFigures {
  readonly figures: Figures & PatchFigures;
}

/** What "lately" and "within months" mean on the day that is counted. */
export interface FigureDays {
  readonly today: string;
  readonly seenSince: Date;
  readonly in6: string;
  readonly in12: string;
  readonly in24: string;
}

/** Devices of some scopes by what is known of them, by site and department. */
export async function countFigures(
  db: Db | Tx,
  scopes: readonly Scope[],
  days: FigureDays,
): Promise<PlaceFigures[]> {
  return isOfPlaces(scopes) ? readPlaceFigures(db, scopes, days) : countFiguresOneByOne(db, scopes, days);
}

/** The same, by looking at each device. */
export async function countFiguresOneByOne(
  db: Db | Tx,
  scopes: readonly Scope[],
  { today, seenSince, in6, in12, in24 }: FigureDays,
): Promise<PlaceFigures[]> {
  const { rows } = await sql<{ site: string | null; department: string | null } & Figures>`
    select list.scope_site as site, list.scope_department as department,
      count(*)::integer as devices,
      count(*) filter (where manufacturer is not null and model is not null and serial is not null
        and coalesce(firmware, os_version) is not null and site is not null and department is not null
        and criticality is not null)::integer as complete,
      count(*) filter (where coalesce(firmware, os_version) is not null)::integer as "versionKnown",
      count(*) filter (where seen_at >= ${seenSince})::integer as seen,
      count(*) filter (where conflict_count = 0)::integer as agreed,
      count(*) filter (where is_registered)::integer as registered,
      count(*) filter (where eos_date >= ${today})::integer as supported,
      count(*) filter (where eos_date < ${today})::integer as "supportEnded",
      count(*) filter (where eos_date >= ${today} and eos_date < ${in6})::integer as "endsWithin6",
      count(*) filter (where eos_date >= ${today} and eos_date < ${in12})::integer as "endsWithin12",
      count(*) filter (where eos_date >= ${today} and eos_date < ${in24})::integer as "endsWithin24"
    from device_list as list where ${scopeCondition(scopes)} group by 1, 2
  `.execute(db);
  return rows.map(({ site, department, ...figures }) => ({ site, department, figures }));
}

/** Keeps the figures of a day; counted again on the same day, the later ones hold. */
export async function keepFigures(tx: Tx, day: string, places: readonly KeptFigures[]): Promise<void> {
  await tx.deleteFrom('figure_day').where('day', '=', day).execute();
  if (places.length === 0) return;
  await tx
    .insertInto('figure_day')
    .values(
      places.map((it) => ({
        day,
        site: storableText(it.site ?? ''),
        department: storableText(it.department ?? ''),
        figures: JSON.stringify(it.figures),
      })),
    )
    .execute();
}

/** What was kept since a day, oldest first. */
export async function listFigures(
  db: Db | Tx,
  since: string,
): Promise<(KeptFigures & { readonly day: string })[]> {
  const rows = await db
    .selectFrom('figure_day')
    .selectAll()
    .where('day', '>=', since)
    .orderBy('day')
    .execute();
  return rows.map((it) => ({
    day: it.day,
    site: it.site === '' ? null : it.site,
    department: it.department === '' ? null : it.department,
    // A count that came later is nought in what was kept before.
    figures: { ...NO_FIGURES, ...NO_PATCH_FIGURES, ...it.figures },
  }));
}

/** Identifiers that several devices share, which wait for a person to decide. */
export async function countDoubts(db: Db | Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from doubtful_merge where not is_hub
  `.execute(db);
  return rows[0]?.count ?? 0;
}
