import { compareDigits, compareLists, compareNumberLists, compareText, type Order } from './compare.ts';

const SEMVER = /^[v=]?\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9a-z.-]+))?(?:\+[0-9a-z.-]+)?$/i;

/** SemVer 2.0.0 §11; a leading `v` and missing parts are forgiven, as node-semver and Go do. */
export function compareSemver(a: string, b: string): Order | null {
  const [left, right] = [SEMVER.exec(a.trim()), SEMVER.exec(b.trim())];
  if (left === null || right === null) return null;
  return (
    compareNumberLists(left.slice(1, 4).map(orZero), right.slice(1, 4).map(orZero)) ||
    comparePreReleases(left[4], right[4])
  );
}

const orZero = (it: string | undefined): string => it ?? '0';

/** A version with a pre-release is older than the one without. */
export function comparePreReleases(a: string | undefined, b: string | undefined): Order {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return compareLists(a.split('.'), b.split('.'), compareIdentifiers);
}

function compareIdentifiers(a: string | undefined, b: string | undefined): Order {
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const [numericA, numericB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numericA && numericB) return compareDigits(a, b);
  if (numericA !== numericB) return numericA ? -1 : 1;
  return compareText(a, b);
}

const NUGET = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9a-z.-]+))?(?:\+[0-9a-z.-]+)?$/;

/** NuGet: SemVer with a fourth number, pre-releases without regard to case. */
export function compareNuget(a: string, b: string): Order | null {
  const [left, right] = [NUGET.exec(a.trim().toLowerCase()), NUGET.exec(b.trim().toLowerCase())];
  if (left === null || right === null) return null;
  return (
    compareNumberLists(left.slice(1, 5).map(orZero), right.slice(1, 5).map(orZero)) ||
    comparePreReleases(left[5], right[5])
  );
}
