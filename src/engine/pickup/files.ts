/** A file as a look into a folder found it. */
export interface FileLook {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** The same at an earlier look, with when it was first found like this. */
export interface EarlierLook extends FileLook {
  readonly since: Date;
  readonly state: 'growing' | 'finished' | 'taken';
}

/** A file that stays the same for so long is finished. */
const SETTLED_MS = 10_000;

/** What an earlier look and this one say together. */
export function lookAgain(it: FileLook, before: EarlierLook | null, now: Date): EarlierLook {
  const same =
    before !== null && before.bytes === it.bytes && before.modifiedAt.getTime() === it.modifiedAt.getTime();
  if (!same) return { ...it, since: now, state: 'growing' };
  const isSettled = now.getTime() - before.since.getTime() >= SETTLED_MS;
  return before.state === 'growing' && isSettled ? { ...before, state: 'finished' } : before;
}

/** Names under which programs write what is not finished, and hidden files. */
const UNFINISHED = /^[.~]|~$|\.(?:part|partial|tmp|temp|filepart|crdownload|swp|lock)$/i;

/** Whether a file of this name is wanted. @param pattern "*.csv"; null: every file */
export function isWanted(name: string, pattern: string | null): boolean {
  return !UNFINISHED.test(name) && (pattern === null || fits(name.toLowerCase(), pattern.toLowerCase()));
}

/** `*` stands for any text, `?` for one character. Goes back to the last star alone, so that time stays bounded. */
function fits(name: string, pattern: string): boolean {
  let at = 0;
  let place = 0;
  let star: { readonly pattern: number; name: number } | null = null;
  while (at < name.length) {
    if (pattern[place] === '*') star = { pattern: place++, name: at };
    else if (pattern[place] === '?' || pattern[place] === name[at]) {
      place++;
      at++;
    } else if (star !== null) {
      place = star.pattern + 1;
      at = ++star.name;
    } else return false;
  }
  while (pattern[place] === '*') place++;
  return place === pattern.length;
}

/** What was taken before, by its content. */
export interface TakenFile {
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
  /** When the source said it. */
  readonly at: Date;
}

/**
 * Whether a file says something that was not taken before. The content of the newest one says nothing new; that of an
 * older one does, for the source has gone back to it, unless it is the older file itself.
 * @param taken newest first
 */
export function isNews(it: TakenFile, taken: readonly TakenFile[]): boolean {
  if (taken[0]?.hash === it.hash) return false;
  return !taken.some((other) => other.hash === it.hash && other.at.getTime() === it.at.getTime());
}
