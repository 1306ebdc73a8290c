import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EMPTY_ALIASES } from '#engine/identify';
import { POLICY_PRESETS } from '#engine/risk';
import { createRecallMatcher, type ModelledDevice, readCodes, recallDueOn, type RecallText } from './mod.ts';

const ALIASES = {
  ...EMPTY_ALIASES,
  companies: [{ name: 'Acme', aliases: [{ name: 'Pumpworks', kind: 'acquired', source: 'bought 2020' }] }],
} as const;

const RECALL: RecallText = {
  id: 'Z-1',
  firm: 'Acme Medical, Inc.',
  description: 'Flow 3000 Infusion Pump, REF 77-3000, for use with Scale 90 carts',
  productCode: 'FRN',
  codeInfo: null,
};
const DEVICE: ModelledDevice = {
  manufacturer: 'ACME',
  model: 'Flow 3000',
  version: null,
  serial: null,
  lot: null,
  deviceId: null,
  productCode: null,
};

function read(recall: Partial<RecallText>, device: Partial<ModelledDevice> = {}) {
  return createRecallMatcher([{ ...RECALL, ...recall }], ALIASES).judge({ ...DEVICE, ...device });
}
const verdict = (recall: Partial<RecallText>, device: Partial<ModelledDevice> = {}) =>
  read(recall, device)[0]?.verdict ?? 'not named';

test('a recall is of a device whose maker and model it names', () => {
  const codeInfo = 'All serial numbers';
  const cases: [Partial<RecallText>, Partial<ModelledDevice>, string][] = [
    [{}, {}, 'affected'],
    [{}, { model: 'Acme Flow3000' }, 'affected'],
    [{}, { model: 'FLOW-3000' }, 'affected'],
    [{}, { manufacturer: 'Pumpworks LLC' }, 'affected'],
    [{ firm: 'Pumpworks' }, {}, 'affected'],
    [{}, { manufacturer: 'Other' }, 'not named'],
    [{}, { manufacturer: null }, 'not named'],
    [{ firm: null }, {}, 'not named'],
    [{}, { model: 'Flow 300' }, 'not named'],
    [{}, { model: 'Flow 30' }, 'not named'],
    [{}, { model: 'Flow 3000X' }, 'not named'],
    [{}, { model: '3000' }, 'affected'],
    [{}, { model: 'Infusion Pump' }, 'not named'],
    [{}, { model: 'Flow' }, 'undetermined'],
    // What it goes with is not what is recalled.
    [{}, { model: 'Scale 90' }, 'not named'],
    [{ description: 'Battery pack for the Flow 3000' }, {}, 'not named'],
    [{ description: 'Sensor compatible with Flow 3000 pumps; also Flow 3000 itself' }, {}, 'affected'],
    // The words stand there, others between them.
    [{ description: 'Flow infusion pump, model 3000' }, {}, 'affected'],
    // A number of three digits is a model where a word says so.
    [{ description: 'Ventilators, 840 units' }, { model: '840' }, 'not named'],
    [{ description: 'Ventilator Model 840' }, { model: '840' }, 'affected'],
  ];
  for (const [recall, device, expected] of cases)
    assert.equal(verdict({ codeInfo, ...recall }, device), expected, JSON.stringify([recall, device]));
});

test('what a recall says of units decides, and doubt is no "not affected"', () => {
  const serial = { serial: 'SN1050' };
  const cases: [string | null, Partial<ModelledDevice>, string][] = [
    [null, serial, 'undetermined'],
    ['All serial numbers', {}, 'affected'],
    ['All units', {}, 'affected'],
    ['All serial numbers after 6/2016', serial, 'undetermined'],
    ['All units manufactured between 2019 and 2020', serial, 'undetermined'],
    ['Serial Numbers: SN1049, SN1050 & SN1077.', serial, 'affected'],
    ['Serial Numbers: SN1049, SN1077.', serial, 'not-affected'],
    ['Serial Numbers: SN1049, SN1077.', {}, 'undetermined'],
    ['S/N: SN1000 - SN1999', serial, 'affected'],
    ['S/N: SN1000 through SN1049', serial, 'not-affected'],
    ['Serial numbers SN1000 to SN19999', serial, 'undetermined'],
    ['Serial numbers beginning with SN10', serial, 'undetermined'],
    ['Serial numbers: SN1049 and many more', serial, 'undetermined'],
    ['Serial numbers: SN10xx', serial, 'undetermined'],
    ['serial numbers 1049AB/1052AB, 1060AB', { serial: '1050AB' }, 'affected'],
    ['serial numbers 1049AB/1052AB, 1060AB', { serial: '1053AB' }, 'not-affected'],
    ['serial numbers 1049AB/1052CD, 1060AB', { serial: '1053AB' }, 'undetermined'],
    // Two numbers ran together: what lies between them may be meant.
    ['serial numbers 1041AB, 1049AB1052AB, 1060AB', { serial: '1050AB' }, 'undetermined'],
    ['DeviceSN: B10C-02133, B10C-02135', { serial: 'B10C-02135' }, 'affected'],
    ['Batteries with date code 3114 or older', serial, 'undetermined'],
    ['49349Q  49350Q  49351Q', { serial: '49350Q' }, 'undetermined'],
    ['Lot 77A, 77B', { lot: '77b' }, 'affected'],
    ['Lot 77A, 77B', { lot: '78' }, 'not-affected'],
    ['Lot 77A, 77B', serial, 'undetermined'],
    ['Lots 77A; Serial numbers SN1050', serial, 'affected'],
    ['Software version 2.1', { version: '2.1' }, 'affected'],
    ['Software versions 2.1 and earlier', { version: '2.0.9' }, 'affected'],
    ['Software versions prior to 3.0', { version: '3.0' }, 'not-affected'],
    ['Software versions prior to 3.0', { version: '2.9' }, 'affected'],
    ['Software versions before 12.1.2', { version: '12.1.1' }, 'affected'],
    ['Software versions before 12.1.2, shipped before 2020', { version: '12.1.1' }, 'undetermined'],
    ['Software version 2.1', {}, 'undetermined'],
    ['Software version 2.1, all serial numbers', { version: '2.1' }, 'affected'],
    ['Software version 2.1. All serial numbers', { version: '2.2' }, 'not-affected'],
    ['Software version 2.1. Serial numbers SN1050', { version: '2.2', ...serial }, 'undetermined'],
    ['UDI-DI: 10885403812801', { deviceId: '10885403812801' }, 'affected'],
    ['UDI-DI: 885403812801', { deviceId: '00885403812801' }, 'affected'],
    ['UDI-DI: 10885403812801', { deviceId: '10885403812802' }, 'undetermined'],
    [
      'UDI-DI 10885403812801; Serial numbers: SN1049',
      { deviceId: '10885403812801', ...serial },
      'not-affected',
    ],
    ['UDI-DI 10885403812801; all serial numbers', {}, 'affected'],
  ];
  for (const [codeInfo, device, expected] of cases)
    assert.equal(verdict({ codeInfo }, device), expected, JSON.stringify([codeInfo, device]));
});

test('another product code may be that of a part, so that it cannot be told', () => {
  const codeInfo = 'All serial numbers';
  assert.equal(verdict({ codeInfo }, { productCode: 'frn' }), 'affected');
  assert.equal(verdict({ codeInfo }, { productCode: 'MHX' }), 'undetermined');
});

test('every judgement names what was compared', () => {
  const [it] = read({ codeInfo: 'Serial Numbers: SN1-SN9' }, { serial: 'SN4' });
  assert.deepEqual(
    it?.grounds.map(({ what, truth, because }) => [what, truth, because]),
    [
      ['maker', true, 'same maker'],
      ['model', true, '“Flow 3000” stands there'],
      ['serial', true, 'serial number SN4 lies in SN1-SN9'],
    ],
  );
});

test('a device whose serial number is listed is never said to be not affected, one that is not recorded never told', () => {
  const number = fc.integer({ min: 1000, max: 9999 }).map((it) => `SN${it}`);
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 8 }), fc.nat(), number, (listed, at, other) => {
      const codeInfo = `Serial Numbers: ${listed.join(', ')}`;
      const serial = listed[at % listed.length] as string;
      assert.equal(verdict({ codeInfo }, { serial }), 'affected');
      assert.equal(verdict({ codeInfo }, { serial: null }), 'undetermined');
      assert.equal(
        verdict({ codeInfo }, { serial: other }),
        listed.includes(other) ? 'affected' : 'not-affected',
      );
      // Whatever cannot be read behind it takes certainty away, never adds it.
      assert.notEqual(verdict({ codeInfo: `${codeInfo} and others` }, { serial: other }), 'not-affected');
    }),
  );
});

test('readCodes() takes any text, and a recall that says nothing tells nothing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 80 }), (codes, description) => {
      readCodes(codes, description);
      const [it] = read({ codeInfo: codes });
      assert(it !== undefined && it.grounds.length >= 3);
    }),
  );
  assert.equal(verdict({ codeInfo: '' }), 'undetermined');
});

test('recallDueOn() goes by class and policy; one not classified yet is no class III', () => {
  const policy = POLICY_PRESETS.graded;
  const due = (it: 'I' | 'II' | 'III' | null) => recallDueOn(it, '2026-03-01', policy);
  assert.deepEqual(
    [due('I'), due('II'), due(null), due('III')],
    ['2026-03-08', '2026-03-31', '2026-03-31', '2026-05-30'],
  );
});
