interface Sized {
  /** CSS grid track, such as "minmax(120px, 1fr)" or "84px". */
  readonly track: string;
  readonly from?: number;
}

/** Padding and border of a row, in pixels. */
const AROUND = 18;

/** Pixels a column needs at least. */
function leastOf({ track }: Sized): number {
  return Number(/(\d+)px/.exec(track)?.[1] ?? 0);
}

/** Pixels that columns need at least, with `besides` for what stands beside them. */
export function widthOf(columns: readonly Sized[], besides: number): number {
  return columns.reduce((sum, it) => sum + leastOf(it), AROUND + besides);
}

/**
 * The columns there is room for, in their order. Where they do not fit together, the one meant for the widest places gives
 * way first; one that is not meant for a width stays, so that what is left may still be too wide.
 */
export function fittingColumns<T extends Sized>(columns: readonly T[], room: number, besides: number): T[] {
  const shown = columns.filter((it) => room >= (it.from ?? 0));
  while (widthOf(shown, besides) > room) {
    const widest = Math.max(...shown.map((it) => it.from ?? 0));
    if (widest <= 0) break;
    shown.splice(
      shown.findLastIndex((it) => it.from === widest),
      1,
    );
  }
  return shown;
}
