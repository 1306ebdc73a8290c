import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeInventory } from '#test/whole-inventory';
import { meaningOf } from './columns.ts';
import { patientDataIn } from './patient-data.ts';

test('meaningOf() knows the column names of the systems in use', () => {
  const names: Record<string, string | null> = {
    // WebTMA
    'Tag #': 'assetTag',
    Type: 'deviceType',
    Facility: 'site',
    'Assigned Tech': null,
    'Area #': 'room',
    Building: 'building',
    Floor: 'floor',
    Department: 'department',
    'Location ID': 'room',
    'Parent Tag #': null,
    'Alternate Tag #': null,
    'Risk Level': 'criticality',
    // ServiceNow
    Manufacturer: 'manufacturer',
    'Model Name': 'model',
    'Model Number': 'model',
    'Model category': 'deviceType',
    // Claroty xDome
    'device.uid': 'id',
    'device.category': 'deviceType',
    'model.name': 'model',
    serial_number: 'serial',
    software_or_firmware_version: 'version',
    combined_os: 'os',
    'os.name': 'os',
    'os.version': 'osVersion',
    'os.eol_date': null,
    fda_class: 'fdaClass',
    consequence_of_failure: 'criticality',
    phi: 'storesPhi',
    'end_of.life.date': 'eolDate',
    'end_of.sale_date': 'endOfSale',
    'cmms.department': 'department',
    // Armis
    operatingSystem: 'os',
    operatingSystemVersion: 'osVersion',
    ipAddress: 'ip',
    macAddress: 'mac',
    boundaries: 'segment',
    businessImpact: 'criticality',
    names: 'hostname',
    // by hand
    'S/N': 'serial',
    'Ser. No.': 'serial',
    'Firmware Ver.': 'version',
    'SW Version': 'version',
    'IP-Address (IPv4)': 'ip',
    'Mfr.': 'manufacturer',
    'EOL Date (YYYY-MM-DD)': 'eolDate',
    'Equipment Serial Number': 'serial',
    Vendor: 'manufacturer',
    // German, Spanish, French
    Hersteller: 'manufacturer',
    Seriennummer: 'serial',
    Gerätetyp: 'deviceType',
    Typ: 'model',
    'Seriennr.': 'serial',
    Gebäude: 'building',
    'Número de serie': 'serial',
    Fabricante: 'manufacturer',
    Ubicación: 'room',
    'N° de série': 'serial',
    Bâtiment: 'building',
    'Système d’exploitation': 'os',
    Device: 'model',
    'device.address': null,
    Colour: null,
    'origin.vendor': null,
    canonical_version: null,
  };
  for (const [name, field] of Object.entries(names))
    assert.equal(meaningOf(name)?.field ?? null, field, name);
});

test('meaningOf() takes no version for the one that runs on a device that its name says is another', () => {
  for (const name of [
    'Latest version',
    'latestVersion',
    'Firmware (latest)',
    'Version [target]',
    'Software Version (approved)',
    'OS version (available)',
    'Hardware Version',
    'HW Rev',
    'Firmware date',
    'Neueste Version',
  ])
    assert.equal(meaningOf(name), null, name);
  for (const name of [
    'Installed version',
    'Current version',
    'Software or Firmware Version',
    'Version (running)',
  ])
    assert.equal(meaningOf(name)?.field, 'version', name);
  assert.equal(meaningOf('Latest IP')?.field, 'ip');
});

test('the guess is shown with its reason, the rest is named and its values are kept', async () => {
  const { columns, accepted } = await wholeInventory('Make;Adapter;Colour\nBD;00:09:fb:01:02:03;red\n');
  assert.deepEqual(
    columns.mapping.map((it) => [it.field, it.column, it.because]),
    [
      ['manufacturer', 'Make', 'the name "Make" says so'],
      ['mac', 'Adapter', 'the values are MAC addresses'],
    ],
  );
  assert.deepEqual(columns.unmappedColumns, ['Colour']);
  assert.deepEqual(accepted[0]?.unmapped, { Colour: 'red' });
});

test('a person overrules the guess, and is told when the column does not exist', async () => {
  const text = 'id,Model Name,Kind\n1,x,Alaris 8015\n';
  const { fields, columns } = await wholeInventory(text, { model: 'Kind' });
  assert.deepEqual(fields, [{ id: '1', model: 'Alaris 8015' }]);
  assert.deepEqual(columns.unmappedColumns, ['Model Name']);
  await assert.rejects(wholeInventory(text, { model: 'Modell' }), /no column "Modell" for field "model"/);
});

test('of two columns for one field the more telling name wins and the other is kept', async () => {
  const { accepted } = await wholeInventory('id,Product,Model\n1,Pump,Alaris\n');
  assert.deepEqual([accepted[0]?.fields.model, accepted[0]?.unmapped], ['Alaris', { Product: 'Pump' }]);
});

test('patient data is refused by column, and no value of it is kept anywhere', async () => {
  const names = [
    'Patient Name',
    'MRN',
    'Medical Record Number',
    'DOB',
    'Date of Birth',
    'SSN',
    'Diagnosis',
    'patient.id',
  ];
  const foreign = [
    'Patientenname',
    'Geburtsdatum',
    'Fecha de nacimiento',
    'Nom du patient',
    'Patient First Name',
  ];
  for (const name of [...names, ...foreign]) {
    const text = `id,${name},model,ip\n1,SECRET1,MX40,300.1.1.1\n2,SECRET2\n"3,SECRET3,M8`;
    const read = await wholeInventory(text);
    assert.doesNotMatch(JSON.stringify(read), /SECRET/, name);
    assert.deepEqual(
      read.columns.droppedColumns.map((it) => it.column),
      [name],
    );
    assert.ok(
      read.rejected.some((it) => it.field === name && /patient data/.test(it.reason)),
      name,
    );
  }
  for (const name of [
    'Patient Monitor',
    'Stores patient data',
    'Patient contact',
    'Patient Room Number',
    'Patient care area',
    'Department',
    'Room',
    'Member',
    'Address',
  ])
    assert.equal(patientDataIn(name), null, name);
});

test('values that are social security numbers are refused under any name', async () => {
  const read = await wholeInventory('id,Ref\n1,123-45-6789\n2,987-65-4321\n');
  assert.doesNotMatch(JSON.stringify(read), /123-45|987-65/);
  assert.equal(read.columns.droppedColumns[0]?.column, 'Ref');
});

test('patient data in a key that appears late in a JSON file is refused too', async () => {
  const records = Array.from({ length: 500 }, (_, id) => ({ id, model: 'MX40' }));
  const late = { id: 'x', model: 'MX40', patient: { name: 'SECRET' }, room: '7' };
  const read = await wholeInventory([...records, late].map((it) => JSON.stringify(it)).join('\n'));
  assert.doesNotMatch(JSON.stringify(read), /SECRET/);
  assert.equal(read.fields.at(-1)?.room, '7');
});

test('a table whose columns name no device is refused as a whole', async () => {
  await assert.rejects(
    wholeInventory('city,population\nRome,2800000\n'),
    /none of its columns names a device.*city, population/,
  );
  await assert.rejects(
    wholeInventory('Dear all, please find attached the list\n'),
    /none of its columns names a device/,
  );
});

test('a person can keep a column from a field that its name suggests', async () => {
  const read = await wholeInventory('Tag,Model,Description\nA-1,MX40,Monitor\n', { model: null });
  assert.deepEqual(
    read.columns.mapping.filter((it) => it.field === 'model'),
    [],
  );
  assert.equal(read.columns.unmappedColumns.includes('Model'), true);
});

test('the four parts of a support contract and both kinds of address are columns of their own', async () => {
  const { accepted } = await wholeInventory(
    [
      'Asset tag,IP address,IPv6 address,Support contract,Contract provider,Contract end,Patch conditions',
      'A-1,10.1.2.3,FD00::12,Gold,Alveor Service,31/12/2027,By their engineer alone',
    ].join('\n'),
  );
  assert.deepEqual(accepted[0]?.fields, {
    assetTag: 'A-1',
    ip: '10.1.2.3',
    ipv6: 'fd00::12',
    supportContract: 'Gold',
    contractProvider: 'Alveor Service',
    contractEnd: '2027-12-31',
    contractConditions: 'By their engineer alone',
  });
  const only = await wholeInventory('Asset tag,IPv6\nA-2,fd00::13');
  assert.deepEqual(only.accepted[0]?.fields, { assetTag: 'A-2', ipv6: 'fd00::13' });
  const wrong = await wholeInventory('Asset tag,IPv6\nA-2,10.0.0.1\nA-3,fd00::13');
  assert.match(wrong.rejected[0]?.reason ?? '', /"10\.0\.0\.1" is no IPv6 address/);
});
