import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { fittingColumns } from './fitting-columns.ts';
import { useListKeys } from './list-keys.ts';
import { usePrinting } from './printing.ts';

export interface GridColumn<T> {
  readonly key: string;
  readonly title: string;
  /** CSS grid track, e.g. "minmax(120px, 1fr)". */
  readonly track: string;
  readonly align?: 'right';
  /** Left out when the grid is narrower than this, in pixels, or sooner where not all columns fit. */
  readonly from?: number;
  /** Order to ask for: first press, second press; a third goes back to the list's own order. */
  readonly sort?: readonly [string, string];
  readonly cell: (row: T) => ReactNode;
}

export type Density = 'roomy' | 'dense';

export interface RowSelection {
  readonly has: (key: string) => boolean;
  readonly mark: (keys: readonly string[], isMarked: boolean) => void;
}

interface RowGridProps<T> {
  readonly label: string;
  readonly columns: readonly GridColumn<T>[];
  /** Rows read so far; more are asked for as the end comes near. */
  readonly rows: readonly T[];
  readonly total: number;
  readonly keyOf: (row: T) => string;
  readonly density: Density;
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string | null) => void;
  readonly onOpen?: (row: T) => void;
  /** Told when j or k moves on while a row is open, so that what is open can follow. */
  readonly openKey?: string | undefined;
  readonly onNearEnd?: () => void;
  /** Rows can be marked, by box, by x, and from the last one marked on with Shift. */
  readonly selection?: RowSelection | undefined;
  /** How a row reads where there is no room for columns. */
  readonly card: (row: T) => ReactNode;
}

const CARDS_BELOW = 600;
const ROW_PIXELS = { dense: 36, roomy: 48 } as const;
const CARD_PIXELS = 96;
/** Width of the boxes that mark rows. */
const MARK_PIXELS = 32;
/** Rows put on paper; the download has all of them. */
const PRINTED_MAX = 400;

/** A list of any length: only the rows in view exist. Rows are reached with j, k and the arrows, opened with Enter. */
export function RowGrid<T>(props: RowGridProps<T>) {
  const { rows, keyOf, density, openKey, onOpen, onNearEnd } = props;
  const { ref: sizeRef, width } = useElementSize();
  const bodyRef = useRef<HTMLDivElement>(null);
  const gridRef = useMergedRef(sizeRef, useRef<HTMLDivElement>(null));
  // Until it is measured, it has no more room than the window.
  const room = width > 0 ? width : window.innerWidth;
  const cards = room < CARDS_BELOW;
  const beside = props.selection === undefined ? 0 : MARK_PIXELS;
  const columns = cards ? [] : fittingColumns(props.columns, room, beside);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const printing = usePrinting();
  const top = useOffset(bodyRef, width);

  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (cards ? CARD_PIXELS : ROW_PIXELS[density]),
    overscan: 12,
    scrollMargin: top,
    // The bars that stay at the top of the window.
    scrollPaddingStart: 96,
    scrollPaddingEnd: 24,
    getItemKey: (index) => keyOf(rows[index] as T),
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, density, cards]);

  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastShown >= rows.length - 40) onNearEnd?.();
  }, [lastShown, rows.length, onNearEnd]);

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    wantsFocus.current = true;
    setActive(next);
    virtualizer.scrollToIndex(next, { align: 'auto' });
    const row = rows[next];
    if (openKey !== undefined && row !== undefined) onOpen?.(row);
  };

  const { selection } = props;
  const lastMarked = useRef(0);
  const markTo = (index: number, isRange: boolean) => {
    const row = rows[index];
    if (selection === undefined || row === undefined) return;
    const isMarked = !selection.has(keyOf(row));
    const from = isRange ? Math.min(lastMarked.current, index) : index;
    const to = isRange ? Math.max(lastMarked.current, index) : index;
    lastMarked.current = index;
    selection.mark(rows.slice(from, to + 1).map(keyOf), isMarked);
  };
  useListKeys({
    move: (by) => moveTo(active + by),
    toEnd: (end) => moveTo(end ? rows.length - 1 : 0),
    ...(selection === undefined ? {} : { mark: (isRange) => markTo(active, isRange) }),
  });
  const boxes = selection === undefined ? '' : `${MARK_PIXELS}px `;
  const tracks = {
    gridTemplateColumns: `${boxes}${cards ? '1fr' : columns.map((it) => it.track).join(' ')}`,
  };
  const shown = printing ? rows.slice(0, PRINTED_MAX).map((_, index) => ({ index, start: 0 })) : items;
  return (
    <div
      ref={gridRef}
      className={`grid-list ${density} ${cards ? 'cards' : ''}`}
      role="grid"
      aria-label={props.label}
      aria-rowcount={props.total + 1}
    >
      <div role="rowgroup" className={cards ? 'grid-head-hidden' : 'grid-head'}>
        <div role="row" aria-rowindex={1} style={tracks}>
          {selection !== undefined && <AllBox keys={rows.map(keyOf)} selection={selection} />}
          {cards ? (
            <span role="columnheader">{props.label}</span>
          ) : (
            columns.map((it) => <HeadCell key={it.key} column={it} sort={props.sort} onSort={props.onSort} />)
          )}
        </div>
      </div>
      <div
        ref={bodyRef}
        role="rowgroup"
        className="grid-body"
        style={printing ? {} : { height: virtualizer.getTotalSize() }}
      >
        {shown.map(({ index, start }) => {
          const row = rows[index] as T;
          const key = keyOf(row);
          return (
            <div
              key={key}
              ref={(element) => {
                virtualizer.measureElement(element);
                if (element !== null && index === active && wantsFocus.current) {
                  wantsFocus.current = false;
                  element.focus({ preventScroll: true });
                }
              }}
              role="row"
              className={key === openKey ? 'grid-row open' : 'grid-row'}
              data-index={index}
              aria-rowindex={index + 2}
              aria-selected={selection === undefined ? key === openKey : selection.has(key)}
              tabIndex={index === active ? 0 : -1}
              style={printing ? tracks : { ...tracks, transform: `translateY(${start - top}px)` }}
              onFocus={() => setActive(index)}
              onClick={(event) => {
                if (!(event.target as HTMLElement).closest('a, button, input, label')) onOpen?.(row);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row);
              }}
            >
              {selection !== undefined && (
                <div role="gridcell" className="mark">
                  <input
                    type="checkbox"
                    aria-label="Mark this row"
                    checked={selection.has(key)}
                    onChange={() => undefined}
                    onClick={(event) => markTo(index, event.shiftKey)}
                  />
                </div>
              )}
              {cards ? (
                <div role="gridcell">{props.card(row)}</div>
              ) : (
                columns.map((it) => (
                  <div key={it.key} role="gridcell" className={it.align}>
                    {it.cell(row)}
                  </div>
                ))
              )}
            </div>
          );
        })}
      </div>
      {printing && rows.length > PRINTED_MAX && (
        <p className="muted">
          The first {PRINTED_MAX} of {props.total} rows; the download has all of them.
        </p>
      )}
    </div>
  );
}

interface HeadCellProps<T> {
  readonly column: GridColumn<T>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string | null) => void) | undefined;
}

function AllBox({ keys, selection }: { readonly keys: readonly string[]; readonly selection: RowSelection }) {
  const marked = keys.filter(selection.has).length;
  return (
    <div role="columnheader" className="mark">
      <input
        ref={(box) => {
          if (box !== null) box.indeterminate = marked > 0 && marked < keys.length;
        }}
        type="checkbox"
        aria-label="Mark all rows read so far"
        checked={keys.length > 0 && marked === keys.length}
        onChange={() => selection.mark(keys, marked < keys.length)}
      />
    </div>
  );
}

function HeadCell<T>({ column, sort, onSort }: HeadCellProps<T>) {
  if (column.sort === undefined || onSort === undefined)
    return (
      <div role="columnheader" className={column.align}>
        {column.title}
      </div>
    );
  const [first, second] = column.sort;
  const steps = sort?.split(',') ?? [];
  // An order by several columns begins with the one it is pressed at.
  const [up, down] = [leadOf(first), leadOf(second)];
  const place = steps.findIndex((it) => it === up || it === down);
  const own = steps[place];
  const next = own === up ? second : own === down ? null : first;
  const press = (isAdded: boolean) => {
    if (!isAdded) return onSort(next);
    const others = steps.filter((it) => it !== own);
    const all = next === null ? others : place === -1 ? [...others, next] : steps.with(place, next);
    onSort(all.length === 0 ? null : [...new Set(all.flatMap((it) => it.split(',')))].join(','));
  };
  return (
    <div
      role="columnheader"
      className={column.align}
      aria-sort={own === undefined ? 'none' : own.startsWith('-') ? 'descending' : 'ascending'}
    >
      <button
        type="button"
        className="sort"
        title="Shift adds it to the order there is"
        onClick={(event) => press(event.shiftKey)}
      >
        {column.title}
        <span aria-hidden="true">
          {own === undefined ? '' : own.startsWith('-') ? ' ↓' : ' ↑'}
          {own !== undefined && steps.length > 1 ? <sub>{place + 1}</sub> : null}
        </span>
      </button>
    </div>
  );
}

function leadOf(sort: string): string {
  return sort.split(',')[0] ?? sort;
}

/** Distance of the list from the top of the document, which moves when the page above it changes. */
function useOffset(ref: { readonly current: HTMLElement | null }, width: number): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (ref.current === null) return;
      const next = Math.round(ref.current.getBoundingClientRect().top + window.scrollY);
      setTop((now) => (now === next ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [ref, width]);
  return top;
}
