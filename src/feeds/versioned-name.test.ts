import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readRange } from '#engine/versions';
import { splitVersionedName } from './versioned-name.ts';

test('splitVersionedName() takes apart what says which versions, and leaves numbers of models', () => {
  const cases: [written: string, name: string, version: string | null][] = [
    ['Monitor < 3.2', 'Monitor', '< 3.2'],
    ['Monitor <3.2', 'Monitor', '<3.2'],
    ['Monitor versions prior to 3.2', 'Monitor', 'versions prior to 3.2'],
    ['Monitor, version 3.1 and earlier', 'Monitor', 'version 3.1 and earlier'],
    ['Monitor 3.1 and prior', 'Monitor', '3.1 and prior'],
    ['Monitor up to and including 3.1', 'Monitor', 'up to and including 3.1'],
    ['Monitor 1.0 through 3.1', 'Monitor', '1.0 through 3.1'],
    ['Monitor before 3.2', 'Monitor', 'before 3.2'],
    ['Monitor (All versions < V3.2)', 'Monitor', 'All versions < V3.2'],
    ['Monitor: All versions', 'Monitor', 'All versions'],
    ['Monitor - all versions', 'Monitor', 'all versions'],
    ['All versions of Monitor', 'Monitor', 'All versions'],
    ['Versions 1.0 through 3.1 of the Monitor', 'Monitor', 'Versions 1.0 through 3.1'],
    ['All Monitor versions prior to 3.2', 'Monitor', 'versions prior to 3.2'],
    ['Monitor vers:intdot/<3.2', 'Monitor', 'vers:intdot/<3.2'],
    ['Monitor V3.2', 'Monitor', 'V3.2'],
    ['Monitor Version 3', 'Monitor', '3'],
    ['Pump 2000 < 3.2', 'Pump 2000', '< 3.2'],
    [
      'CPU family (incl. variants) (All versions < V2.9.2)',
      'CPU family (incl. variants)',
      'All versions < V2.9.2',
    ],
    ['Monitor', 'Monitor', null],
    ['Monitor 3.2', 'Monitor 3.2', null],
    ['Windows 10 and later', 'Windows 10 and later', null],
    ['Pump 2000 to 3000', 'Pump 2000 to 3000', null],
    ['Before Dawn', 'Before Dawn', null],
    ['Scanner from 3D Systems', 'Scanner from 3D Systems', null],
    ['All-in-One', 'All-in-One', null],
    ['all versions', 'all versions', null],
  ];
  for (const [written, name, version] of cases) {
    const found = splitVersionedName(written);
    const text = found.version !== null && 'text' in found.version ? found.version.text : null;
    assert.deepEqual([found.name, text], [name, version], written);
  }
});

test('splitVersionedName() calls a range what the language of ranges reads as one', () => {
  for (const text of [
    '< 3.2',
    'versions prior to 3.2',
    '3.1 and earlier',
    'all versions',
    '1.0 through 3.1',
  ]) {
    const { version } = splitVersionedName(`Monitor ${text}`);
    assert.deepEqual(version, { kind: 'range', text });
    assert.notEqual(readRange(text), null);
  }
});

test('splitVersionedName() never leaves a product without a name', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'Monitor',
          'all',
          'versions',
          '<',
          '3.2',
          'V3.2',
          'of',
          'prior to',
          '(',
          ')',
          ':',
          'and',
        ),
      ),
      (words) => {
        const written = words.join(' ');
        assert.equal(splitVersionedName(written).name.trim() === '', written.trim() === '');
      },
    ),
  );
});
