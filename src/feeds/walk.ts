import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';

/** A file to read, with its size for progress. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
}

export interface Walked {
  readonly files: readonly FoundFile[];
  readonly missing: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * All files under the given paths: folders are walked in name order, so that two runs read alike. Hidden files are
 * passed over; a symbolic link is followed only to a file inside the folder that is being walked.
 */
export function walk(paths: readonly string[]): Walked {
  const files: FoundFile[] = [];
  const missing: { path: string; reason: string }[] = [];
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) missing.push({ path, reason: 'no such file or folder' });
    else if (stat.isDirectory()) walkFolder(path, realpathSync(path), files);
    else files.push({ path, bytes: stat.size });
  }
  return { files, missing };
}

function walkFolder(folder: string, root: string, files: FoundFile[]): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (basename(path).startsWith('.')) continue;
    if (entry.isDirectory()) walkFolder(path, root, files);
    else if (entry.isFile()) files.push({ path, bytes: lstatSync(path).size });
    else if (entry.isSymbolicLink()) {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat?.isFile() === true && realpathSync(path).startsWith(root + sep))
        files.push({ path, bytes: stat.size });
    }
  }
}
