import type { RecallRecord } from '#engine/words';
import { asObject, asText, type JsonObject } from './json-shapes.ts';
import type { FeedSink, Place } from './sink.ts';

/**
 * Reads one openFDA recall (`device/recall`) or enforcement report (`device/enforcement`); both carry the recall
 * number, and only the second the class. The agency's raw reports write their field names with hyphens.
 * Source: open.fda.gov/apis/device/recall and …/enforcement.
 */
export function readRecall(json: unknown, place: Place, sink: FeedSink): void {
  const report = asObject(json);
  if (report === null) {
    sink.reject({ ...place, reason: 'Recall is not an object' });
    return;
  }
  const field = (...names: string[]): string | null =>
    names.map((name) => fieldOf(report, name)).find((it) => it !== null) ?? null;
  const description = field('product_description');
  const id =
    field('product_res_number', 'recall_number') ?? /Recall #\s*([A-Z]-\d+-\d+)/.exec(description ?? '')?.[1];
  if (id === undefined) {
    sink.reject({ ...place, field: 'recall_number', reason: 'Recall has no number' });
    return;
  }
  sink.accept({
    kind: 'recall',
    feed: 'openfda',
    id,
    firm: field('recalling_firm'),
    productDescription: description,
    productCode: field('product_code'),
    recallClass: classOf(field('classification')),
    status: field('recall_status', 'status'),
    reason: field('reason_for_recall'),
    action: field('action'),
    initiatedOn: dayOf(field('event_date_initiated', 'recall_initiation_date')),
    endedOn: dayOf(field('event_date_terminated', 'termination_date')),
    codeInfo: [field('code_info'), field('more_code_info')].filter((it) => it !== null).join(' ') || null,
    distribution: field('distribution_pattern'),
    quantity: field('product_quantity'),
  });
}

function fieldOf(report: JsonObject, name: string): string | null {
  return asText(report[name]) ?? asText(report[name.replaceAll('_', '-')]);
}

function classOf(text: string | null): RecallRecord['recallClass'] {
  const [, recallClass] = /^Class (I{1,3})$/i.exec(text ?? '') ?? [];
  return recallClass === undefined ? null : (recallClass.toUpperCase() as RecallRecord['recallClass']);
}

/** `20190530`, `2019-05-30` and `05/30/2019` → the ISO day. */
function dayOf(text: string | null): string | null {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text ?? '') ?? [];
  if (year !== undefined) return `${year}-${month}-${day}`;
  const [, usMonth, usDay, usYear] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text ?? '') ?? [];
  return usYear === undefined ? null : `${usYear}-${usMonth}-${usDay}`;
}
