import { compareNumberLists, compareText, type Order } from './compare.ts';
import { comparePreReleases } from './semver.ts';

const OPENSSL = /^(\d+)\.(\d+)\.(\d+)([a-z]*)(?:-([a-z0-9.-]+))?$/;

/** OpenSSL: letters up to 1.1.1 ("1.0.2zb"), SemVer from 3.0 on. */
export function compareOpenssl(a: string, b: string): Order | null {
  const [left, right] = [OPENSSL.exec(a.trim().toLowerCase()), OPENSSL.exec(b.trim().toLowerCase())];
  if (left === null || right === null) return null;
  return (
    compareNumberLists(left.slice(1, 4), right.slice(1, 4)) ||
    compareText(left[4] ?? '', right[4] ?? '') ||
    comparePreReleases(spaced(left[5]), spaced(right[5]))
  );
}

/** "beta1" → "beta.1", so that beta10 follows beta9. */
function spaced(text: string | undefined): string | undefined {
  return text?.replaceAll(/([a-z])(?=\d)/g, '$1.');
}
