import type { Page } from '#contract/page';
import type { PageAsk } from './desk.ts';

/**
 * A page of a list that never changes, so the position in it is a stable key; the cursor says which list it is a
 * position in, so that one list's cursor is not taken for another's.
 */
export function page<Item, View>(
  list: string,
  items: readonly Item[],
  { cursor, limit }: PageAsk,
  view: (item: Item) => View,
): Page<View> {
  const from = cursor === undefined ? 0 : positionIn(list, cursor);
  const to = from + limit;
  return {
    items: items.slice(from, to).map(view),
    next: to < items.length ? `${to}.${fingerprint(list)}` : null,
    total: items.length,
  };
}

function positionIn(list: string, cursor: string): number {
  const [position = '', mark] = cursor.split('.');
  if (!/^\d{1,9}$/.test(position) || mark !== fingerprint(list))
    throw new RangeError('The cursor is not of this list: start again without one');
  return Number(position);
}

/** FNV-1a, 32 bits: short, and only a guard against mistakes. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}
