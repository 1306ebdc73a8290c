import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { test } from 'node:test';
import { sharedOrSkip } from '#test/shared';
import { wholeInventory } from '#test/whole-inventory';

const r4 = {
  resourceType: 'Device',
  id: 'pump-1',
  status: 'active',
  identifier: [{ type: { text: 'Asset tag' }, value: 'HTM-7' }],
  udiCarrier: [{ carrierHRF: '(01)00884838000018(21)SN1' }],
  manufacturer: 'BD',
  serialNumber: 'SN1',
  modelNumber: '8015',
  deviceName: [
    { name: 'pump of Jane', type: 'patient-reported-name' },
    { name: 'Alaris PC Unit', type: 'model-name' },
  ],
  version: [
    { type: { text: 'hardware' }, value: 'A' },
    { type: { text: 'Firmware' }, value: '12.1.2' },
  ],
  type: { text: 'Infusion pump' },
  owner: { display: 'Biomedical engineering' },
  location: { display: 'ICU 3' },
};
const r5 = {
  ...r4,
  id: 'pump-2',
  deviceName: undefined,
  name: [{ value: 'Alaris PC Unit', type: 'registered-name' }],
  type: [{ coding: [{ display: 'Infusion pump' }] }],
};
const wanted = {
  id: 'pump-1',
  manufacturer: 'BD',
  model: 'Alaris PC Unit',
  version: '12.1.2',
  serial: 'SN1',
  assetTag: 'HTM-7',
  udi: '(01)00884838000018(21)SN1',
  deviceType: 'Infusion pump',
  owner: 'Biomedical engineering',
  room: 'ICU 3',
};
const bundleOf = (...resources: object[]) =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ resource })),
  });

test('FHIR devices of R4 and R5 are read from bundles, lines and single resources', async () => {
  const inputs = [bundleOf(r4, r5), `${JSON.stringify(r4)}\n${JSON.stringify(r5)}\n`];
  for (const input of inputs) {
    const { format, fields, rejected } = await wholeInventory(input);
    assert.deepEqual([format, fields, rejected], ['fhir', [wanted, { ...wanted, id: 'pump-2' }], []]);
  }
  assert.deepEqual((await wholeInventory(JSON.stringify(r4, null, 2))).fields, [wanted]);
});

test('the version of a FHIR device is that of what runs on it, and of nothing else', async () => {
  const of = (text: string, value: string) => ({ type: { text }, value });
  const mdc = (code: string, value: string) => ({ type: { coding: [{ code }] }, value });
  const cases: [version: object[], read: string | undefined][] = [
    [[of('hardware', 'A'), of('firmware', '9.19')], '9.19'],
    [[mdc('531974', '12'), mdc('531976', '9.19')], '9.19'],
    [[of('Software revision', '12.3'), of('Firmware', '9.19')], '9.19'],
    [[of('software', '12.3')], '12.3'],
    [[{ value: '12.3' }], '12.3'],
    [[of('Device version', '12.3')], '12.3'],
    [[{ value: '12.3' }, { value: '9.19' }], '12.3 / 9.19'],
    [[of('hardware-revision', '12.3')], undefined],
    [[mdc('531974', '12.3')], undefined],
    [[of('protocol version', '12.3')], undefined],
    [[of('latest', '12.3')], undefined],
  ];
  for (const [version, read] of cases) {
    const { fields } = await wholeInventory(bundleOf({ ...r4, version }));
    assert.equal(fields[0]?.version, read, JSON.stringify(version));
  }
});

test('resources that are no devices are passed over, and wrong ones refused with a reason', async () => {
  const { fields, rejected } = await wholeInventory(
    bundleOf(
      { resourceType: 'Location', id: 'icu' },
      { ...r4, status: 'bogus' },
      { ...r4, status: 'entered-in-error' },
      { ...r4, manufacturer: ['BD'] },
      { id: 'x' },
      r4,
    ),
  );
  assert.equal(fields.length, 1);
  const reasons = rejected.map((it) => it.reason);
  assert.equal(reasons.length, 4);
  for (const [index, part] of [/status/, /entered in error/, /manufacturer/, /no resourceType/].entries())
    assert.match(reasons[index] ?? '', part);
});

test('the link to a patient is not kept, and that is said', async () => {
  const read = await wholeInventory(
    bundleOf({ ...r4, patient: { display: 'SECRET' } }, { ...r5, subject: { display: 'SECRET' } }),
  );
  assert.doesNotMatch(JSON.stringify(read), /SECRET|Jane/);
  assert.deepEqual(
    read.rejected.map((it) => it.field),
    ['patient', 'subject'],
  );
});

test('FHIR XML says the same as JSON', async () => {
  const xml = `<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Device><id value="pump-1"/>
    <identifier><type><text value="Asset tag"/></type><value value="HTM-7"/></identifier>
    <udiCarrier><carrierHRF value="(01)00884838000018(21)SN1"/></udiCarrier><status value="active"/>
    <manufacturer value="BD"/><serialNumber value="SN1"/>
    <deviceName><name value="Alaris PC Unit"/><type value="model-name"/></deviceName>
    <version><value value="12.1.2"/></version><type><text value="Infusion pump"/></type>
    <owner><display value="Biomedical engineering"/></owner><location><display value="ICU 3"/></location>
  </Device></resource></entry></Bundle>`;
  assert.deepEqual((await wholeInventory(xml)).fields, [wanted]);
});

test('the published example devices are all accepted', async (t) => {
  const folder = sharedOrSkip(t, 'data/fhir/uv-pocd');
  if (folder === null) return;
  const files = globSync(`${folder}/Device-*.xml`);
  for (const path of files) {
    const { accepted } = await wholeInventory({ path });
    assert.equal(accepted.length, 1, path);
    assert.ok(accepted[0]?.fields.id, path);
  }
  assert.ok(files.length >= 8);
});
