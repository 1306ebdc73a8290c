import * as z from 'zod';
import { Refused } from '../answer.ts';

interface ListPlace {
  readonly keys: readonly (string | null)[];
  readonly id: string;
}

/** The columns a list is sorted by, as the address has them. */
type Sort = readonly { readonly column: string; readonly falling: boolean }[];

const IDS = { uuid: z.uuid(), integer: z.string().regex(/^\d{1,9}$/) } as const;
const Keys = z.array(z.string().nullable()).max(8);

/** A place in a sorted list, as text; it says which order it is a place in. */
export function writeCursor(sort: Sort, { keys, id }: ListPlace): string {
  return cursorAt([textOf(sort), keys, id]);
}

/** @throws Refused when the cursor is of another list, or made up */
export function readCursor(sort: Sort, cursor: string, idType: keyof typeof IDS = 'uuid'): ListPlace {
  const [itsSort, keys, id] = placeIn(z.tuple([z.string(), Keys, IDS[idType]]), cursor);
  const isOurs =
    itsSort === textOf(sort) && keys.length === sort.length && !keys.some((it) => it?.includes('\0'));
  if (!isOurs) throw foreignCursor();
  return { keys, id };
}

function textOf(sort: Sort): string {
  return sort.map((it) => `${it.falling ? '-' : ''}${it.column}`).join(',');
}

/** A place in a list, as text. */
export function cursorAt(place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws Refused when the cursor is of another list, or made up */
export function placeIn<S extends z.ZodType>(schema: S, cursor: string): z.output<S> {
  const parsed = schema.safeParse(jsonIn(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success) throw foreignCursor();
  return parsed.data;
}

/** Place in a list sorted by id. @throws Refused when the cursor is of another list, or made up */
export function idIn(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(cursor)) return cursor;
  throw foreignCursor();
}

export function foreignCursor(): Refused {
  return new Refused(400, 'Cannot go on at this cursor: it is not from this list', { field: 'cursor' });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
