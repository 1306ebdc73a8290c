import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  billDifference,
  configuredComponents,
  effectiveFields,
  forVersion,
  inheritedOf,
  type ModelSpeaker,
  nameKey,
  passedOn,
  placeOf,
} from '#engine/inherit';

const speaker = (
  from: ModelSpeaker['from'],
  defaults: ModelSpeaker['defaults'],
  what: string,
): ModelSpeaker => ({ from, defaults, what: () => what });

test('of several speakers the first that knows a field is believed, and named', () => {
  const inherited = passedOn([
    speaker('model', { criticality: 'critical', storesPhi: false }, 'Infusa 8100'),
    speaker('mds2', { storesPhi: true, transmitsPhi: true }, 'MPII-2'),
    speaker('register', { fdaClass: 'II' }, 'GUDID'),
  ]);
  assert.deepEqual(inherited, {
    criticality: { value: 'critical', from: 'model', what: 'Infusa 8100' },
    fdaClass: { value: 'II', from: 'register', what: 'GUDID' },
    storesPhi: { value: false, from: 'model', what: 'Infusa 8100' },
    transmitsPhi: { value: true, from: 'mds2', what: 'MPII-2' },
  });
  assert.deepEqual(passedOn([]), {});
});

test('a segment found by address gives its name, one that is named gives the rest', () => {
  const segment = { name: 'ICU pumps', vlan: '88', exposure: 'flat' } as const;
  assert.deepEqual(inheritedOf({}, { segment, cidr: '10.24.88.0/24' }), {
    segment: { value: 'ICU pumps', from: 'segment-by-ip', what: 'ICU pumps, 10.24.88.0/24' },
    exposure: { value: 'flat', from: 'segment-by-ip', what: 'ICU pumps, 10.24.88.0/24' },
    vlan: { value: '88', from: 'segment-by-ip', what: 'ICU pumps, 10.24.88.0/24' },
  });
  assert.deepEqual(inheritedOf({}, { segment: { ...segment, exposure: null }, cidr: null }), {
    vlan: { value: '88', from: 'segment', what: 'ICU pumps' },
  });
});

test('what a device says itself rules, also where it is "no"', () => {
  const inherited = inheritedOf(
    passedOn([speaker('model', { storesPhi: true, eosDate: '2027-01-01' }, 'X')]),
    null,
    { serial: { value: 'S1', from: 'udi', what: 'GS1' } },
  );
  assert.deepEqual(effectiveFields({ model: 'X', storesPhi: false }, inherited), {
    model: 'X',
    storesPhi: false,
    eosDate: '2027-01-01',
    serial: 'S1',
  });
});

test('places nest, a level that is not said is left out, and spelling does not tell places apart', () => {
  const at = (it: Parameters<typeof placeOf>[0]) => placeOf(it).map(({ kind, name }) => `${kind} ${name}`);
  assert.deepEqual(at({ site: 'General', floor: ' 4 ', room: 'ICU  bed 12' }), [
    'site General',
    'floor 4',
    'room ICU bed 12',
  ]);
  const path = (it: Parameters<typeof placeOf>[0]) => placeOf(it).at(-1)?.path;
  assert.equal(path({ site: 'GENERAL', room: 'icu' }), path({ site: 'general ', room: 'ICU' }));
  assert.notEqual(path({ site: 'A', room: '1' }), path({ site: 'B', room: '1' }));
  assert.notEqual(path({ site: 'A', floor: '1' }), path({ site: 'A', room: '1' }));
  assert.deepEqual(placeOf({ site: ' ' }), []);
  assert.equal(nameKey('  Intensive   Care '), 'intensive care');
});

test('of several versions the device’s own rules, then the one for any', () => {
  const all = [{ version: null }, { version: 'v4.1.7' }, { version: '4.2' }];
  const cases: readonly (readonly [string | undefined, string | null | undefined])[] = [
    ['4.1.7 ', 'v4.1.7'],
    ['Rev 4.2', '4.2'],
    ['5.0', null],
    [undefined, null],
  ];
  for (const [version, wanted] of cases) assert.equal(forVersion(all, version)?.version, wanted);
  assert.equal(forVersion([{ version: '1' }], '2'), null);
  assert.equal(forVersion([{ version: '1' }], undefined), null, 'an unknown version is not taken for any');
});

test('a bill of materials adds to what sources saw, unless they claim the whole list', () => {
  const bill = { components: [{ name: 'zlib', version: '1' }, { name: 'curl' }], isComplete: true };
  const seen = [{ name: 'zlib', version: '1' }, { name: 'sshd' }];
  const names = (it: ReturnType<typeof configuredComponents>) => it.components.map(({ name }) => name);
  const joined = configuredComponents({ components: seen }, bill);
  assert.deepEqual(
    [names(joined), joined.isComplete, joined.usesBill],
    [['zlib', 'sshd', 'curl'], true, true],
  );
  const own = configuredComponents({ components: seen, componentsComplete: true }, bill);
  assert.deepEqual([names(own), own.usesBill], [['zlib', 'sshd'], false]);
  assert.deepEqual(names(configuredComponents({ components: seen }, null)), ['zlib', 'sshd']);
});

test('two bills of materials are compared by component and version', () => {
  const found = billDifference(
    [{ name: 'zlib', version: '1' }, { name: 'curl', version: '7' }, { name: 'old' }],
    [{ name: 'ZLIB', version: '1' }, { name: 'curl', version: '8' }, { name: 'new' }],
  );
  assert.deepEqual(
    [
      found.added.map((it) => it.name),
      found.removed.map((it) => it.name),
      found.changed.map((it) => it.after.version),
    ],
    [['new'], ['old'], ['8']],
  );
});
