/** Deadlines, sessions and one-time codes stand on the clock; codes of authenticator apps fail beyond half a minute. */
const DIFFERENCE_SECONDS_MAX = 5;

/**
 * Why the clock of this machine needs a person; null: nothing speaks against it.
 * @param databaseNow what the database server says it is; null: it runs on this machine
 * @param lastEntryAt the newest entry of the audit log; null: none
 */
export function clockProblem(
  now: Date,
  { databaseNow, lastEntryAt }: { readonly databaseNow: Date | null; readonly lastEntryAt: Date | null },
): string | null {
  const apart = databaseNow === null ? 0 : (now.getTime() - databaseNow.getTime()) / 1000;
  if (Math.abs(apart) > DIFFERENCE_SECONDS_MAX)
    return `it is ${Math.abs(Math.round(apart))} seconds ${apart > 0 ? 'ahead of' : 'behind'} the database server: let both follow one time server`;
  const ahead = lastEntryAt === null ? 0 : (lastEntryAt.getTime() - now.getTime()) / 1000;
  if (ahead > DIFFERENCE_SECONDS_MAX)
    return `the newest entry of the audit log lies ${Math.round(ahead)} seconds in the future: the clock was set back`;
  return null;
}
