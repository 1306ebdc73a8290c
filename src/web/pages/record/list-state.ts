import { useState } from 'react';
import type { RowSelection } from '../../ui/RowGrid.tsx';

/** What a list has marked: single rows, or everything that its filter selects. */
export interface Marked extends RowSelection {
  readonly keys: ReadonlySet<string>;
  readonly isAll: boolean;
  readonly markAll: () => void;
  readonly clear: () => void;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Marks belong to one filter: another one selects other rows. */
export function useMarked(filter: string): Marked {
  const [state, setState] = useState({ filter, keys: NOTHING, isAll: false });
  const now = state.filter === filter ? state : { filter, keys: NOTHING, isAll: false };
  return {
    keys: now.keys,
    isAll: now.isAll,
    has: (key) => now.isAll || now.keys.has(key),
    mark: (keys, isMarked) => {
      const next = new Set(now.keys);
      for (const it of keys) {
        if (isMarked) next.add(it);
        else next.delete(it);
      }
      setState({ filter, keys: next, isAll: false });
    },
    markAll: () => setState({ ...now, isAll: true }),
    clear: () => setState({ filter, keys: NOTHING, isAll: false }),
  };
}

/** Columns a person chose, by key; unknown ones are left out, and none chosen means the list's own. */
export function chosenOf<T extends { readonly key: string }>(
  all: readonly T[],
  own: readonly string[],
  chosen: string | undefined,
): readonly T[] {
  const keys = chosen === undefined || chosen === '' ? own : chosen.split(',');
  const known = keys.flatMap((key) => all.filter((it) => it.key === key));
  return known.length === 0 ? all.filter((it) => own.includes(it.key)) : known;
}
