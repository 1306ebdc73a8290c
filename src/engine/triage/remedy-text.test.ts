import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type RemedyReading, readRemedy } from './remedy-text.ts';

test('readRemedy() tells a fix from a promise, a refusal and a telephone number', () => {
  const cases: [string, RemedyReading['says'], string | null][] = [
    ['Update to version 4.2 or later.', 'available', '4.2'],
    ['Acme released version 12.2.8.100 in May 2021, which resolves the weakness.', 'available', '12.2.8.100'],
    ['Upgrade the viewer to v14.0.4 or newer', 'available', '14.0.4'],
    [
      'Software Version 1.7.15b mitigates the reported weaknesses. Other advice follows.',
      'available',
      '1.7.15b',
    ],
    ['Install release VM6.0, which addresses both flaws.', 'available', 'VM6.0'],
    ['Users should update to NeuroSuite Version 8.5 SP 3.', 'available', '8.5 SP 3'],
    [
      'Acme no longer supports the tool v2.0.2 and asks users to upgrade to the newer tool v2.0.3.',
      'available',
      '2.0.3',
    ],
    ['A software patch is available on request.', 'available', null],
    ['Install the latest firmware.', 'available', null],
    ['Update to a version later than version 2.2.3 where possible.', 'available', null],
    ['A free update is available to users running version 8.0 or 8.1.', 'available', null],
    ['Upgrade to version 1.4 (small model) or version 1.13 (large model).', 'available', null],
    ['In tool version 4.1 or earlier this is fixed by a patch.', 'available', null],
    ['Acme plans a new release to remediate this by October 2022.', 'announced', null],
    ['Suite v4.20 will be released in June and will remediate this.', 'announced', null],
    ['Upgrade to the latest version when updated products are available.', 'announced', null],
    ['A fix is expected in an upcoming release.', 'announced', null],
    ['Acme has not developed a product fix.', 'refused', null],
    ['Acme will not issue an update for this model.', 'refused', null],
    ['The product is out of support since 2017.', 'refused', null],
    ['The scanner reached end-of-life.', 'refused', null],
    ['For more information, see the security bulletin.', 'pointer', null],
    ['Acme has released a security bulletin.', 'pointer', null],
    ['Tel: +1 800 555 0100', 'pointer', null],
    ['https://acme.example/download/software-version-2.4.1.exe', 'pointer', null],
    ['security@acme.example', 'pointer', null],
    ['', 'pointer', null],
  ];
  for (const [details, says, version] of cases)
    assert.deepEqual(readRemedy(details), { says, version }, details);
});

test('readRemedy() reads sentence by sentence and keeps the most helpful one', () => {
  assert.deepEqual(
    readRemedy(
      'Acme plans to fix the second flaw in 2027. Acme released version 3.2, which fixes the first.',
    ),
    { says: 'available', version: '3.2' },
  );
});

test('readRemedy() answers any text, and quickly', () => {
  const words = fc.constantFrom(
    'update',
    'to',
    'version',
    '1.2',
    'released',
    'a',
    '. ',
    'will',
    'not',
    'fix',
    ';',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 400 }).map((it) => it.join(' ')),
      ),
      (details) => {
        const { says, version } = readRemedy(details);
        assert.ok(version === null || says === 'available');
      },
    ),
  );
});
