import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutOwnName } from './own-name.ts';

test('the own name before a version is left out, and any other name stays', () => {
  const door = ['Axis Communications AB', 'AXIS A1001 Network Door Controller'];
  const cases: [string, string[], string][] = [
    ['AXIS OS 1.65.4 or earlier', door, '1.65.4 or earlier'],
    ['AXIS OS AXIS OS 11.0 - 11.5.53', door, '11.0 - 11.5.53'],
    ['Axis firmware < 9.80', door, '< 9.80'],
    ['1.65.4 or earlier', door, '1.65.4 or earlier'],
    ['OS 1.65.4', door, 'OS 1.65.4'], // of whom is not said
    ['AXIS Camera Station 5.4', door, 'AXIS Camera Station 5.4'],
    ['AXIS OS Debian 9', door, 'AXIS OS Debian 9'],
    ['Windows 10 1809', ['Microsoft', 'Windows 10'], 'Windows 10 1809'],
    ['Java SE: 6u171', ['Oracle Corporation', 'Java'], 'Java SE: 6u171'],
    ['AXIS OS', door, 'AXIS OS'],
    ['', door, ''],
  ];
  for (const [text, names, wanted] of cases) assert.equal(withoutOwnName(text, names), wanted, text);
});
