import type { AdvisoryRecord } from '#engine/words';
import type { Advisory } from './catalogue.ts';

/** What an advisory says in its own words goes before records that many publish in one form. */
const FEEDS: readonly AdvisoryRecord['feed'][] = ['csaf', 'openvex', 'cyclonedx-vex', 'cve'];
const ROLES: readonly AdvisoryRecord['publisherRole'][] = ['vendor', 'coordinator', 'other', 'user'];

/**
 * The order in which advisories speak: it does not hang on which file was read first, as the first to offer a fix is the one
 * that is shown, and its day the one a deadline counts from.
 */
export function compareAdvisories(a: Advisory, b: Advisory): number {
  return (
    FEEDS.indexOf(a.feed) - FEEDS.indexOf(b.feed) ||
    ROLES.indexOf(a.publisherRole) - ROLES.indexOf(b.publisherRole) ||
    compareText(b.revisedAt ?? '', a.revisedAt ?? '') || // the newest first
    compareText(a.id, b.id) ||
    compareText(a.publisher ?? '', b.publisher ?? '')
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
