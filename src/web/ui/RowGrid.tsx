import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useListKeys } from './list-keys.ts';
import { usePrinting } from './printing.ts';

export interface GridColumn<T> {
  readonly key: string;
  readonly title: string;
  /** CSS grid track, e.g. "minmax(120px, 1fr)". */
  readonly track: string;
  readonly align?: 'right';
  /** Left out when the grid is narrower than this, in pixels. */
  readonly from?: number;
  /** Order to ask for: first press, second press; a third goes back to the list's own order. */
  readonly sort?: readonly [string, string];
  readonly cell: (row: T) => ReactNode;
}

export type Density = 'roomy' | 'dense';

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
  /** How a row reads where there is no room for columns. */
  readonly card: (row: T) => ReactNode;
}

const CARDS_BELOW = 600;
const ROW_PIXELS = { dense: 36, roomy: 48 } as const;
const CARD_PIXELS = 96;
/** Rows put on paper; the download has all of them. */
const PRINTED_MAX = 400;

/** A list of any length: only the rows in view exist. Rows are reached with j, k and the arrows, opened with Enter. */
export function RowGrid<T>(props: RowGridProps<T>) {
  const { rows, keyOf, density, openKey, onOpen, onNearEnd } = props;
  const { ref: sizeRef, width } = useElementSize();
  const bodyRef = useRef<HTMLDivElement>(null);
  const gridRef = useMergedRef(sizeRef, useRef<HTMLDivElement>(null));
  const cards = width > 0 && width < CARDS_BELOW;
  const columns = cards ? [] : props.columns.filter((it) => width === 0 || width >= (it.from ?? 0));
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
  useListKeys({ move: (by) => moveTo(active + by), toEnd: (end) => moveTo(end ? rows.length - 1 : 0) });

  const tracks = { gridTemplateColumns: cards ? '1fr' : columns.map((it) => it.track).join(' ') };
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
              aria-selected={key === openKey}
              tabIndex={index === active ? 0 : -1}
              style={printing ? tracks : { ...tracks, transform: `translateY(${start - top}px)` }}
              onFocus={() => setActive(index)}
              onClick={(event) => {
                if (!(event.target as HTMLElement).closest('a, button')) onOpen?.(row);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row);
              }}
            >
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

function HeadCell<T>({ column, sort, onSort }: HeadCellProps<T>) {
  if (column.sort === undefined || onSort === undefined)
    return (
      <div role="columnheader" className={column.align}>
        {column.title}
      </div>
    );
  const [first, second] = column.sort;
  const isSorted = sort === first || sort === second;
  const falling = isSorted && sort.startsWith('-');
  const next = sort === first ? second : sort === second ? null : first;
  return (
    <div
      role="columnheader"
      className={column.align}
      aria-sort={isSorted ? (falling ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className="sort" onClick={() => onSort(next)}>
        {column.title}
        <span aria-hidden="true">{isSorted ? (falling ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </div>
  );
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
