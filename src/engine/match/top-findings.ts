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
 * are its vulnerability's and its device's, so the best of a device is the best of its configuration plus its context.
 * As many devices as findings are wanted have one at least as good as the last of these bests, so that nothing below
 * it can reach the list, and only those devices are looked at.
 */
export function topFindings(fleet: RankedFleet, count: number): TopFinding[] {
  const { findings, configurationOf, contextPoints, vulnerabilityPoints } = fleet;
  const { devices, least } = promisingDevices(fleet, count);
  const top = new BestOf(count);
  for (const device of devices) {
    const context = contextPoints[device] as number;
    for (const it of findings[configurationOf[device] as number] as Int32Array) {
      const vulnerability = it >> DEGREE_BITS;
      const points = (vulnerabilityPoints[vulnerability] as number) + context;
      if (points >= least && top.mayTake(points)) top.add({ device, vulnerability, points });
    }
  }
  return top.sorted();
}

/** Devices that can hold any of the best `count` findings, by their best one, and the best of the last of them. */
function promisingDevices(fleet: RankedFleet, count: number): { devices: number[]; least: number } {
  const bests = bestsOfDevices(fleet);
  const least = nthLargest(bests, count);
  const devices: number[] = [];
  // Of the many devices at the least best the first ones fill the list.
  for (let device = 0, ties = 0; device < bests.length; device++) {
    const best = bests[device] as number;
    if (best > least || (best === least && ties++ < count)) devices.push(device);
  }
  if (least === Number.NEGATIVE_INFINITY) return { devices, least };
  return { devices: devices.sort((a, b) => (bests[b] as number) - (bests[a] as number) || a - b), least };
}

/** By device; minus infinity where it has no finding. */
function bestsOfDevices({ findings, configurationOf, contextPoints, vulnerabilityPoints }: RankedFleet) {
  const ofConfiguration = Float64Array.from(findings, (it) => bestPoints(it, vulnerabilityPoints));
  const bests = new Float64Array(configurationOf.length);
  for (let device = 0; device < bests.length; device++)
    bests[device] =
      (ofConfiguration[configurationOf[device] as number] as number) + (contextPoints[device] as number);
  return bests;
}

function bestPoints(findings: Int32Array, points: Float32Array): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < findings.length; i++) {
    const its = points[(findings[i] as number) >> DEGREE_BITS] as number;
    if (its > best) best = its;
  }
  return best;
}

/** The n-th largest value, by counting in steps first: sorting a million numbers takes longer than the rest. */
function nthLargest(values: Float64Array, n: number): number {
  const counts = new Int32Array(STEPS_PER_POINT * POINTS_MAX + 1);
  for (let i = 0; i < values.length; i++) {
    const step = stepOf(values[i] as number);
    if (step >= 0) counts[step] = (counts[step] as number) + 1;
  }
  let step = counts.length - 1;
  let above = 0;
  while (step > 0 && above + (counts[step] as number) < n) above += counts[step--] as number;
  const inStep = new Float64Array(counts[step] as number);
  let found = 0;
  for (let i = 0; i < values.length; i++)
    if (stepOf(values[i] as number) === step) inStep[found++] = values[i] as number;
  return inStep.sort()[Math.max(0, found - (n - above))] ?? Number.NEGATIVE_INFINITY;
}

const STEPS_PER_POINT = 16;
/** Two halves of a score that ends at 100. */
const POINTS_MAX = 200;

/** Below 0: no points. */
function stepOf(points: number): number {
  if (!(points >= 0)) return -1;
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
