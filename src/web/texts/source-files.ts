import { globSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reading } from './reading.ts';

const SRC = fileURLToPath(new URL('../../', import.meta.url));

/** Words of the contract and the engine that pages show by value. */
const SHARED = [
  'contract/client.ts',
  'engine/access/roles.ts',
  'engine/access/words.ts',
  'engine/decisions/words.ts',
  'engine/mds2/patch-path.ts',
  'engine/measure/metrics.ts',
  'engine/measure/patch-measures.ts',
  'engine/procurement/checks.ts',
  'engine/reconciliation/discrepancies.ts',
  'engine/rubric/questions.ts',
  'engine/triage/readiness-reasons.ts',
];

/** The page that loads the app, and what is read of it: its description, and what stands there without a script. */
export const HTML = 'web/index.html';
export const TEXTS_OF_HTML = /(?<=name="description" content=")[^"]+|(?<=<noscript>)[^<]+/g;

/** Files whose texts are translated, below `src`, in the order of the catalogue. */
export function sourceFiles(): readonly string[] {
  const web = globSync('web/**/*.{ts,tsx}', { cwd: SRC }).map((it) => it.replaceAll('\\', '/'));
  return [...web.toSorted(), ...SHARED].filter((it) => readingIn(it) !== null);
}

/** How a literal is read in a file below `src` where nothing else says it; null: the file has no texts. */
export function readingIn(file: string): Reading | null {
  if (SHARED.includes(file)) return 'never';
  const isPage = /^web\/.*\.tsx?$/.test(file) && !/^web\/texts\/|\.test\.|\.d\.ts$/.test(file);
  return isPage ? 'prose' : null;
}

/** A file's path below `src`. */
export function belowSrc(path: string): string {
  return relative(SRC, resolve(path)).replaceAll('\\', '/');
}

export function aboveSrc(file: string): string {
  return `${SRC}${file}`;
}
