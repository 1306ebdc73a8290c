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
  const dueText = asText(entry.dueDate);
  const dueOn = asDate(entry.dueDate);
  if (dueText !== null && dueOn === null)
    sink.reject({
      ...place,
      field: 'dueDate',
      reason: `KEV entry ${id}: "${dueText.slice(0, 60)}" is no date`,
    });
  sink.accept({
    kind: 'exploited',
    feed: 'kev',
    id,
    addedOn,
    dueOn,
    ransomware: asText(entry.knownRansomwareCampaignUse)?.toLowerCase() === 'known',
    action: asText(entry.requiredAction),
  });
}
