import { createRandom } from '../../src/sim/random.ts';

/** The same in an order that the seed alone decides. */
export function shuffled<T>(all: readonly T[], seed: number): T[] {
  const random = createRandom(seed);
  return all
    .map((it) => ({ it, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ it }) => it);
}
