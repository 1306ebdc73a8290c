import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AdvisoryRecord } from '#engine/words';
import { collectingSink } from '#test/collecting-sink';
import { mutatedJson } from '#test/mutated-json';
import { readOpenVex } from './openvex.ts';

function read(document: unknown) {
  const sink = collectingSink();
  readOpenVex(document, { file: 'vex.json' }, sink);
  return { ...sink, record: sink.accepted[0] as AdvisoryRecord };
}

const PUMP = 'pkg:generic/acme/pump@1.2';

function aDocument(...statements: object[]) {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://acme.example/vex-1',
    author: 'Acme Medical',
    timestamp: '2026-01-02T00:00:00Z',
    version: 1,
    statements,
  };
}

const aStatement = (over: object = {}) => ({
  vulnerability: { name: 'CVE-2026-0001', aliases: ['GHSA-2345-cfgh-jmpq'] },
  products: [{ '@id': PUMP }],
  status: 'not_affected',
  justification: 'component_not_present',
  ...over,
});

test('readOpenVex() reads a statement with its product, status and reason', () => {
  const { record, rejected } = read(aDocument(aStatement()));
  assert.deepEqual(rejected, []);
  assert.deepEqual(
    [record.id, record.publisher, record.isVex],
    ['https://acme.example/vex-1', 'Acme Medical', true],
  );
  const [product] = record.products;
  assert.deepEqual(
    [product?.vendor, product?.name, product?.version],
    ['acme', 'pump', { kind: 'exact', text: '1.2' }],
  );
  const [vulnerability] = record.vulnerabilities;
  assert.deepEqual([vulnerability?.id, vulnerability?.aliases], ['CVE-2026-0001', ['GHSA-2345-cfgh-jmpq']]);
  assert.deepEqual(vulnerability?.statuses, [
    { productId: PUMP, status: 'not-affected', justification: 'component_not_present' },
  ]);
});

test('readOpenVex() binds what is said of a component to the product it is in', () => {
  const products = [{ '@id': PUMP, subcomponents: [{ '@id': 'pkg:npm/left-pad@1.0' }] }];
  const { record } = read(aDocument(aStatement({ products })));
  const part = record.products.find((it) => it.name === 'left-pad');
  assert.equal(part?.platform?.name, 'pump');
  assert.equal(record.vulnerabilities[0]?.statuses.length, 2);
});

test('readOpenVex() reads documents of version 0.0.1, where everything is a text', () => {
  const { record } = read(
    aDocument({
      vulnerability: 'CVE-2026-0001',
      products: [PUMP],
      subcomponents: ['pkg:npm/left-pad@1.0'],
      status: 'fixed',
    }),
  );
  assert.deepEqual(
    record.products.map((it) => it.name),
    ['pump', 'left-pad'],
  );
  assert.equal(record.vulnerabilities[0]?.statuses[0]?.status, 'fixed');
});

test('readOpenVex() lets the latest statement about a product count, in whatever order they stand', () => {
  const early = aStatement({ status: 'under_investigation', timestamp: '2026-01-03T00:00:00Z' });
  const late = aStatement({
    status: 'affected',
    timestamp: '2026-01-05T01:00:00+02:00',
    action_statement: 'Update to 1.3',
  });
  for (const statements of [
    [early, late],
    [late, early],
  ]) {
    const [vulnerability] = read(aDocument(...statements)).record.vulnerabilities;
    assert.deepEqual(
      vulnerability?.statuses.map((it) => it.status),
      ['affected'],
    );
    assert.deepEqual(
      vulnerability?.remediations.map((it) => it.details),
      ['Update to 1.3'],
    );
  }
});

test('readOpenVex() rejects what it cannot place, statement by statement', () => {
  const { record, rejected } = read(
    aDocument(aStatement(), aStatement({ status: 'maybe' }), aStatement({ products: [] }), {
      status: 'fixed',
    }),
  );
  assert.equal(record.vulnerabilities.length, 1);
  assert.deepEqual(
    rejected.map((it) => [it.field, it.reason]),
    [
      ['/statements/1', 'Statement about CVE-2026-0001 has no known status'],
      ['/statements/2', 'Statement about CVE-2026-0001 names no product'],
      ['/statements/3', 'Statement names no vulnerability'],
    ],
  );
  assert.equal(read({ statements: [] }).rejected[0]?.field, '@id');
});

test('readOpenVex() answers on any JSON and any damage', () => {
  const real = aDocument(
    aStatement({
      products: [
        {
          '@id': PUMP,
          identifiers: { cpe23: 'cpe:2.3:a:acme:pump:1.2:*' },
          subcomponents: [{ '@id': 'pkg:npm/a@1' }],
        },
      ],
    }),
    aStatement({ status: 'affected' }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), mutatedJson(real)), (document) => {
      const { accepted, rejected, record } = read(document);
      assert.equal(
        accepted.length === 0,
        rejected.some((it) => it.field === '@id'),
      );
      const known = new Set(record?.products.map((it) => it.productId));
      for (const it of record?.vulnerabilities ?? [])
        for (const { productId } of it.statuses) assert.ok(known.has(productId));
    }),
  );
});
