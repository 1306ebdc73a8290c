import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JOBS } from '#app/jobs/kinds';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { runJobs } from '#test/jobs';
import { recordServer } from '#test/record-server';
import { importer } from '#test/importer';

const HOSPITAL = { kind: 'hospital' } as const;
const CMMS = `Asset Tag,Manufacturer,Model,Serial,Site,Room,Software Version,Last Patch Date
A-100,Philips,IntelliVue MX450,DE44000101,North,1.12,M.01,2026-01-05
A-101,Philips,IntelliVue MX450,DE44000102,South,0.03,M.01,soon
A-102,BD,Alaris 8015,15678901,North,1.14,12.1.2,2026-01-07
`;
const SCAN = `Hostname,Manufacturer,Model,Serial,IP,Software Version,Last seen
mon-1,Philips,IntelliVue MX450,DE44000101,10.1.2.3,M.04,2026-02-01
mon-2,Philips,IntelliVue MX450,DE44000102,10.1.2.4,M.04,2026-02-01
`;

for (const engine of ENGINES) {
  test(`a person's word rules until it is taken back, and settles the conflict (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask, upload } = await importer(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const tess = await importer(server, 'tess', [{ role: 'executive', scope: HOSPITAL }]);
    for (const [name, text, source] of [
      ['cmms.csv', CMMS, 'CMMS'],
      ['scan.csv', SCAN, 'scan'],
    ] as const)
      await ask(api.applyImport, { params: { id: (await upload(name, text, { source })).body.id } });
    const conflicts = (await ask(api.listConflicts, { query: { field: 'version' } })).body;
    assert.equal(conflicts.total, 2);
    const patterns = (await ask(api.listConflictPatterns, {})).body.items;
    assert.deepEqual(
      patterns.map((it) => [it.field, it.sources, it.devices]),
      [['version', ['scan', 'CMMS'], 2]],
    );
    const id =
      (await ask(api.findDevices, { query: { filter: 'serial:=DE44000101' } })).body.items[0]?.id ?? '';
    const before = await ask(api.inspectDevice, { params: { id } });
    assert.equal(before.body.fields.version, 'M.04');
    const edit = {
      fields: { version: 'M.02', room: '1.13' },
      reason: 'Read at the bedside',
      evidence: 'read-from-device',
    } as const;
    assert.equal((await tess.ask(api.editDevice, { params: { id }, body: edit })).status, 403);
    const stale = await ask(api.editDevice, { params: { id }, body: edit }, { 'if-match': '"99"' });
    assert.equal(stale.status, 412);
    server.clock.now = new Date('2026-03-01T08:10:00Z');
    const edited = await ask(
      api.editDevice,
      { params: { id }, body: edit },
      { 'if-match': before.headers.get('etag') ?? '' },
    );
    assert.equal(edited.status, 200);
    assert.deepEqual([edited.body.fields.version, edited.body.fields.room], ['M.02', '1.13']);
    const saying = edited.body.provenance.find((it) => it.field === 'version')?.sayings[0];
    assert.deepEqual([saying?.by, saying?.grade, saying?.rules], ['hana', 'read-from-device', true]);
    assert.deepEqual(
      [edited.body.timeline[0]?.kind, edited.body.timeline[0]?.note],
      ['edited', 'Read at the bedside'],
    );
    assert.equal((await ask(api.listConflicts, { query: { field: 'version' } })).body.total, 1);
    const again = (await upload('scan.csv', SCAN.replace('M.04', 'M.05'), { source: 'scan' })).body;
    await ask(api.applyImport, { params: { id: again.id } });
    assert.equal((await ask(api.inspectDevice, { params: { id } })).body.fields.version, 'M.02', 'stays');
    const back = await ask(api.editDevice, { params: { id }, body: { fields: { version: null } } });
    assert.deepEqual([back.body.fields.version, back.body.fields.room], ['M.05', '1.13']);
    for (const fields of [{ colour: 'red' }, { installDate: 'soon' }])
      assert.equal((await ask(api.editDevice, { params: { id }, body: { fields } })).status, 400);

    const wish = { params: { field: 'version' }, body: { source: 'CMMS' } };
    const trial = (await ask(api.setPrecedence, { ...wish, query: { dryRun: 'yes' } })).body;
    assert.deepEqual([trial.checked, trial.changed, trial.jobId], [2, 2, null]);
    const set = await ask(api.setPrecedence, wish);
    assert.notEqual(set.body.jobId, null);
    await runJobs(server.instance, JOBS);
    assert.equal((await ask(api.inspectDevice, { params: { id } })).body.fields.version, 'M.01');
    assert.equal(
      (await ask(api.listConflicts, { query: { field: 'version' } })).body.total,
      0,
      'decided by a rule',
    );
    await ask(api.setPrecedence, { params: { field: 'version' }, body: { source: null } });
    await runJobs(server.instance, JOBS);
    assert.equal((await ask(api.inspectDevice, { params: { id } })).body.fields.version, 'M.05');
    assert.deepEqual(server.log, []);
  });

  test(`what people decide about devices holds for later imports, and can be taken back (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask, upload } = await importer(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const take = async (name: string, text: string, source: string) => {
      const { id } = (await upload(name, text, { source })).body;
      await ask(api.applyImport, { params: { id } });
      return id;
    };
    await take('cmms.csv', 'Asset Tag,Model,Serial\nA-1,MX450,SN10001\n', 'CMMS');
    await take('list.csv', 'Asset Tag,Model,Serial\nA-1,MX450,SN10002\n', 'list');
    const doubts = (await ask(api.listDoubtfulMerges, {})).body;
    assert.equal(doubts.total, 1);
    assert.match(doubts.items[0]?.because ?? '', /serial numbers SN10001 and SN10002 differ/);
    const devices = doubts.items[0]?.devices.map((it) => it.id) ?? [];
    const count = async () => (await ask(api.findDevices, {})).body.total;
    assert.equal(await count(), 2);

    const merged = await ask(api.decideIdentity, {
      body: { kind: 'merge', devices, reason: 'Serial mistyped' },
    });
    assert.deepEqual([merged.status, await count(), merged.body.deviceIds.length], [201, 1, 1]);
    assert.equal((await ask(api.listDoubtfulMerges, {})).body.total, 0);
    const id = merged.body.deviceIds[0] ?? '';
    await ask(api.editDevice, { params: { id }, body: { fields: { room: '2.01' } } });
    await take('list.csv', 'Asset Tag,Model,Serial,Room\nA-1,MX450,SN10002,7\n', 'list');
    assert.equal(await count(), 1, 'a later file does not part them');
    const whole = (await ask(api.inspectDevice, { params: { id } })).body;
    assert(whole.timeline.some((it) => it.kind === 'merged' && it.note?.includes('Serial mistyped')));
    assert.equal(whole.fields.room, '2.01');

    const listed = whole.observations.find((it) => it.source === 'list')?.id ?? '';
    const split = await ask(api.splitDevice, { params: { id }, body: { observations: [listed] } });
    assert.deepEqual([split.status, await count()], [201, 2]);
    await take('list.csv', 'Asset Tag,Model,Serial,Room\nA-1,MX450,SN10001,8\n', 'list');
    assert.equal((await ask(api.listDoubtfulMerges, {})).body.total, 0, 'a person has decided');
    const acts = (await ask(api.listDecisions, {})).body.items;
    assert.deepEqual(
      acts.map((it) => [it.kind, it.undoneAt !== null]),
      [
        ['apart', false],
        ['together', true],
      ],
    );
    assert.equal((await ask(api.undoDecision, { params: { id: split.body.actId } })).status, 200);
    assert.equal((await ask(api.undoDecision, { params: { id: split.body.actId } })).status, 404);

    const extra = await take('other.csv', 'Asset Tag,Model\nB-1,MX450\nB-2,MX450\n', 'other');
    assert(extra !== '');
    const pair = (await ask(api.findDevices, { query: { filter: 'assetTag:B-' } })).body.items.map(
      (it) => it.id,
    );
    const apart = await ask(api.decideIdentity, { body: { kind: 'keep-apart', devices: pair } });
    assert.equal(apart.status, 201);
    assert.equal((await ask(api.decideIdentity, { body: { kind: 'merge', devices: pair } })).status, 201);
    assert.equal((await ask(api.findDevices, { query: { filter: 'assetTag:B-' } })).body.total, 1);
    assert.deepEqual(server.log, []);
  });

  test(`an import is taken back, rejects come back repaired, and columns chosen are kept (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const hana = await importer(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const { ask, upload } = hana;
    const cmms = (await upload('cmms.csv', CMMS, { source: 'CMMS' })).body;
    assert.equal(cmms.counts.rejected, 1);
    await ask(api.applyImport, { params: { id: cmms.id } });
    const file = await hana.rejects(cmms.id);
    assert.match(file, /Patchward: line,Patchward: reason,.*\r\n3,"lastPatchDate: /);
    const repaired = (
      await upload('repaired.csv', file.replaceAll('soon', '2026-02-02'), {
        source: 'CMMS',
        repairs: cmms.id,
      })
    ).body;
    assert.deepEqual([repaired.counts.rows, repaired.counts.rejected, repaired.unmapped], [1, 0, []]);
    await ask(api.applyImport, { params: { id: repaired.id } });
    const cleared = (await ask(api.listImportRejects, { params: { id: cmms.id } })).body.items;
    assert.deepEqual(
      cleared.map((it) => it.repairedBy),
      [repaired.id],
    );

    server.clock.now = new Date('2026-03-01T08:10:00Z');
    const scan = (await upload('scan.csv', SCAN, { source: 'scan' })).body;
    await ask(api.applyImport, { params: { id: scan.id } });
    const later = (await upload('cmms2.csv', CMMS.replace('1.12', '9.99'), { source: 'CMMS' })).body;
    await ask(api.applyImport, { params: { id: later.id } });
    const find = async (filter: string) => (await ask(api.findDevices, { query: { filter } })).body;
    assert.equal((await find('room:9.99')).total, 1);
    const trial = await ask(api.undoImport, { params: { id: scan.id }, query: { dryRun: 'yes' } });
    assert.equal(trial.body.state, 'applied');
    const undoes = (await ask(api.listImportChanges, { params: { id: scan.id }, query: { phase: 'undo' } }))
      .body;
    assert.deepEqual([undoes.total, undoes.items[0]?.kind], [2, 'change']);
    assert.equal((await find('ip:10.1.2.3')).total, 1, 'only previewed');
    const undone = await ask(api.undoImport, { params: { id: scan.id } });
    assert.deepEqual([undone.status, undone.body.state], [200, 'undone']);
    assert.deepEqual([(await find('ip:10.1.2.3')).total, (await find('')).total], [0, 3]);
    assert.equal((await ask(api.undoImport, { params: { id: scan.id } })).status, 409);
    await ask(api.undoImport, { params: { id: later.id } });
    assert.equal((await find('room:1.12')).total, 1, 'what the source said before holds again');
    await ask(api.undoImport, { params: { id: repaired.id } });
    assert.equal(
      (await ask(api.listImportRejects, { params: { id: cmms.id } })).body.items[0]?.repairedBy,
      null,
    );
    await ask(api.undoImport, { params: { id: cmms.id } });
    assert.equal((await find('')).total, 0);

    const odd = 'Gear,Serial,Model\nMX450,SN77777,Ward monitor\n';
    const guess = (await upload('odd.csv', odd, { source: 'odd' })).body;
    const mapped = await ask(api.mapImport, {
      params: { id: guess.id },
      body: { mapping: { model: 'Gear' } },
    });
    assert.equal(mapped.body.mapping.find((it) => it.field === 'model')?.column, 'Gear');
    assert.deepEqual(mapped.body.unmapped, ['Model']);
    const bad = await ask(api.mapImport, {
      params: { id: guess.id },
      body: { mapping: { model: 'Nowhere' } },
    });
    assert.equal(bad.status, 400);
    const next = (await upload('odd2.csv', odd, { source: 'odd' })).body;
    assert.equal(next.state, 'previewed', 'a choice that cannot be read does not stay');
    assert.deepEqual(server.log, []);
  });
}

for (const engine of ENGINES) {
  test(`spellings of one maker are no conflict, and each source keeps its own (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask, upload } = await importer(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const makers = async (): Promise<readonly unknown[]> => {
      const { total } = (await ask(api.listConflicts, { query: { field: 'manufacturer' } })).body;
      const [device] = (await ask(api.findDevices, { query: { filter: 'serial:=15678901' } })).body.items;
      const { provenance } = (await ask(api.inspectDevice, { params: { id: device?.id ?? '' } })).body;
      const maker = provenance.find((it) => it.field === 'manufacturer');
      return [total, device?.fields.manufacturer, maker?.isConflict, maker?.sayings.map((it) => it.value)];
    };
    const bring = async (source: string, maker: string): Promise<void> => {
      const text = `Asset Tag,Manufacturer,Serial\nA-102,"${maker}",15678901\n`;
      await ask(api.applyImport, {
        params: { id: (await upload(`${source}.csv`, text, { source })).body.id },
      });
    };
    await bring('CMMS', 'BD');
    await bring('list', 'Becton, Dickinson and Company');
    assert.deepEqual(await makers(), [0, 'BD', false, ['BD', 'Becton, Dickinson and Company']]);
    await bring('audit', 'Baxter');
    const [total, maker, isConflict] = await makers();
    assert.deepEqual([total, maker, isConflict], [1, 'BD', true]);
  });
}
