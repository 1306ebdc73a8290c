/** What was known of a vulnerability at one time. */
export interface Evidence {
  readonly exploited: boolean;
  readonly cvss: number | null;
  readonly epss: number | null;
}

/** A forecast moves a little every day; so much is news. */
const EPSS_RISE = 0.1;
const CVSS_RISE = 0.1;

/** Why a decision made on earlier evidence has to be looked at again, in words; null: it need not. */
export function reopeningOf(then: Evidence, now: Evidence): string | null {
  if (now.exploited && !then.exploited) return 'It is now known to be exploited';
  if (now.cvss !== null && then.cvss === null)
    return `Its severity is now known: CVSS ${now.cvss.toFixed(1)}`;
  if (now.cvss !== null && then.cvss !== null && isRise(then.cvss, now.cvss, CVSS_RISE))
    return `Its severity rose from CVSS ${then.cvss.toFixed(1)} to ${now.cvss.toFixed(1)}`;
  if (now.epss !== null && isRise(then.epss ?? 0, now.epss, EPSS_RISE))
    return `Its EPSS rose from ${(then.epss ?? 0).toFixed(2)} to ${now.epss.toFixed(2)}`;
  return null;
}

/** Rounding as stored must not count as a rise, nor hide one. */
function isRise(before: number, after: number, by: number): boolean {
  return after - before > by - 1e-4;
}
