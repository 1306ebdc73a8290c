import { IntList } from '#engine/catalogue';
import { DEGREE_BITS } from './degree.ts';

/**
 * Joins lists of findings, each sorted and with a weakness at most once, into one like them; of several verdicts on a
 * weakness the strongest stays. The shortest are joined first, so that a long list is walked through once.
 */
export class Merger {
  #merged = new IntList();
  #next = new IntList();

  /** The result stands until the next call. */
  merge(lists: readonly Int32Array[]): IntList {
    this.#merged.truncate(0);
    for (const it of lists.toSorted((a, b) => a.length - b.length)) {
      mergeInto(this.#next, this.#merged, it);
      [this.#merged, this.#next] = [this.#next, this.#merged];
    }
    return this.#merged;
  }
}

/** As numbers, findings on one weakness stand side by side, the strongest last. */
function mergeInto(into: IntList, { values: a, length: aLength }: IntList, b: Int32Array): void {
  into.reserve(aLength + b.length);
  const { values } = into;
  let [i, j, length] = [0, 0, 0];
  while (i < aLength && j < b.length) {
    const [one, other] = [a[i] as number, b[j] as number];
    if (one >> DEGREE_BITS === other >> DEGREE_BITS) {
      values[length++] = one > other ? one : other;
      i++;
      j++;
    } else if (one < other) {
      values[length++] = one;
      i++;
    } else {
      values[length++] = other;
      j++;
    }
  }
  while (i < aLength) values[length++] = a[i++] as number;
  while (j < b.length) values[length++] = b[j++] as number;
  into.length = length;
}

/** Sorts findings where they are and keeps of each weakness the strongest. */
export function keepStrongest(findings: IntList): void {
  sortNumbers(findings);
  const { values, length } = findings;
  let count = 0;
  for (let i = 0; i < length; i++) {
    const finding = values[i] as number;
    const isSame = count > 0 && (values[count - 1] as number) >> DEGREE_BITS === finding >> DEGREE_BITS;
    values[isSame ? count - 1 : count++] = finding;
  }
  findings.truncate(count);
}

/** Most lists are short, and then the call of the built-in sort costs more than the sorting. */
const SHORT = 32;

function sortNumbers({ values, length }: IntList): void {
  if (length > SHORT) {
    values.subarray(0, length).sort();
    return;
  }
  for (let i = 1; i < length; i++) {
    const value = values[i] as number;
    let at = i;
    for (; at > 0 && (values[at - 1] as number) > value; at--) values[at] = values[at - 1] as number;
    values[at] = value;
  }
}

const BLOCK = 2 ** 16;
const NOTHING = new Int32Array(0);

/** Keeps copies of lists that stay, many to a block of memory: each on its own costs more than what is in it. */
export class Shelf {
  #block = new Int32Array(0);
  #used = 0;

  keep({ values, length }: IntList): Int32Array {
    if (length === 0) return NOTHING;
    if (this.#used + length > this.#block.length) {
      this.#block = new Int32Array(Math.max(BLOCK, length));
      this.#used = 0;
    }
    const kept = this.#block.subarray(this.#used, this.#used + length);
    for (let i = 0; i < length; i++) kept[i] = values[i] as number;
    this.#used += length;
    return kept;
  }
}
