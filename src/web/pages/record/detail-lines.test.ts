import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOfDetail } from './detail-lines.ts';

test('a detail reads as before and after where something changed, and as words elsewhere', () => {
  const detail = {
    disabled: { before: false, after: true },
    grants: { before: ['auditor @ hospital'], after: [] },
    sessionsEnded: 2,
    by: null,
    scope: { kind: 'site', id: 'North' },
  };
  assert.deepEqual(
    linesOfDetail(detail).map((it) => [it.name, it.before, it.value]),
    [
      ['disabled', 'no', 'yes'],
      ['grants', 'auditor @ hospital', 'none'],
      ['sessions ended', null, '2'],
      ['by', null, 'nothing'],
      ['scope', null, 'kind: site; id: North'],
    ],
  );
  assert.deepEqual(linesOfDetail({}), []);
  assert.deepEqual(linesOfDetail('text'), []);
});
