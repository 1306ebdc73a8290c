import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A file to read, with its size for progress. */
export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
}

export interface Walked {
  readonly files: readonly FoundFile[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

interface Walk {
  readonly files: FoundFile[];
  readonly unreadable: { path: string; reason: string }[];
}

/**
 * All files under the given paths: folders are walked in name order, so that two runs read alike. Hidden files are
 * passed over; a symbolic link is followed only to a file inside the folder that is being walked.
 */
export function walk(paths: readonly string[]): Walked {
  const found: Walk = { files: [], unreadable: [] };
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) found.unreadable.push({ path, reason: 'no such file or folder' });
    else if (stat.isDirectory()) walkFolder(path, realpathSync(path), found);
    else found.files.push({ path, bytes: stat.size });
  }
  return found;
}

function walkFolder(folder: string, root: string, found: Walk): void {
  for (const entry of entriesOf(folder, found)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walkFolder(path, root, found);
    else if (entry.isFile() || (entry.isSymbolicLink() && leadsInto(path, root)))
      found.files.push({ path, bytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0 });
  }
}

function entriesOf(folder: string, { unreadable }: Walk) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter((it) => !it.name.startsWith('.'));
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).errno !== 'number') throw error;
    unreadable.push({ path: folder, reason: (error as Error).message });
    return [];
  }
}

/** Whether a link leads to a file under the root; folders are reached on their own, and links to them make rounds. */
function leadsInto(link: string, root: string): boolean {
  const isFile = statSync(link, { throwIfNoEntry: false })?.isFile() ?? false;
  return isFile && realpathSync(link).startsWith(root + sep);
}
