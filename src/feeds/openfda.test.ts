import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { collectingSink } from '#test/collecting-sink';
import { mutatedJson } from '#test/mutated-json';
import { readRecall } from './openfda.ts';

function read(report: unknown) {
  const sink = collectingSink();
  readRecall(report, { file: 'recall.json', line: 1 }, sink);
  return sink;
}

const ENFORCEMENT = {
  recall_number: 'Z-0001-2026',
  recalling_firm: 'Acme Medical',
  product_description: 'Infusion pump',
  classification: 'Class I',
  status: 'Ongoing',
  reason_for_recall: 'May stop',
  recall_initiation_date: '20260102',
  code_info: 'Serial 1 to 9',
  more_code_info: 'and 12',
};

test('readRecall() reads an enforcement report, which gives the class', () => {
  assert.deepEqual(read(ENFORCEMENT).accepted, [
    {
      kind: 'recall',
      feed: 'openfda',
      id: 'Z-0001-2026',
      firm: 'Acme Medical',
      productDescription: 'Infusion pump',
      productCode: null,
      recallClass: 'I',
      status: 'Ongoing',
      reason: 'May stop',
      action: null,
      initiatedOn: '2026-01-02',
      endedOn: null,
      codeInfo: 'Serial 1 to 9 and 12',
      distribution: null,
      quantity: null,
    },
  ]);
});

test('readRecall() reads a device recall, which gives the product code', () => {
  const { accepted } = read({
    product_res_number: 'Z-0001-2026',
    product_code: 'FRN',
    recall_status: 'Open, Classified',
    event_date_initiated: '2026-01-02',
  });
  const [it] = accepted;
  assert.deepEqual(
    it?.kind === 'recall' && [it.id, it.productCode, it.status, it.initiatedOn, it.recallClass],
    ['Z-0001-2026', 'FRN', 'Open, Classified', '2026-01-02', null],
  );
});

test("readRecall() reads the agency's raw report, whose number stands in the description", () => {
  const { accepted } = read({
    'product-description': 'Nail. Recall # Z-1004-04.',
    'recalling-firm': 'Acme',
    'report-date': '06/13/2012',
  });
  assert.equal(accepted[0]?.kind === 'recall' && accepted[0].id, 'Z-1004-04');
});

test('readRecall() accepts or rejects whatever it is given', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), mutatedJson(ENFORCEMENT)), (report) => {
      const { accepted, rejected } = read(report);
      assert.equal(accepted.length + rejected.length, 1);
    }),
  );
});
