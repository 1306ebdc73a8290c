import type { SsvcRecord } from '#engine/words';
import { asList, asObject, asObjects, asText, type JsonObject } from './json-shapes.ts';
import type { FeedSink, Place } from './sink.ts';
import { asCveId } from './vulnerability-id.ts';

/**
 * Reads one SSVC document on its own: CISA's coordinator decision (`id`, `options`) or a selection list of schema 2.0
 * (`target_ids`, `selections`). Source: certcc.github.io/SSVC.
 */
export function readSsvc(json: unknown, place: Place, sink: FeedSink): void {
  const document = asObject(json);
  const ids = [document?.id, ...asList(document?.target_ids)].flatMap((it) => asCveId(it) ?? []);
  if (document === null || ids.length === 0) {
    sink.reject({ ...place, field: 'target_ids', reason: 'SSVC decision names no CVE id' });
    return;
  }
  for (const id of new Set(ids)) sink.accept(ssvcRecord(id, document));
}

/** The decision points of a document as they are known, whichever way it lists them. */
export function ssvcRecord(id: string, document: JsonObject): SsvcRecord {
  const points = new Map([...optionsOf(document), ...selectionsOf(document)]);
  return {
    kind: 'ssvc',
    feed: 'ssvc',
    id,
    exploitation: exploitationOf(points.get('exploitation')),
    automatable: { yes: true, no: false }[points.get('automatable') ?? ''] ?? null,
    technicalImpact: technicalImpactOf(points.get('technical impact')),
    decidedAt: asText(document.timestamp),
  };
}

/** `options: [{"Exploitation": "active"}, {"Automatable": "no"}]` */
function optionsOf(document: JsonObject): [string, string][] {
  return asObjects(document.options).flatMap((option) =>
    Object.entries(option).map(([name, value]): [string, string] => [
      name.toLowerCase(),
      asText(value)?.toLowerCase() ?? '',
    ]),
  );
}

/** Keys of the decision points and of their values in schema 2.0. */
const POINT_OF_KEY: Readonly<Record<string, string>> = {
  E: 'exploitation',
  A: 'automatable',
  TI: 'technical impact',
};
const VALUE_OF_KEY: Readonly<Record<string, string>> = {
  'E/N': 'none',
  'E/P': 'poc',
  'E/A': 'active',
  'A/Y': 'yes',
  'A/N': 'no',
  'TI/P': 'partial',
  'TI/T': 'total',
};

function selectionsOf(document: JsonObject): [string, string][] {
  return asObjects(document.selections).flatMap((selection): [string, string][] => {
    const key = asText(selection.key) ?? '';
    const values = asObjects(selection.values);
    const point = POINT_OF_KEY[key];
    // Several values mean the analyst could not tell: that says nothing.
    if (point === undefined || values.length !== 1) return [];
    return [[point, VALUE_OF_KEY[`${key}/${asText(values[0]?.key) ?? ''}`] ?? '']];
  });
}

function exploitationOf(value: string | undefined): SsvcRecord['exploitation'] {
  if (value === 'public poc') return 'poc';
  return value === 'none' || value === 'poc' || value === 'active' ? value : null;
}

function technicalImpactOf(value: string | undefined): SsvcRecord['technicalImpact'] {
  return value === 'partial' || value === 'total' ? value : null;
}
