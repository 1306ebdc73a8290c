import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registration, whyNot } from './registration.ts';

test('a device needs a model or an operating system, and something that tells it from others', () => {
  assert.match(whyNot({}) ?? '', /model or its operating system/);
  assert.match(whyNot({ model: '  ', serial: 'S1' }) ?? '', /model or its operating system/);
  assert.match(whyNot({ model: 'CNS-4', site: 'General' }) ?? '', /tells it from others/);
  assert.equal(whyNot({ model: 'CNS-4', serial: 'S1' }), null);
  assert.equal(whyNot({ os: 'Windows 11', ip: '10.0.0.1' }), null);
});

test('it becomes a file of one row, without what was left empty, called after the device', async () => {
  const file = registration({ model: ' CNS-4 ', serial: 'S 1/2', assetTag: ' ', room: '' });
  assert.equal(file.name, 'S-1-2.json');
  assert.deepEqual(JSON.parse(await file.text()), [{ model: 'CNS-4', serial: 'S 1/2' }]);
});
