import { DEGREE_BITS } from './degree.ts';

/**
 * Joins lists of findings, each sorted and with a weakness at most once, into one like them; of several verdicts on a
 * weakness the strongest stays. The shortest are joined first, so that a long list is walked through once.
 */
export class Merger {
  #from = new Int32Array(1024);
  #into = new Int32Array(1024);

  /** The result stands until the next call. */
  merge(lists: Int32Array[]): Int32Array {
    const [first, ...others] = lists.sort((a, b) => a.length - b.length);
    let merged = first ?? NOTHING;
    for (const it of others) {
      if (merged.length === 0) merged = it;
      else merged = this.#mergeTwo(merged, it);
    }
    return merged;
  }

  #mergeTwo(a: Int32Array, b: Int32Array): Int32Array {
    if (this.#into.length < a.length + b.length) this.#into = new Int32Array(2 * (a.length + b.length));
    const into = this.#into;
    const length = mergeInto(into, a, b);
    this.#into = this.#from;
    this.#from = into;
    return into.subarray(0, length);
  }
}

const NOTHING = new Int32Array(0);

/** The number of findings. As numbers, those on one weakness stand side by side, the strongest last. */
function mergeInto(into: Int32Array, a: Int32Array, b: Int32Array): number {
  let [i, j, length] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [one, other] = [a[i] as number, b[j] as number];
    if (one >> DEGREE_BITS === other >> DEGREE_BITS) {
      into[length++] = one > other ? one : other;
      i++;
      j++;
    } else if (one < other) {
      into[length++] = one;
      i++;
    } else {
      into[length++] = other;
      j++;
    }
  }
  for (; i < a.length; i++) into[length++] = a[i] as number;
  for (; j < b.length; j++) into[length++] = b[j] as number;
  return length;
}

/** Sorts findings where they are and keeps of each weakness the strongest. */
export function strongest(findings: Int32Array): Int32Array {
  findings.sort();
  let count = 0;
  for (let i = 0; i < findings.length; i++) {
    const finding = findings[i] as number;
    const isSame = count > 0 && (findings[count - 1] as number) >> DEGREE_BITS === finding >> DEGREE_BITS;
    findings[isSame ? count - 1 : count++] = finding;
  }
  return findings.subarray(0, count);
}

const BLOCK = 2 ** 16;

/** Keeps copies of lists that stay, many to a block of memory: each on its own costs more than what is in it. */
export class Shelf {
  #block = new Int32Array(0);
  #used = 0;

  keep(list: Int32Array): Int32Array {
    const { length } = list;
    if (length === 0) return NOTHING;
    if (this.#used + length > this.#block.length) {
      this.#block = new Int32Array(Math.max(BLOCK, length));
      this.#used = 0;
    }
    const kept = this.#block.subarray(this.#used, this.#used + length);
    kept.set(list);
    this.#used += length;
    return kept;
  }
}
