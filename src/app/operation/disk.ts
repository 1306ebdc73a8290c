import { statfs } from 'node:fs/promises';

const GIGABYTE = 1_000_000_000;
/** An import, an index or a backup that meets a full disk fails in the middle; a day's growth is far less than this. */
const FREE_BYTES_MIN = 2 * GIGABYTE;

export interface DiskSpace {
  readonly freeBytes: number;
  readonly wholeBytes: number;
  /** Why it needs a person; null: there is enough. */
  readonly problem: string | null;
}

/** How much room there is for this user where a folder lies; null: there is no such folder yet. */
export async function diskSpaceOf(folder: string): Promise<DiskSpace | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return judgeSpace(bavail * bsize, blocks * bsize);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export function judgeSpace(freeBytes: number, wholeBytes: number): DiskSpace {
  const least = Math.min(FREE_BYTES_MIN, wholeBytes / 10);
  const problem =
    freeBytes < least ? `less than ${gigabytes(least)} GB are free: make room before it is full` : null;
  return { freeBytes, wholeBytes, problem };
}

export function sayDiskSpace({ freeBytes, wholeBytes }: DiskSpace): string {
  return `${gigabytes(freeBytes)} of ${gigabytes(wholeBytes)} GB free`;
}

function gigabytes(bytes: number): string {
  return (bytes / GIGABYTE).toFixed(1);
}
