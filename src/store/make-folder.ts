import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder that only its owner may enter, and those above it that are not there.
 * (Node's own way never comes to an end where the system has no place for one, as below /proc.)
 * @throws the system's error
 */
export function makeFolder(path: string): void {
  const isThere = existsSync(path) && statSync(path).isDirectory();
  if (isThere) return;
  const above = dirname(path);
  if (above !== path && !existsSync(above)) makeFolder(above);
  mkdirSync(path, { mode: 0o700 });
}
