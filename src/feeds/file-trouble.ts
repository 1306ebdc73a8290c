const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system can only be read',
  ENOSPC: 'no room is left on the disk',
  EDQUOT: 'no room is left on the disk',
  EMFILE: 'too many files are open',
};

/** Why the system could not open, read or write a file, in words of a person; null: it is not of the system. */
export function fileTrouble(error: unknown): string | null {
  if (!(error instanceof Error) || !('syscall' in error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  // Node's own message ends with the call and the path, which may be that of an unfinished file.
  return WORDS[code] ?? error.message.replace(/, \w+ '.*$/s, '');
}
