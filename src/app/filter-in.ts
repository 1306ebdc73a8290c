import { type Filter, type FilterFields, readFilter } from '#engine/filter';
import type { Context } from './context.ts';
import { Refused } from './refusal.ts';

/** @throws Refused that names the character at fault */
export function filterIn<Fields extends FilterFields>(
  text: string,
  fields: Fields,
  { now }: Pick<Context, 'now'>,
): Filter<keyof Fields & string> | null {
  const read = readFilter(text, fields, { nowMs: now().getTime() });
  if ('filter' in read) return read.filter;
  throw new Refused({
    code: 'invalid',
    because: `Cannot read filter at character ${read.at + 1}: ${read.problem}`,
    field: 'filter',
  });
}
