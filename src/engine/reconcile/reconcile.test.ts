import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeviceFields, Observation, SourceKind } from '#engine/words';
import fc from 'fast-check';
import { PRECEDENCE, reconcile, whyJunk } from './mod.ts';

let line = 0;
function seen(file: string, fields: DeviceFields, source: SourceKind = 'list'): Observation {
  line += 1;
  return { origin: { file, line }, source, fields };
}

const idsOf = (observations: readonly Observation[]) => reconcile(observations).devices.map((it) => it.id);

test('reconcile() merges two sources on a strong identifier and says which', () => {
  const cases: readonly [string, DeviceFields, DeviceFields][] = [
    ['id', { id: 'BIO-1', model: 'MX40' }, { id: 'bio-1', hostname: 'mx40-1' }],
    [
      'serial',
      { manufacturer: 'Philips', serial: 'DE-123 45' },
      { manufacturer: 'PHILIPS GmbH', serial: 'de12345', ip: '10.0.0.1' },
    ],
    ['asset-tag', { assetTag: 'HTM-0042', model: 'MX40' }, { assetTag: 'htm0042' }],
    ['mac', { mac: '00:09:fb:01:02:03', room: '12' }, { mac: '00-09-FB-01-02-03', os: 'VxWorks' }],
    [
      'udi',
      { udi: '(01)00884838000018(11)201201(21)SN1234' },
      { udi: '010088483800001811201201' + '21SN1234', ip: '10.0.0.9' },
    ],
    ['serial-alone', { serial: 'US12345678', manufacturer: 'BD' }, { serial: 'US12345678', ip: '10.0.0.2' }],
    [
      'hostname',
      { hostname: 'pump-17', assetTag: 'A17' },
      { hostname: 'PUMP-17.hospital.example', os: 'Linux' },
    ],
    ['ip', { ip: '10.0.0.3', assetTag: 'A3' }, { ip: '10.0.0.3', os: 'Linux' }],
  ];
  for (const [kind, a, b] of cases) {
    const { devices, merges } = reconcile([seen('cmms.csv', a), seen('scan.xml', b)]);
    assert.equal(devices.length, 1, kind);
    assert.equal(merges[0]?.kind, kind);
  }
});

test('reconcile() keeps apart what a stronger identifier contradicts, and lists it as doubtful', () => {
  const cases: readonly [string, DeviceFields, DeviceFields][] = [
    ['serials differ', { assetTag: 'A1', serial: 'S-10001' }, { assetTag: 'A1', serial: 'S-10002' }],
    [
      'asset tags differ',
      { mac: '00:09:fb:01:02:03', assetTag: 'A1' },
      { mac: '00:09:fb:01:02:03', assetTag: 'A2' },
    ],
    [
      'MACs differ',
      { hostname: 'pump-1', mac: '00:09:fb:01:02:03' },
      { hostname: 'pump-1', mac: '00:09:fb:01:02:04' },
    ],
    ['host names differ', { ip: '10.0.0.1', hostname: 'pump-1' }, { ip: '10.0.0.1', hostname: 'pump-2' }],
    ['models differ', { ip: '10.0.0.1', model: 'MX40' }, { ip: '10.0.0.1', model: 'Alaris 8015' }],
    ['domains differ', { hostname: 'pump-1.east.example' }, { hostname: 'pump-1.west.example' }],
    [
      'makers differ',
      { serial: 'SN12345', manufacturer: 'BD' },
      { serial: 'SN12345', manufacturer: 'Baxter' },
    ],
    [
      'ids of two systems',
      { id: '17', manufacturer: 'BD', model: 'Alaris 8015' },
      { id: '17', manufacturer: 'Philips', model: 'MX40' },
    ],
  ];
  for (const [name, a, b] of cases) {
    const { devices, doubtful } = reconcile([seen('a.csv', a), seen('b.csv', b)]);
    assert.equal(devices.length, 2, name);
    assert.equal(new Set(devices.map((it) => it.id)).size, 2, name);
    assert.equal(doubtful.length, 1, name);
  }
});

test('reconcile() never identifies by junk', () => {
  const junk: DeviceFields[] = [
    { manufacturer: 'Dell', serial: 'Default string' },
    { manufacturer: 'Dell', serial: 'To be filled by O.E.M.' },
    { manufacturer: 'Dell', serial: '0000000' },
    { mac: '00:00:00:00:00:00' },
    { mac: 'ff:ff:ff:ff:ff:ff' },
    { ip: '127.0.0.1' },
    { hostname: 'localhost' },
    { assetTag: 'N/A' },
    { id: 'unknown' },
  ];
  for (const fields of junk)
    assert.equal(
      reconcile([seen('a.csv', fields), seen('b.csv', fields)]).devices.length,
      2,
      JSON.stringify(fields),
    );
});

test('reconcile() takes a serial that many devices of one file carry for a default', () => {
  const rows = ['A1', 'A2', 'A3', 'A4', 'A5'].map((assetTag) =>
    seen('cmms.csv', { assetTag, manufacturer: 'Dell', serial: 'BOARD-7' }),
  );
  const { devices, doubtful } = reconcile(rows);
  assert.equal(devices.length, 5);
  assert.match(doubtful[0]?.because ?? '', /more than 3 devices/);
});

test('reconcile() never merges rows of one file on a weak identifier', () => {
  assert.equal(
    reconcile([seen('a.csv', { ip: '10.0.0.1' }), seen('a.csv', { ip: '10.0.0.1' })]).devices.length,
    2,
  );
});

test('reconcile() lets each kind of source rule over what it knows, and keeps what the others said', () => {
  const { devices, conflicts } = reconcile([
    seen(
      'cmms.csv',
      { assetTag: 'A1', room: '12', version: '1.0', os: 'Windows 7', osVersion: '6.1' },
      'cmms',
    ),
    seen(
      'xdome.csv',
      { assetTag: 'A1', room: 'VLAN 7', version: '1.2', os: 'Windows 10', ip: '10.0.0.7' },
      'discovery',
    ),
  ]);
  const [device] = devices;
  assert.deepEqual(
    [device?.room, device?.version, device?.os, device?.osVersion, device?.ip],
    ['12', '1.2', 'Windows 10', undefined, '10.0.0.7'],
  );
  assert.deepEqual(
    conflicts.map((it) => [it.field, it.values.map((value) => value.value)]),
    [
      ['version', ['1.2', '1.0']],
      ['os', ['Windows 10', 'Windows 7']],
      ['room', ['12', 'VLAN 7']],
    ],
  );
});

test('reconcile() keeps the versions of sources that count alike, whichever stands first', () => {
  const pump = { id: 'A1', manufacturer: 'Acme', model: 'Pump 7' };
  const saying = (version: string, file = 'list.csv', source: SourceKind = 'list') =>
    seen(file, { ...pump, version }, source);
  const disputedIn = (...observations: Observation[]) => {
    const { devices } = reconcile(observations);
    assert.equal(devices.length, 1);
    return [devices[0]?.version, devices[0]?.disputed?.version];
  };
  assert.deepEqual(disputedIn(saying('3.2'), saying('3.1')), ['3.2', ['3.1']]);
  assert.deepEqual(disputedIn(saying('3.2', 'b.csv'), saying('3.1', 'a.csv')), ['3.1', ['3.2']]);
  assert.deepEqual(disputedIn(saying('3.2'), saying('3.1'), saying('3.0')), ['3.2', ['3.1', '3.0']]);
  assert.deepEqual(disputedIn(saying('3.2'), saying('v3.2'), saying(' 3.2 ')), ['3.2', undefined]);
  assert.deepEqual(disputedIn(saying('3.2'), saying('unknown')), ['3.2', undefined]);
  assert.deepEqual(disputedIn(saying('3.1', 'cmms.csv', 'cmms'), saying('3.2', 'scan.xml', 'scanner')), [
    '3.2',
    undefined,
  ]);
});

test('reconcile() loses no device of a list that gives a number twice', () => {
  const modelsOf = (...models: [manufacturer: string, model: string][]) =>
    reconcile(
      models.map(([manufacturer, model]) => seen('list.csv', { id: 'A1', manufacturer, model })),
    ).devices.map((it) => it.model);
  assert.deepEqual(modelsOf(['Acme', 'Pump'], ['Other', 'Monitor']), ['Pump', 'Monitor']);
  assert.deepEqual(modelsOf(['Acme', 'Pump 8015'], ['Acme', 'Pump 8110']), ['Pump 8015', 'Pump 8110']);
  assert.deepEqual(modelsOf(['Acme', 'Pump 8015'], ['Acme', 'Pump 8015 PC']), ['Pump 8015']);
  assert.deepEqual(modelsOf(['Acme', 'MX40'], ['Acme Inc.', 'MX 40']), ['MX40']);
  assert.deepEqual(modelsOf(['Acme', 'Pump 8015'], ['Acme', 'Pump']), ['Pump 8015']);
});

test('reconcile() never lets a placeholder rule over a value, and lists it in no conflict', () => {
  const cases: readonly [keyof DeviceFields, string, string][] = [
    ['manufacturer', 'To be filled by O.E.M.', 'Philips'],
    ['model', 'System Product Name', 'MX40'],
    ['deviceType', 'Unknown', 'Patient monitor'],
    ['version', 'N/A', 'M.04'],
    ['os', 'Default string', 'VxWorks'],
    ['osVersion', 'not specified', '6.9'],
    ['serial', 'Default string', 'DE44000101'],
    ['serial', '0000000', 'DE44000101'],
    ['serial', '123456789', 'DE44000101'],
    ['udi', 'N/A', '(01)00884838000018(21)SN1234'],
    ['mac', '00:00:00:00:00:00', '00:09:fb:01:02:03'],
    ['mac', 'ff:ff:ff:ff:ff:ff', '00:09:fb:01:02:03'],
    ['ip', '0.0.0.0', '10.1.2.3'],
    ['hostname', 'localhost', 'mon-1'],
    ['room', 'N/A', '1.12'],
    ['department', '-', 'ICU'],
    ['supportContract', 'To be filled', 'SVC-7'],
    ['installDate', '1970-01-01', '2019-04-02'],
  ];
  for (const [field, junk, value] of cases) {
    const said = [
      seen('by hand', { assetTag: 'A1', [field]: junk }, 'person'),
      seen('network.csv', { assetTag: 'A1', [field]: junk }, 'discovery'),
      seen('cmms.csv', { assetTag: 'A1', [field]: junk }, 'cmms'),
      seen('list.csv', { assetTag: 'A1', [field]: value }, 'register'),
    ];
    for (const all of [said, said.toReversed()]) {
      const { devices, conflicts, observations } = reconcile(all);
      assert.equal(devices.length, 1, field);
      assert.equal(devices[0]?.[field], value, `${field}: ${junk}`);
      assert.deepEqual(conflicts, [], field);
      assert.equal(observations[0]?.filter((it) => it.fields[field] === junk).length, 3, 'it stays said');
    }
    assert.notEqual(whyJunk(field, junk), null);
    assert.equal(whyJunk(field, value), null);
  }
});

test('reconcile() lists no conflict where two values differ in case, blanks, or the domain of a host name alone', () => {
  const cases: readonly (readonly [string, readonly string[], boolean])[] = [
    ['hostname', ['pump-17', 'PUMP-17.hospital.example'], false],
    ['hostname', ['pump-17.east.example', 'pump-17', 'pump-17.west.example'], true],
    ['hostname', ['pump-17', 'pump-170.hospital.example'], true],
    ['hostname', ['pump-17', 'pump-18'], true],
    ['room', ['Bay  4', 'bay 4'], false],
    ['room', ['Bay 4', 'Bay 4.1'], true],
  ];
  for (const [field, values, isConflict] of cases) {
    const said = values.map((value, i) => seen(`${i}.csv`, { assetTag: 'A1', [field]: value }, 'register'));
    const { devices, conflicts } = reconcile(said);
    assert.equal(devices.length, 1, values.join(', '));
    assert.equal(conflicts.length > 0, isConflict, values.join(', '));
  }
});

test('reconcile() lists no conflict between spellings of one maker, and shows the ruling one as it is written', () => {
  const companies = new Map([
    ['becton dickinson', 'bd'],
    ['bd', 'bd'],
    ['philips', 'philips'],
  ]);
  const makerKey = (maker: string) => companies.get(maker.toLowerCase()) ?? null;
  const cases: readonly (readonly [field: string, values: readonly string[], isConflict: boolean])[] = [
    ['manufacturer', ['Becton Dickinson', 'BD'], false],
    ['manufacturer', ['Becton Dickinson', 'BD', 'Philips'], true],
    ['manufacturer', ['BD', 'Nobody Knows'], true],
    ['manufacturer', ['Nobody Knows', 'nobody knows'], false],
    ['department', ['Becton Dickinson', 'BD'], true],
  ];
  for (const [field, values, isConflict] of cases) {
    const said = values.map((value, i) => seen(`${i}.csv`, { assetTag: 'A1', [field]: value }, 'register'));
    const { devices, conflicts } = reconcile(said, { makerKey });
    assert.deepEqual(
      devices.map((it) => it[field as 'manufacturer']),
      [values[0]],
      values.join(', '),
    );
    assert.equal(conflicts.length > 0, isConflict, values.join(', '));
  }
});

test('whyJunk() leaves words that say something in their field', () => {
  const cases: readonly [keyof DeviceFields, unknown][] = [
    ['supportContract', 'None'],
    ['controls', 'None'],
    ['room', 'Test'],
    ['version', '0'],
    ['version', '1'],
    ['version', '123'],
    ['id', '0'],
    ['model', '1234'],
    ['patchLevel', 'Pending'],
    ['owner', 'Multiple'],
    ['storesPhi', false],
  ];
  for (const [field, value] of cases) assert.equal(whyJunk(field, value), null, `${field}: ${String(value)}`);
});

test('reconcile() keeps the version of an operating system that a source cannot name', () => {
  const { devices } = reconcile([
    seen('cmms.csv', { assetTag: 'A1', os: 'Windows 10' }, 'cmms'),
    seen('scan.csv', { assetTag: 'A1', os: 'Default string', osVersion: '10.0.19045' }, 'scanner'),
  ]);
  assert.deepEqual([devices[0]?.os, devices[0]?.osVersion], ['Windows 10', '10.0.19045']);
});

test('reconcile() shows a placeholder where nobody says more, as no conflict', () => {
  const { devices, conflicts } = reconcile([
    seen('cmms.csv', { assetTag: 'A1', serial: 'N/A' }, 'cmms'),
    seen('scan.csv', { assetTag: 'A1', serial: 'Default string' }, 'scanner'),
  ]);
  assert.deepEqual([devices[0]?.serial, conflicts], ['N/A', []]);
});

test('reconcile() gives devices without an id the name of their strongest identifier, or their place', () => {
  assert.deepEqual(
    idsOf([
      seen('a.csv', { assetTag: 'T1', serial: 'S1' }),
      seen('a.csv', { manufacturer: 'BD', serial: 'S2' }),
      seen('a.csv', { mac: '00:09:fb:01:02:03', hostname: 'h' }),
      {
        origin: { file: 'a.csv', line: 999_998 },
        fields: { serial: 'Default string', id: 'N/A', ip: '127.0.0.1' },
      },
      { origin: { file: 'a.csv', line: 999_999 }, fields: { model: 'MX40' } },
    ]),
    ['T1', 'BD S2', '00:09:fb:01:02:03', 'a.csv:999998', 'a.csv:999999'],
  );
});

test('reconcile() attaches an SBOM to every device of its model and version', () => {
  const bom: Observation = {
    origin: { file: 'bom.json' },
    source: 'sbom',
    fields: {
      manufacturer: 'Becton Dickinson',
      model: 'Alaris-8015',
      version: '12.1',
      components: [{ name: 'openssl', version: '1.0.2' }],
      componentsComplete: true,
    },
  };
  const { devices, boms } = reconcile([
    seen('a.csv', { id: '1', model: 'Alaris 8015', version: 'v12.1' }),
    seen('a.csv', { id: '2', model: 'Alaris 8015', version: '12.0' }),
    seen('a.csv', { id: '3', model: 'Alaris 8100', version: '12.1' }),
    bom,
  ]);
  assert.deepEqual(
    devices.map((it) => it.components?.length ?? 0),
    [1, 0, 0],
  );
  assert.deepEqual([boms[0]?.deviceIds, boms[0]?.passedOver], [['1'], ['2']]);
  assert.equal(reconcile([bom]).devices[0]?.model, 'Alaris-8015');
});

const anyFields = fc.record(
  {
    id: fc.constantFrom('1', '2', '3', 'N/A'),
    manufacturer: fc.constantFrom('BD', 'Philips', 'philips inc.'),
    model: fc.constantFrom('MX40', 'Alaris 8015', 'Alaris'),
    serial: fc.constantFrom('S10001', 'S10002', 'Default string'),
    assetTag: fc.constantFrom('A1', 'A2', 'A3'),
    mac: fc.constantFrom('00:09:fb:01:02:03', '00:09:fb:01:02:04', '00:00:00:00:00:00'),
    hostname: fc.constantFrom('pump-1', 'pump-1.east', 'pump-2'),
    ip: fc.constantFrom('10.0.0.1', '10.0.0.2', '127.0.0.1'),
    version: fc.constantFrom('1', '2', 'Default string', 'N/A'),
    room: fc.constantFrom('1', '2', 'N/A'),
  },
  { requiredKeys: [] },
);
const anyObservations = fc.array(
  fc.record({
    origin: fc.record({
      file: fc.constantFrom('a.csv', 'b.csv', 'c.xml'),
      line: fc.integer({ min: 1, max: 9 }),
    }),
    source: fc.constantFrom<SourceKind>('cmms', 'discovery', 'scanner', 'sbom'),
    fields: anyFields as fc.Arbitrary<DeviceFields>,
  }),
  { maxLength: 14 },
);

test('the order of observations does not matter', () => {
  fc.assert(
    fc.property(
      anyObservations.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      ),
      ([all, shuffled]) => assert.deepEqual(reconcile(shuffled), reconcile(all)),
    ),
  );
});

test('the same file given again changes nothing', () => {
  fc.assert(
    fc.property(anyObservations, anyObservations, (a, b) => {
      assert.deepEqual(reconcile([...a, ...a]), reconcile(a));
      assert.deepEqual(reconcile([...a, ...b, ...a]), reconcile([...a, ...b]));
    }),
  );
});

test('a placeholder rules only where no source says more', () => {
  fc.assert(
    fc.property(anyObservations, (all) => {
      const { devices, observations } = reconcile(all);
      for (const [index, device] of devices.entries())
        for (const field of Object.keys(PRECEDENCE) as (keyof DeviceFields)[]) {
          if (field === 'id' || whyJunk(field, device[field]) === null) continue;
          const said = (observations[index] ?? []).map((it) => it.fields[field]);
          assert(
            said.every((it) => it === undefined || whyJunk(field, it) !== null),
            field,
          );
        }
    }),
  );
});

test('no observation is lost and ids are unique', () => {
  fc.assert(
    fc.property(anyObservations, (all) => {
      const { devices, observations, boms } = reconcile(all);
      const kept = observations.flat().length + boms.length;
      const distinct = new Set(
        all.map((it) =>
          JSON.stringify([
            it.origin,
            it.source,
            Object.entries(it.fields).toSorted(([a], [b]) => a.localeCompare(b)),
          ]),
        ),
      );
      assert.equal(kept, distinct.size);
      assert.equal(new Set(devices.map((it) => it.id)).size, devices.length);
    }),
  );
});
