import {
  compareDigits,
  compareLists,
  compareNumberLists,
  compareNumbers,
  compareText,
  type Order,
} from './compare.ts';

const PEP440 =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?((?:-\d+)|(?:[-_.]?(?:post|rev|r)[-_.]?\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

interface PythonVersion {
  readonly epoch: string;
  readonly release: readonly string[];
  /** Phase −1: only a development release; 0–2: a, b, rc; 3: none. */
  readonly phase: number;
  readonly phaseNumber: string;
  /** Null: no post-release. */
  readonly post: string | null;
  readonly dev: string | null;
  readonly local: readonly string[];
}

const PHASES: Readonly<Record<string, number>> = {
  a: 0,
  alpha: 0,
  b: 1,
  beta: 1,
  c: 2,
  rc: 2,
  pre: 2,
  preview: 2,
};

/** PEP 440, "Summary of permitted suffixes and relative ordering". */
export function comparePypi(a: string, b: string): Order | null {
  const [left, right] = [read(a), read(b)];
  if (left === null || right === null) return null;
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareNumberLists(left.release, right.release) ||
    compareNumbers(left.phase, right.phase) ||
    compareDigits(left.phaseNumber, right.phaseNumber) ||
    compareOptional(left.post, right.post, -1) ||
    compareOptional(left.dev, right.dev, 1) ||
    compareLists(left.local, right.local, compareLocal)
  );
}

function read(text: string): PythonVersion | null {
  const found = PEP440.exec(text.trim().toLowerCase());
  if (found === null) return null;
  const post = found[5] === undefined ? null : (/\d+$/.exec(found[5])?.[0] ?? '0');
  const dev = found[6] === undefined ? null : (found[7] ?? '0');
  const phase = found[3] === undefined ? (post === null && dev !== null ? -1 : 3) : (PHASES[found[3]] ?? 0);
  return {
    epoch: found[1] ?? '0',
    release: (found[2] ?? '').split('.'),
    phase,
    phaseNumber: found[4] ?? '0',
    post,
    dev,
    local: found[8]?.split(/[-_.]/) ?? [],
  };
}

/** `absent` is the place of a version without the suffix: before one with a post-release, after one with a dev. */
function compareOptional(a: string | null, b: string | null, absent: Order): Order {
  if (a !== null && b !== null) return compareDigits(a, b);
  if (a === b) return 0;
  return a === null ? absent : absent === 1 ? -1 : 1;
}

function compareLocal(a: string | undefined, b: string | undefined): Order {
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const [numericA, numericB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numericA && numericB) return compareDigits(a, b);
  if (numericA !== numericB) return numericA ? 1 : -1;
  return compareText(a, b);
}
