import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseFix, type SourcedRemediation } from './fix.ts';

const remedy = (
  details: string,
  category: SourcedRemediation['category'] = 'vendor-fix',
  advisory = 'ICSMA-26-001-01',
): SourcedRemediation => ({ category, details, url: null, productIds: [], date: null, advisory });

const SILENT = { version: null, advisory: null, part: null };

const NONE = { kind: 'none', version: null, advisory: null, details: null, url: null, part: null };

test('chooseFix() takes the version a source states, and the words of the best vendor fix beside it', () => {
  const words = [remedy('Call us.'), remedy('Update to version 12.3.')];
  const { kind, version, details, part } = chooseFix(words, {
    version: '12.4',
    advisory: null,
    part: 'Windows 10',
  });
  assert.deepEqual(
    [kind, version, details, part],
    ['vendor-fix', '12.4', 'Update to version 12.3.', 'Windows 10'],
  );
});

test('chooseFix() reads the version from the words where no source states one', () => {
  assert.equal(chooseFix([remedy('Call us.'), remedy('Update to version 12.3.')], SILENT).version, '12.3');
});

test('chooseFix() takes a bare contact for a fix only where nothing denies it', () => {
  assert.equal(chooseFix([remedy('Call us.')], SILENT).kind, 'vendor-fix');
  assert.deepEqual(chooseFix([remedy('Call us.'), remedy('Acme will not issue an update.')], SILENT), NONE);
  assert.deepEqual(chooseFix([remedy('Call us.'), remedy('Acme plans a release in 2027.')], SILENT), NONE);
});

test('chooseFix() finds the fix under whatever heading, if it names a version', () => {
  const { kind, version } = chooseFix(
    [remedy('Use a firewall.', 'mitigation'), remedy('Update to Pump System 12.3.', 'mitigation')],
    SILENT,
  );
  assert.deepEqual([kind, version], ['vendor-fix', '12.3']);
  assert.equal(chooseFix([remedy('Update the firewall rules.', 'mitigation')], SILENT).kind, 'mitigation');
});

test('chooseFix() falls back to a mitigation, then to none', () => {
  const mitigation = remedy('Block port 2222.', 'mitigation');
  assert.equal(chooseFix([remedy('Acme will not issue an update.'), mitigation], SILENT).kind, 'mitigation');
  assert.deepEqual(chooseFix([remedy('There is none.', 'none-available')], SILENT), NONE);
  assert.deepEqual(chooseFix([], SILENT), NONE);
});
