import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgressBar } from './progress.ts';
import { memoryIo } from '#test/memory-io';

test('on a terminal one line is redrawn, and cleared at the end', () => {
  const { io, stderr } = memoryIo({ stderrIsTerminal: true });
  let nowMs = 0;
  const bar = createProgressBar(io, false, () => nowMs);
  bar.report({ step: 'Reading feeds', file: 'nvd.json', done: 1, total: 4, unit: 'devices' });
  bar.report({ step: 'Reading feeds', file: 'nvd.json', done: 2, total: 4, unit: 'devices' });
  nowMs = 200;
  bar.report({ step: 'Reading feeds', file: 'nvd.json', done: 3, total: 4, unit: 'devices' });
  bar.end();
  assert.deepEqual(stderr().split('\r\u001b[2K'), [
    '',
    '██████░░░░░░░░░░░░░░░░░░  25 %  Reading feeds, nvd.json',
    '██████████████████░░░░░░  75 %  Reading feeds, nvd.json',
    '',
  ]);
});

test('elsewhere a step is one line, and a long one says now and then how far it is', () => {
  const { io, stderr } = memoryIo();
  let nowMs = 0;
  const bar = createProgressBar(io, false, () => nowMs);
  bar.report({ step: 'Reading feeds', file: 'nvd.json', done: 0, total: null, unit: 'devices' });
  bar.report({ step: 'Reading feeds', file: 'nvd.json', done: 500, total: null, unit: 'devices' });
  nowMs = 6_000;
  bar.report({ step: 'Reading feeds', file: 'nvd.json', done: 12_000, total: null, unit: 'devices' });
  bar.report({ step: 'Matching', file: null, done: 0, total: 300, unit: 'devices' });
  bar.end();
  assert.equal(stderr(), 'Reading feeds\nReading feeds, nvd.json: 12,000\nMatching\n');
});

test('with --quiet nothing is said', () => {
  const { io, stderr } = memoryIo({ stderrIsTerminal: true });
  createProgressBar(io, true, () => 0).report({
    step: 'Matching',
    file: null,
    done: 0,
    total: 1,
    unit: 'devices',
  });
  assert.equal(stderr(), '');
});
