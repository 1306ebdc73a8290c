import type { SchemeOrder } from './compare.ts';
import { compareApk, compareGentoo } from './ebuild.ts';
import { compareConan, compareGem } from './gem.ts';
import { compareAlpm, compareDeb, compareRpm } from './linux.ts';
import { compareMaven } from './maven.ts';
import { compareOpenssl } from './openssl.ts';
import { compareDatetime, compareIntdot, compareLexicographic } from './plain.ts';
import { comparePypi } from './pypi.ts';
import { compareNuget, compareSemver } from './semver.ts';

/** Schemes whose order is fully known. What is not here is undetermined, never guessed. */
const SCHEMES: Readonly<Record<string, SchemeOrder>> = {
  alpine: compareApk,
  alpm: compareAlpm,
  apk: compareApk,
  cargo: compareSemver,
  conan: compareConan,
  datetime: compareDatetime,
  deb: compareDeb,
  ebuild: compareGentoo,
  gem: compareGem,
  gentoo: compareGentoo,
  golang: compareSemver,
  hex: compareSemver,
  intdot: compareIntdot,
  lexicographic: compareLexicographic,
  maven: compareMaven,
  nginx: compareIntdot,
  npm: compareSemver,
  nuget: compareNuget,
  openssl: compareOpenssl,
  pypi: comparePypi,
  rpm: compareRpm,
  semver: compareSemver,
};

/** The order of two versions of a declared scheme; null: the scheme is not declared, or one is no version of it. */
export function compareByScheme(scheme: string, a: string, b: string): -1 | 0 | 1 | null {
  const compare = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  if (compare === undefined || Math.max(a.length, b.length) > LENGTH_MAX) return null;
  return compare(a, b);
}

const LENGTH_MAX = 400;

export function isDeclared(scheme: string): boolean {
  return Object.hasOwn(SCHEMES, scheme);
}
