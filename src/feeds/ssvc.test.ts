import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { collectingSink } from '#test/collecting-sink';
import { readSsvc } from './ssvc.ts';

function read(document: unknown) {
  const sink = collectingSink();
  readSsvc(document, { file: 'ssvc.json' }, sink);
  return sink;
}

test('readSsvc() reads the decision of the CISA coordinator', () => {
  const { accepted } = read({
    id: 'CVE-2026-0001',
    role: 'CISA Coordinator',
    timestamp: '2026-01-02T00:00:00Z',
    options: [{ Exploitation: 'poc' }, { Automatable: 'no' }, { 'Technical Impact': 'total' }],
  });
  assert.deepEqual(accepted, [
    {
      kind: 'ssvc',
      feed: 'ssvc',
      id: 'CVE-2026-0001',
      exploitation: 'poc',
      automatable: false,
      technicalImpact: 'total',
      decidedAt: '2026-01-02T00:00:00Z',
    },
  ]);
});

test('readSsvc() reads a selection list for each CVE it is about, and what is undecided as unknown', () => {
  const select = (key: string, ...values: string[]) => ({
    namespace: 'ssvc',
    key,
    values: values.map((it) => ({ key: it })),
  });
  const { accepted } = read({
    target_ids: ['CVE-2026-0001', 'VU#1', 'CVE-2026-0002'],
    timestamp: '2026-01-02T00:00:00Z',
    selections: [select('E', 'A'), select('A', 'Y', 'N'), select('TI', 'P')],
  });
  assert.deepEqual(
    accepted.map((it) => it.kind === 'ssvc' && [it.id, it.exploitation, it.automatable, it.technicalImpact]),
    [
      ['CVE-2026-0001', 'active', null, 'partial'],
      ['CVE-2026-0002', 'active', null, 'partial'],
    ],
  );
});

test('readSsvc() accepts or rejects whatever it is given', () => {
  const damaged = fc.record({
    id: fc.constant('CVE-2026-0001'),
    options: fc.jsonValue(),
    selections: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), damaged), (document) => {
      const { accepted, rejected } = read(document);
      assert.equal(accepted.length + rejected.length, 1);
    }),
  );
});
