import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { recordServer } from '#test/record-server';
import { importer } from '#test/importer';

const CMMS = `Asset Tag,Manufacturer,Model,Serial,Site,Department,Room,Software Version,Colour
A-100,Philips,IntelliVue MX450,DE44000101,North,ICU,1.12,M.01,grey
A-101,Philips,IntelliVue MX450,DE44000102,South,ER,0.03,M.01,grey
A-102,BD,Alaris 8015,15678901,North,ICU,1.14,12.1.2,blue
,,,,,,,,green
`;
const SCAN = `Manufacturer,Model,Serial,IP,Software Version
Philips,IntelliVue MX450,DE44000101,10.1.2.3,M.04
`;

const HOSPITAL = { kind: 'hospital' } as const;

for (const engine of ENGINES) {
  test(`a file is previewed, applied, listed, and told apart from what is known (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask, upload } = await importer(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const preview = await upload('cmms.csv', CMMS, { source: 'CMMS' });
    assert.equal(preview.status, 201, JSON.stringify(preview.body));
    const { id, counts, mapping, unmapped } = preview.body;
    const changes = (await ask(api.listImportChanges, { params: { id } })).body.items;
    assert.deepEqual(
      [counts.rows, counts.create, counts.change, counts.rejected, unmapped],
      [3, 3, 0, 1, ['Colour']],
    );
    assert(mapping.some((it) => it.field === 'serial' && it.column === 'Serial'));
    assert.deepEqual(
      changes.find((it) => it.label === 'BD Alaris 8015')?.changes.find((it) => it.field === 'room'),
      { field: 'room', before: null, after: '1.14' },
    );
    assert.equal((await ask(api.findDevices, {})).body.total, 0, 'a preview writes no device');
    const rejects = (await ask(api.listImportRejects, { params: { id } })).body;
    assert.deepEqual([rejects.total, rejects.items[0]?.line], [1, 5]);

    const applied = await ask(api.applyImport, { params: { id } });
    assert.deepEqual([applied.status, applied.body.state, applied.body.counts.create], [200, 'applied', 3]);
    assert.equal((await ask(api.applyImport, { params: { id } })).status, 409);
    assert.equal((await ask(api.dropImport, { params: { id } })).status, 409);

    server.clock.now = new Date('2026-03-01T08:10:00Z');
    const scan = (await upload('scan.csv', SCAN)).body;
    assert.deepEqual([scan.counts.create, scan.counts.change, scan.counts.unchanged], [0, 1, 0]);
    const changed = (await ask(api.listImportChanges, { params: { id: scan.id } })).body.items;
    assert.deepEqual(
      changed[0]?.changes.find((it) => it.field === 'ip'),
      { field: 'ip', before: null, after: '10.1.2.3' },
    );
    await ask(api.applyImport, { params: { id: scan.id } });

    const found = (await ask(api.findDevices, { query: { filter: 'ip:10.1.2.3' } })).body;
    assert.equal(found.total, 1);
    const device = await ask(api.inspectDevice, { params: { id: found.items[0]?.id ?? '' } });
    assert.equal(device.headers.get('etag'), '"2"');
    assert.deepEqual(
      device.body.timeline.map((it) => [it.kind, it.source, it.by]),
      [
        ['changed', 'scan.csv', 'hana'],
        ['created', 'CMMS', 'hana'],
      ],
    );
    const version = device.body.provenance.find((it) => it.field === 'version');
    assert.deepEqual(
      [version?.isConflict, version?.sayings.length, version?.sayings[0]?.rules],
      [true, 2, true],
    );
    assert.equal(version?.sayings[0]?.text, device.body.fields.version);
    assert.equal(device.body.observations.find((it) => it.source === 'CMMS')?.unmapped['Colour'], 'grey');

    const draft = (await upload('again.csv', CMMS, { source: 'CMMS' })).body;
    assert.deepEqual([draft.counts.known, draft.counts.create, draft.counts.change], [3, 0, 0]);
    assert.equal((await ask(api.dropImport, { params: { id: draft.id } })).status, 204);
    assert.equal((await ask(api.readImport, { params: { id: draft.id } })).status, 404);
    const first = (await ask(api.listImports, { query: { limit: 1 } })).body;
    assert.deepEqual([first.total, first.items[0]?.id], [2, scan.id]);
    const rest = (await ask(api.listImports, { query: { limit: 1, cursor: first.next ?? '' } })).body;
    assert.deepEqual([rest.items[0]?.id, rest.next], [id, null]);
    assert.equal((await ask(api.readImport, { params: { id } })).body.counts.create, 3);
    assert.deepEqual(server.log, []);
  });

  test(`the device list filters, sorts and pages, and names the character at fault (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask, upload } = await importer(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const { id } = (await upload('cmms.csv', CMMS)).body;
    await ask(api.applyImport, { params: { id } });
    const totals: [string, number][] = [
      ['', 3],
      ['site:north', 2],
      ['site:="nort"', 0],
      ['-site:north', 1],
      ['alaris or department:er', 2],
      ['mx450 (site:south or room:1.14)', 1],
      ['ip:none', 3],
      ['criticality:critical', 0],
      ['-criticality:critical', 3],
      ['storesPhi:yes', 0],
      ['conflict:no', 3],
      ['seen:<1d', 3],
      ['seen:>1d', 0],
      ['eosDate:<today', 0],
      ['"100%"', 0],
      ['manufacturer:"B\\\\"', 0],
    ];
    for (const [filter, total] of totals)
      assert.equal((await ask(api.findDevices, { query: { filter } })).body.total, total, filter);
    assert.equal((await ask(api.findDevices, { query: { filter: 'colour:red' } })).status, 400);

    const dual = (
      await upload('net.csv', 'Asset tag,IP,IPv6\nN-1,10.1.2.3,fd00:12::7\nN-2,10.2.2.3,\nN-3,2001:db8::7,')
    ).body;
    await ask(api.applyImport, { params: { id: dual.id } });
    const blocks: [string, number][] = [
      ['ip:10.1.0.0/16', 1],
      ['ip:10.0.0.0/8', 2],
      ['-ip:10.1.0.0/16', 5],
      ['ip:10.1.2.3/32', 1],
      ['ip:2001:db8::/32', 1],
      ['ipv6:fd00::/8', 1],
      ['ip:10.', 2],
      ['ipv6:none', 5],
    ];
    for (const [filter, total] of blocks)
      assert.equal((await ask(api.findDevices, { query: { filter } })).body.total, total, filter);
    const wrong = await ask(api.findDevices, { query: { filter: 'site:north ip:10.1.2.3/16' } });
    assert.match(
      JSON.stringify(wrong.body),
      /at character 15: .*is an address inside a block: write 10\.1\.0\.0\/16/,
    );

    for (const sort of ['label', '-label', 'site', 'criticality', '-seen', 'changed', 'version'] as const) {
      const whole = (await ask(api.findDevices, { query: { sort } })).body.items.map((it) => it.id);
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = (await ask(api.findDevices, { query: { sort, limit: 1, cursor } })).body;
        for (const it of page.items) paged.push(it.id);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && paged.length < 10);
      assert.deepEqual(paged, whole, sort);
      if (sort === 'label') {
        const { next } = (await ask(api.findDevices, { query: { limit: 1 } })).body;
        const astray = await ask(api.findDevices, { query: { sort: 'site', cursor: next ?? '' } });
        assert.equal(astray.status, 400);
      }
    }
    assert.equal((await ask(api.findDevices, { query: { cursor: 'x' } })).status, 400);
    assert.deepEqual(server.log, []);
  });

  test(`a role at one site sees, imports and changes only that site (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const hana = await importer(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const ned = await importer(server, 'ned', [
      { role: 'vulnerability-analyst', scope: { kind: 'site', id: 'North' } },
    ]);
    const tess = await importer(server, 'tess', [{ role: 'technician', scope: HOSPITAL }]);
    const all = (await hana.upload('cmms.csv', CMMS)).body;
    await hana.ask(api.applyImport, { params: { id: all.id } });

    const seen = (await ned.ask(api.findDevices, {})).body;
    assert.deepEqual(
      seen.items.map((it) => it.fields.site),
      ['North', 'North'],
    );
    const south = (await hana.ask(api.findDevices, { query: { filter: 'site:south' } })).body.items[0];
    assert.equal((await ned.ask(api.inspectDevice, { params: { id: south?.id ?? '' } })).status, 404);
    assert.equal((await ned.ask(api.readImport, { params: { id: all.id } })).status, 404);
    assert.equal((await ned.ask(api.applyImport, { params: { id: all.id } })).status, 404);
    assert.equal((await ned.ask(api.listImports, {})).body.total, 0);

    const wide = (await ned.upload('cmms.csv', CMMS.replaceAll('M.01', 'M.02').replace('12.1.2', '12.1.3')))
      .body;
    assert.deepEqual([wide.counts.change, wide.counts.outside], [3, 1]);
    const shown = (await ned.ask(api.listImportChanges, { params: { id: wide.id } })).body;
    assert.deepEqual(
      [shown.total, JSON.stringify(shown).includes('South')],
      [2, false],
      'outside is counted, not shown',
    );
    assert.equal((await ned.ask(api.applyImport, { params: { id: wide.id } })).status, 409);
    const own = (await ned.upload('own.csv', CMMS.split('\n').slice(0, 2).join('\n'))).body;
    assert.equal((await ned.ask(api.applyImport, { params: { id: own.id } })).status, 200);
    assert.equal((await ned.ask(api.listImports, {})).body.total, 2);

    assert.equal((await tess.upload('cmms.csv', CMMS)).status, 403);
    assert.equal((await tess.ask(api.findDevices, {})).body.total, 3);
    const nobody = await fetch(`${server.url}/api/v1/imports`, { method: 'POST', body: new FormData() });
    assert.equal(nobody.status, 401);
    assert.equal((await hana.upload('photo.csv', '\x89PNG')).status, 400);
    assert.equal((await hana.upload('cmms.csv', CMMS, { mapping: '{"modle":"Model"}' })).status, 400);
    assert.equal((await hana.upload('cmms.csv', CMMS, { mapping: '[' })).status, 400);
    assert.deepEqual(server.log, []);
  });
}
