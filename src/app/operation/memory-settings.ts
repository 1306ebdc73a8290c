/**
 * What large pieces of memory the C library hands back to the system as soon as they are free. Left alone it learns to keep
 * them: a server that reads feeds by the megabyte then holds some 200 MB that nobody uses.
 */
const GIVEN_BACK_FROM_BYTES = 256 * 1024;

const SETTINGS = {
  MALLOC_MMAP_THRESHOLD_: String(GIVEN_BACK_FROM_BYTES),
  MALLOC_TRIM_THRESHOLD_: String(GIVEN_BACK_FROM_BYTES),
  MALLOC_ARENA_MAX: '2',
};

/** Room for what has just been made: what matching a device makes is mostly gone before half of this is full. */
const YOUNG_MEBIBYTES = 32;

/**
 * Has a process that stays start over in its own place, with the same number, as one whose C library gives back memory that
 * was freed and that has room for what lives shortly: neither can be said to a process that runs. Nothing happens once that is
 * done, where somebody has said something of it, and outside Linux. Called first of all.
 */
export function takeMemorySettings(it: NodeJS.Process): void {
  const isTold = Object.keys(SETTINGS).some((name) => it.env[name] !== undefined);
  if (it.platform !== 'linux' || isTold || it.channel !== undefined) return;
  const flags = [`--max-semi-space-size=${YOUNG_MEBIBYTES}`, ...it.execArgv];
  it.execve?.(it.execPath, [it.execPath, ...flags, ...it.argv.slice(1)], {
    ...SETTINGS,
    ...it.env,
  } as Record<string, string>);
}
