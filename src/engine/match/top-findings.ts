import { DEGREE_BITS } from './degree.ts';

/** A finding of the fleet's most urgent ones. */
export interface TopFinding {
  readonly device: number;
  readonly vulnerability: number;
  readonly points: number;
}

export interface RankedFleet {
  /** Packed findings of each configuration; see `Matcher.findings`. */
  readonly findings: readonly Int32Array[];
  /** By device: index of its configuration. */
  readonly configurationOf: Int32Array;
  /** By device: what its clinical context adds to every finding on it. */
  readonly contextPoints: Float32Array;
  /** By vulnerability: what it brings whatever the device. */
  readonly vulnerabilityPoints: Float32Array;
}

/**
 * The `count` findings with the most points, the highest first; ties by device, then vulnerability. A finding's points
 * are its vulnerability's and its device's, so the best of a device is the best of its configuration plus its context:
 * devices are visited by that bound, and the search ends when no further one can reach the list.
 */
export function topFindings(fleet: RankedFleet, count: number): TopFinding[] {
  const { findings, configurationOf, contextPoints } = fleet;
  const best = findings.map((it) => bestPoints(it, fleet.vulnerabilityPoints));
  const bound = (device: number): number =>
    (best[configurationOf[device] as number] as number) + (contextPoints[device] as number);
  const ranked = new Map<number, Int32Array>();
  const top = new BestOf(count);
  for (const device of devicesByBound(configurationOf.length, bound, count)) {
    if (!top.mayTake(bound(device))) break;
    const configuration = configurationOf[device] as number;
    const sorted =
      ranked.get(configuration) ?? byPoints(findings[configuration] as Int32Array, fleet.vulnerabilityPoints);
    ranked.set(configuration, sorted);
    for (const vulnerability of sorted) {
      const points = (fleet.vulnerabilityPoints[vulnerability] as number) + (contextPoints[device] as number);
      if (!top.mayTake(points)) break;
      top.add({ device, vulnerability, points });
    }
  }
  return top.sorted();
}

function bestPoints(findings: Int32Array, points: Float32Array): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const it of findings) best = Math.max(best, points[it >> DEGREE_BITS] as number);
  return best;
}

function byPoints(findings: Int32Array, points: Float32Array): Int32Array {
  const vulnerabilities = findings.map((it) => it >> DEGREE_BITS);
  return vulnerabilities.sort((a, b) => (points[b] as number) - (points[a] as number) || a - b);
}

/**
 * Devices that can hold any of the best `count` findings, the most promising first. Each has at least one finding at
 * its bound, so whoever is below the bound of the `count`-th device cannot.
 */
function devicesByBound(devices: number, bound: (device: number) => number, count: number): number[] {
  const bounds = new Float64Array(devices);
  for (let device = 0; device < devices; device++) bounds[device] = bound(device);
  const least = nthLargest(bounds, count);
  const chosen: number[] = [];
  for (let device = 0; device < devices; device++)
    if ((bounds[device] as number) > least) chosen.push(device);
  chosen.sort((a, b) => (bounds[b] as number) - (bounds[a] as number) || a - b);
  // Of the many devices at the least bound the first ones fill the list.
  for (let device = 0, ties = 0; device < devices && ties < count; device++)
    if (bounds[device] === least && least > Number.NEGATIVE_INFINITY) {
      chosen.push(device);
      ties++;
    }
  return chosen;
}

/** The n-th largest value, by counting in steps first: sorting a million numbers takes longer than the rest. */
function nthLargest(values: Float64Array, n: number): number {
  const steps = new Int32Array(STEPS_PER_POINT * POINTS_MAX + 1);
  for (const it of values) if (it >= 0) steps[stepOf(it)] = (steps[stepOf(it)] as number) + 1;
  let step = steps.length - 1;
  let above = 0;
  while (step > 0 && above + (steps[step] as number) < n) above += steps[step--] as number;
  const inStep = values.filter((it) => it >= 0 && stepOf(it) === step).sort();
  return inStep[Math.max(0, inStep.length - (n - above))] ?? Number.NEGATIVE_INFINITY;
}

const STEPS_PER_POINT = 16;
/** Two halves of a score that ends at 100. */
const POINTS_MAX = 200;

function stepOf(points: number): number {
  return Math.min(STEPS_PER_POINT * POINTS_MAX, Math.floor(points * STEPS_PER_POINT));
}

/** Keeps the best so far in a heap whose root is the least of them. */
class BestOf {
  readonly #count: number;
  readonly #heap: TopFinding[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  /** Whether points as high as this could still get in. */
  mayTake(points: number): boolean {
    const least = this.#heap[0];
    return this.#heap.length < this.#count || (least !== undefined && points >= least.points);
  }

  add(finding: TopFinding): void {
    const heap = this.#heap;
    if (heap.length < this.#count) {
      heap.push(finding);
      this.#up(heap.length - 1);
      return;
    }
    const least = heap[0];
    if (least === undefined || order(finding, least) >= 0) return;
    heap[0] = finding;
    this.#down(0);
  }

  sorted(): TopFinding[] {
    return [...this.#heap].sort(order);
  }

  #up(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfWorse(at, parent)) return;
      at = parent;
    }
  }

  #down(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let worst = left;
      if (right < this.#heap.length && this.#isWorse(right, left)) worst = right;
      if (worst >= this.#heap.length || !this.#swapIfWorse(worst, at)) return;
      at = worst;
    }
  }

  #swapIfWorse(child: number, parent: number): boolean {
    if (!this.#isWorse(child, parent)) return false;
    const [a, b] = [this.#heap[child] as TopFinding, this.#heap[parent] as TopFinding];
    this.#heap[child] = b;
    this.#heap[parent] = a;
    return true;
  }

  #isWorse(a: number, b: number): boolean {
    return order(this.#heap[a] as TopFinding, this.#heap[b] as TopFinding) > 0;
  }
}

function order(a: TopFinding, b: TopFinding): number {
  return b.points - a.points || a.device - b.device || a.vulnerability - b.vulnerability;
}
