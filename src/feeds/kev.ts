import { asDate, asObject, asText } from './json-shapes.ts';
import type { FeedSink, Place } from './sink.ts';
import { asCveId } from './vulnerability-id.ts';

/**
 * Reads one entry of CISA's catalogue of known exploited vulnerabilities; JSON and CSV use the same names.
 * Schema: cisa.gov/known-exploited-vulnerabilities-catalog.
 */
export function readKevEntry(json: unknown, place: Place, sink: FeedSink): void {
  const entry = asObject(json);
  const id = asCveId(entry?.cveID);
  const addedOn = asDate(entry?.dateAdded);
  if (entry === null || id === null) {
    sink.reject({ ...place, field: 'cveID', reason: 'KEV entry has no CVE id' });
    return;
  }
  if (addedOn === null) {
    sink.reject({ ...place, field: 'dateAdded', reason: `KEV entry ${id} has no date of addition` });
    return;
  }
  sink.accept({
    kind: 'exploited',
    feed: 'kev',
    id,
    addedOn,
    dueOn: asDate(entry.dueDate),
    ransomware: asText(entry.knownRansomwareCampaignUse)?.toLowerCase() === 'known',
    action: asText(entry.requiredAction),
  });
}
