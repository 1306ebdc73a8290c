import * as z from 'zod';
import { Refused } from '../answer.ts';

const Place = z.tuple([z.string(), z.string(), z.uuid()]);

/** A place in a sorted list, as text; it says which order it is a place in. */
export function writeCursor(
  sort: string,
  { key, id }: { readonly key: string; readonly id: string },
): string {
  return cursorAt([sort, key, id]);
}

/** @throws Refused when the cursor is of another list, or made up */
export function readCursor(sort: string, cursor: string): { readonly key: string; readonly id: string } {
  const [itsSort, key, id] = placeIn(Place, cursor);
  if (itsSort !== sort || key.includes('\0')) throw foreignCursor();
  return { key, id };
}

/** A place in a list, as text. */
export function cursorAt(place: readonly (string | number)[]): string {
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
