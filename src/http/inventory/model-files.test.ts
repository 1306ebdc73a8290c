import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuredFields } from '#app/inventory/configured';
import { api } from '#contract/api';
import type { Inherited } from '#engine/inherit';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { addDevices } from '#test/devices';
import { mds2Workbook, PUMP_FORM } from '#test/mds2';
import { recordServer, type RecordServer } from '#test/record-server';
import { type SignedIn, signedIn } from '#test/signed-in';

const HOSPITAL = { kind: 'hospital' } as const;
const PUMP = { manufacturer: 'Alveor', model: 'Infusa 8100', version: '4.1.7', site: 'North' } as const;

async function engineer(server: RecordServer): Promise<SignedIn> {
  return signedIn(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
}

async function modelId({ ask }: SignedIn, name: string): Promise<string> {
  return (await ask(api.listModels, { query: { filter: `name:="${name}"` } })).body.items[0]?.id ?? '';
}

function sbom(components: readonly (readonly [name: string, version: string])[]): string {
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    components: components.map(([name, version]) => ({ type: 'library', name, version })),
  });
}

for (const engine of ENGINES) {
  test(`an MDS2 form tells patient data and the patch path, with the answers that decided it (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [id = '', other = ''] = await addDevices(contextOn(server.instance), [
      PUMP,
      { manufacturer: 'Norrvik', model: 'CNS-4', eosDate: '2024-01-01' },
    ]);
    const hana = await engineer(server);
    const params = { id: await modelId(hana, 'Infusa 8100') };
    const file = { name: 'mds2.xlsx', content: mds2Workbook(PUMP_FORM) };
    const taken = await hana.upload(api.uploadForm, { params }, file);
    assert.equal(taken.status, 201, JSON.stringify(taken.body));
    assert.deepEqual([taken.body.maker, taken.body.notices], ['Alveor', []]);
    assert.deepEqual(
      taken.body.rejects.map((it) => [it.sheet, it.row, it.question]),
      [['MDS2', 20, 'DTBK-5']],
    );
    const answer = taken.body.answers.find((it) => it.question === 'CSUP-2.1');
    assert.deepEqual([answer?.answer, answer?.note], ['yes', 'see note 2 · Through the update tool']);

    const device = (await hana.ask(api.inspectDevice, { params: { id } })).body;
    assert.deepEqual(device.inherited['storesPhi'], { value: true, from: 'mds2', what: 'MPII-2' });
    assert.equal((await hana.ask(api.findDevices, { query: { filter: 'transmitsPhi:yes' } })).body.total, 1);
    const support = (await hana.ask(api.readDeviceSupport, { params: { id } })).body;
    assert.deepEqual([support.path?.path, support.status.state], ['vendor-visit', 'unknown']);
    const paths = support.path?.parts.map((it) => [
      it.part,
      it.path,
      it.answers.map((said) => said.question),
    ]);
    assert.deepEqual(paths?.slice(0, 2), [
      ['operating-system', 'wait-for-approval', ['CSUP-2.1', 'CSUP-2.4']],
      ['drivers-and-firmware', 'vendor-visit', ['CSUP-3.2', 'CSUP-3.3']],
    ]);
    const model = (await hana.ask(api.readModel, { params })).body;
    await hana.ask(api.editModel, {
      params,
      body: { version: model.version, defaults: { eosDate: '2025-01-01' } },
    });
    const later = (await hana.ask(api.readDeviceSupport, { params: { id } })).body;
    assert.deepEqual([later.path?.path, later.status.state], ['never', 'ended'], 'nobody comes any more');

    const wrong = { id: await modelId(hana, 'CNS-4') };
    const astray = await hana.upload(api.uploadForm, { params: wrong }, file, { version: '3.0' });
    assert.equal(astray.body.notices.length, 2, 'the form of another device is said');
    assert.equal((await hana.ask(api.readDeviceSupport, { params: { id: other } })).body.path, null);
    assert.equal(
      (await hana.upload(api.uploadForm, { params }, { name: 'x.xlsx', content: 'no' })).status,
      400,
    );
    const old = mds2Workbook([
      ['1-1', 'Logs off?', 'Yes'],
      ['HN 1-2013', '', ''],
    ]);
    const refused = await hana.upload(api.uploadForm, { params }, { name: 'old.xlsx', content: old });
    assert.match(JSON.stringify(refused.body), /form of 2013/);
    const again = await hana.upload(api.uploadForm, { params }, file);
    const forms = (await hana.ask(api.listForms, { params })).body;
    assert.deepEqual([forms.total, forms.items[0]?.id], [1, again.body.id], 'a later form takes its place');
    assert.deepEqual(server.log, []);
  });

  test(`bills of materials are kept by version, compared and given back (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [id = ''] = await addDevices(contextOn(server.instance), [PUMP]);
    const hana = await engineer(server);
    const params = { id: await modelId(hana, 'Infusa 8100') };
    const first = {
      name: 'a.json',
      content: sbom([
        ['openssl', '1.0.2'],
        ['zlib', '1.2.11'],
      ]),
    };
    const second = {
      name: 'b.json',
      content: sbom([
        ['openssl', '3.0.1'],
        ['curl', '8.0'],
        ['zlib', '1.2.11'],
      ]),
    };
    const one = await hana.upload(api.uploadSbom, { params }, first, { version: 'v4.1.7' });
    const two = await hana.upload(api.uploadSbom, { params }, second, { version: '4.2.1' });
    assert.deepEqual([one.status, one.body.count, two.body.count], [201, 2, 3]);
    const support = (await hana.ask(api.readDeviceSupport, { params: { id } })).body;
    assert.deepEqual([support.bill?.id, support.bill?.isUsed], [one.body.id, true]);
    const { inherited } = (await hana.ask(api.inspectDevice, { params: { id } })).body;
    assert.deepEqual(inherited['bill'], { value: one.body.id, from: 'model', what: 'a.json' });
    const configured = async (fields: object) =>
      (
        await configuredFields(server.instance.store.db, [{ id, fields, inherited: inherited as Inherited }])
      )[0];
    assert.deepEqual(
      (
        await configured({ components: [{ name: 'zlib', version: '1.2.11' }, { name: 'own' }] })
      )?.components?.map((it) => it.name),
      ['zlib', 'own', 'openssl'],
    );
    const whole = { components: [{ name: 'own' }], componentsComplete: true };
    assert.deepEqual((await configured(whole))?.components, whole.components, 'its own whole list rules');
    const diff = (
      await hana.ask(api.compareSboms, { params: { id: two.body.id }, query: { from: one.body.id } })
    ).body;
    assert.deepEqual(
      [
        diff.added.map((it) => it.name),
        diff.removed,
        diff.changed.map((it) => [it.before.version, it.after.version]),
      ],
      [['curl'], [], [['1.0.2', '3.0.1']]],
    );
    const back = await hana.download(api.downloadSbom, { params: { id: one.body.id } });
    assert.equal(Buffer.from(back.bytes).toString(), first.content);
    assert.equal((await hana.ask(api.readSbom, { params: { id: one.body.id } })).body.components.length, 2);
    for (const content of [
      '{"bomFormat":"CycloneDX","specVersion":"1.5","components":7}',
      'Model,Serial\na,b\n',
      sbom([]),
    ])
      assert.equal((await hana.upload(api.uploadSbom, { params }, { name: 'c.json', content })).status, 400);
    assert.deepEqual((await hana.ask(api.listModels, { query: { filter: 'sbom:yes' } })).body.total, 1);
    assert.deepEqual(server.log, []);
  });

  test(`files stay with a device, safely, for whoever may see it (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [id = '', far = ''] = await addDevices(contextOn(server.instance), [
      PUMP,
      { ...PUMP, site: 'South' },
    ]);
    const hana = await engineer(server);
    const page = { name: 'label <1>.html', content: '<script>alert(1)</script>' };
    const kept = await hana.upload(api.attachToDevice, { params: { id } }, page);
    assert.deepEqual([kept.status, kept.body.media, kept.body.bytes], [201, 'text/plain', 25]);
    const one = { params: { id, attachmentId: kept.body.id } };
    const { headers, bytes } = await hana.download(api.downloadDeviceFile, one);
    assert.equal(Buffer.from(bytes).toString(), page.content);
    assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="label _1_\.html"/);
    assert.deepEqual(
      [
        headers.get('content-type'),
        headers.get('x-content-type-options'),
        headers.get('content-security-policy'),
      ],
      ['text/plain', 'nosniff', "default-src 'none'; sandbox"],
    );
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
    const image = await hana.upload(api.attachToDevice, { params: { id } }, { name: 'x.exe', content: png });
    assert.equal(image.body.media, 'image/png');
    assert.equal(
      (await hana.upload(api.attachToDevice, { params: { id } }, { name: 'e', content: '' })).status,
      400,
    );
    const huge = { name: 'huge.bin', content: new Uint8Array(10_000_001) };
    assert.equal((await hana.upload(api.attachToDevice, { params: { id } }, huge)).status, 400);

    const ned = await signedIn(server, 'ned', [{ role: 'technician', scope: { kind: 'site', id: 'North' } }]);
    assert.equal((await ned.ask(api.listDeviceFiles, { params: { id } })).body.total, 2);
    assert.equal((await ned.ask(api.listDeviceFiles, { params: { id: far } })).status, 404);
    assert.equal((await ned.upload(api.attachToDevice, { params: { id: far } }, page)).status, 403);
    assert.equal((await ned.upload(api.attachToDevice, { params: { id } }, page)).status, 201);
    const other = { params: { id: far, attachmentId: kept.body.id } };
    assert.equal((await hana.download(api.downloadDeviceFile, other)).status, 404, 'it is not that device’s');
    assert.equal((await hana.ask(api.removeDeviceFile, one)).status, 204);
    assert.equal((await hana.download(api.downloadDeviceFile, one)).status, 404);
    const model = { id: await modelId(hana, 'Infusa 8100') };
    assert.equal((await hana.upload(api.attachToModel, { params: model }, page)).status, 201);
    assert.equal((await ned.upload(api.attachToModel, { params: model }, page)).status, 403);
    assert.equal((await ned.ask(api.listModelFiles, { params: model })).body.total, 1);
    assert.deepEqual(server.log, []);
  });

  test(`a UDI gives the serial number, and a register the model, class and product code (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [id = ''] = await addDevices(contextOn(server.instance), [
      { manufacturer: 'Alveor', udi: '(01)10887488125541(21)AL81-0093312(17)271200' },
      PUMP,
    ]);
    const hana = await engineer(server);
    const { udi } = (await hana.ask(api.readDeviceSupport, { params: { id } })).body;
    assert(udi !== null && !('problem' in udi));
    assert.deepEqual([udi.di, udi.expiry], ['10887488125541', { day: '2027-12-31', isWholeMonth: true }]);
    const device = async () => (await hana.ask(api.inspectDevice, { params: { id } })).body;
    assert.deepEqual((await device()).inherited['serial'], {
      value: 'AL81-0093312',
      from: 'udi',
      what: 'GS1',
    });
    assert.equal(
      (await hana.ask(api.findDevices, { query: { filter: 'serial:="al81-0093312"' } })).body.total,
      1,
    );

    const record = (over: object) => ({
      identifiers: [{ id: '10887488125541', type: 'Primary', issuing_agency: 'GS1' }],
      brand_name: 'INFUSA',
      version_or_model_number: 'Infusa 8100',
      company_name: 'ALVEOR, INC.',
      product_codes: [{ code: 'FRN', openfda: { device_class: '2' } }],
      ...over,
    });
    const package_ = record({ identifiers: [{ id: '2', type: 'Package' }] });
    const content = JSON.stringify({ results: [record({}), package_] });
    const taken = await hana.upload(api.importRegister, {}, { name: 'udi.json', content });
    assert.deepEqual(
      [taken.status, taken.body.records, taken.body.models, taken.body.rejects.map((it) => it.record)],
      [200, 1, 1, [2]],
    );
    const known = (await device()).inherited;
    assert.deepEqual(
      [known['model']?.value, known['fdaClass']?.value, known['fdaProductCode']?.from],
      ['Infusa 8100', 'II', 'register'],
    );
    assert.equal((await hana.ask(api.findDevices, { query: { filter: 'fdaClass:II' } })).body.total, 2);
    const model = (await hana.ask(api.readModel, { params: { id: await modelId(hana, 'Infusa 8100') } }))
      .body;
    assert.deepEqual([model.devices, model.registered?.brand], [2, 'INFUSA']);
    assert.equal((await hana.upload(api.importRegister, {}, { name: 'x.json', content: '{' })).status, 400);
    assert.deepEqual(server.log, []);
  });

  test(`the classification of product codes tells the class of models and devices that name one (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const [byCode = '', byModel = '', says = ''] = await addDevices(contextOn(server.instance), [
      { manufacturer: 'Alveor', model: 'Vitala 5', serial: 'V1', fdaProductCode: 'mhx' },
      PUMP,
      { manufacturer: 'Alveor', model: 'Vitala 6', serial: 'V2', fdaProductCode: 'MHX', fdaClass: 'III' },
    ]);
    const hana = await engineer(server);
    const pump = { id: await modelId(hana, 'Infusa 8100') };
    const { version } = (await hana.ask(api.readModel, { params: pump })).body;
    const body = { version, defaults: { fdaProductCode: 'FRN' } };
    assert.equal((await hana.ask(api.editModel, { params: pump, body })).status, 200);

    const content = JSON.stringify({
      meta: { results: { total: 3 } },
      results: [
        { product_code: 'MHX', device_class: '2', device_name: 'Monitor', regulation_number: '870.1025' },
        { product_code: 'FRN', device_class: '2', device_name: 'Pump', regulation_number: '880.5725' },
        { product_code: 'OUG', device_class: 'U', device_name: 'Data system', regulation_number: '' },
        { device_class: '2', device_name: 'No code', regulation_number: '1' },
      ],
    });
    const taken = await hana.upload(api.importRegister, {}, { name: 'classification.json', content });
    assert.deepEqual(
      [taken.status, taken.body.records, taken.body.codes, taken.body.rejects.map((it) => it.record)],
      [200, 0, 3, [4]],
    );
    const classOf = async (id: string) => {
      const it = (await hana.ask(api.inspectDevice, { params: { id } })).body;
      return [it.fields.fdaClass, it.inherited['fdaClass']?.value, it.inherited['fdaClass']?.what];
    };
    assert.deepEqual(await classOf(byCode), [undefined, 'II', 'product code MHX']);
    assert.deepEqual(await classOf(byModel), [undefined, 'II', 'product code FRN']);
    assert.equal((await classOf(says))[0], 'III', 'what its own sources say rules');
    // A device that comes later has it at once.
    const [late = ''] = await addDevices(contextOn(server.instance), [
      { serial: 'V3', fdaProductCode: 'MHX' },
    ]);
    assert.deepEqual(await classOf(late), [undefined, 'II', 'product code MHX']);
    assert.deepEqual(server.log, []);
  });
}
