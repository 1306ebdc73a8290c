import { TextPool } from './text-pool.ts';

type Numbers = Int32Array | Uint32Array | Uint8Array | Float64Array;

export function joinArrays<T extends Numbers>(a: T, b: T): T {
  const all = emptyLike(a, a.length + b.length);
  all.set(a as never);
  all.set(b as never, a.length);
  return all;
}

/** The kept rows of the lower column, then all of the upper one, each number of which `map` puts in its place. */
export function gather<T extends Numbers>(
  below: T,
  above: T,
  kept: Int32Array,
  map: (it: number) => number = same,
): T {
  const all = emptyLike(below, kept.length + above.length);
  for (let i = 0; i < kept.length; i++) all[i] = below[kept[i] as number] as number;
  for (let i = 0; i < above.length; i++) all[kept.length + i] = map(above[i] as number);
  return all;
}

function same(it: number): number {
  return it;
}

type Slices = readonly [starts: Int32Array, values: Int32Array];

/**
 * The same for rows of several numbers; `map` is told a number's place within its slice.
 * @param width numbers to a step of `starts`
 */
export function gatherSlices(
  [starts, values]: Slices,
  [startsAbove, valuesAbove]: Slices,
  kept: Int32Array,
  map: (it: number, at: number) => number,
  width = 1,
): { readonly starts: Int32Array; readonly values: Int32Array } {
  const all = new Int32Array(starts.length + startsAbove.length + values.length + valuesAbove.length);
  const startsNow = new Int32Array(kept.length + startsAbove.length);
  let length = 0;
  forRuns(kept, (from, to, at) => {
    const [first, last] = [(starts[from] as number) * width, (starts[to] as number) * width];
    all.set(values.subarray(first, last), length);
    for (let row = from; row < to; row++)
      startsNow[at + row - from] = (length - first) / width + (starts[row] as number);
    length += last - first;
  });
  for (let row = 0; row + 1 < startsAbove.length; row++) {
    startsNow[kept.length + row] = length / width;
    const [first, last] = [(startsAbove[row] as number) * width, (startsAbove[row + 1] as number) * width];
    for (let at = first; at < last; at++) all[length++] = map(valuesAbove[at] as number, at - first);
  }
  startsNow[startsNow.length - 1] = length / width;
  return { starts: startsNow, values: all.slice(0, length) };
}

/** The same for one text to a row. */
export function gatherTexts(below: TextPool, above: TextPool, kept: Int32Array): TextPool {
  const bytes = new Uint8Array(below.bytes.length + above.bytes.length);
  const ends = new Int32Array(kept.length + above.size);
  let length = 0;
  forRuns(kept, (from, to, at) => {
    const first = below.start(from);
    const last = below.start(to);
    bytes.set(below.bytes.subarray(first, last), length);
    for (let row = from; row < to; row++)
      ends[at + row - from] = length - first + (below.ends[row] as number);
    length += last - first;
  });
  bytes.set(above.bytes, length);
  for (let row = 0; row < above.size; row++) ends[kept.length + row] = length + (above.ends[row] as number);
  return new TextPool(bytes.slice(0, length + above.bytes.length), ends);
}

/** Calls with each run of rows `[from, to)` that stand side by side, and where the first of them stands now. */
function forRuns(kept: Int32Array, take: (from: number, to: number, at: number) => void): void {
  for (let at = 0; at < kept.length; ) {
    let end = at + 1;
    while (end < kept.length && kept[end] === (kept[end - 1] as number) + 1) end++;
    take(kept[at] as number, (kept[end - 1] as number) + 1, at);
    at = end;
  }
}

function emptyLike<T extends Numbers>(like: T, length: number): T {
  return new (like.constructor as new (length: number) => T)(length);
}
