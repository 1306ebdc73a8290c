import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';

const SHARED = fileURLToPath(new URL('../../shared/', import.meta.url));

/** Path of reference material that stands beside a checkout of the project; null where the clone stands alone. */
export function sharedFile(path: string): string | null {
  const file = SHARED + path;
  return existsSync(file) ? file : null;
}

/** The path, or null after marking the test as skipped with the reason. */
export function sharedOrSkip(t: TestContext, path: string): string | null {
  const file = sharedFile(path);
  if (file === null) t.skip(`reference material ../shared/${path} is not beside this checkout`);
  return file;
}
