import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeMonthlyReconciliation } from '#app/inventory/reconciliation-job';
import { JOBS } from '#app/jobs/kinds';
import { api } from '#contract/api';
import type { Grant } from '#engine/access';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { importer } from '#test/importer';
import { runJobs } from '#test/jobs';
import { type RecordServer, recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const CMMS = `Tag #,Serial #,Manufacturer,Model,Software Revision,Facility,Department,Risk Level,IP Address
A-1,BD100001,BD,Alaris 8015,12.1.2,North,ICU,Life Support,10.1.1.1
A-2,BD100002,BD,Alaris 8015,12.1.2,North,ICU,Life Support,10.1.1.2
A-3,PH200001,Philips,MX450,,South,ER,High,
`;
const NETWORK = `name,manufacturer,model.name,serial_number,ip,mac,site,first_seen,last_seen
x,BD,Alaris 8015,BD100001,10.1.1.1,44:4b:5d:00:00:01,South,2026-01-01,2026-03-01
mon-1,GE Healthcare,B450,GE300001,10.1.2.3,44:4b:5d:00:00:02,South,2026-01-01,2026-03-01
`;
const HOSPITAL = { kind: 'hospital' } as const;
const ENGINEER: readonly Grant[] = [{ role: 'clinical-engineer', scope: HOSPITAL }];

async function filled(server: RecordServer) {
  const hana = await importer(server, 'hana', ENGINEER);
  for (const [name, text, source] of [
    ['cmms.csv', CMMS, 'CMMS'],
    ['network.csv', NETWORK, 'Discovery'],
  ] as const) {
    const { id } = (await hana.upload(name, text, { source })).body;
    assert.equal((await hana.ask(api.applyImport, { params: { id } })).status, 200);
  }
  return hana;
}

async function made(server: RecordServer, ask: Awaited<ReturnType<typeof filled>>['ask']): Promise<string> {
  const { status, body } = await ask(api.startReconciliation, { body: {} });
  assert.deepEqual([status, body.state], [202, 'making']);
  await runJobs(server.instance, JOBS);
  return body.id;
}

for (const engine of ENGINES) {
  test(`sources are held against each other, and what is amiss is given to people (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask } = await filled(server);
    const id = await made(server, ask);
    const { body: report } = await ask(api.readReconciliation, { params: { id } });
    assert.deepEqual([report.state, report.devices, report.previous], ['open', 4, null]);
    assert.deepEqual(
      report.sources.map(({ source, devices, matched, alone, lacks }) => [
        source,
        devices,
        matched,
        alone,
        lacks,
      ]),
      [
        ['CMMS', 3, 1, 2, 1],
        ['Discovery', 2, 1, 1, 2],
      ],
    );
    assert.deepEqual(report.pairs, [{ a: 'CMMS', b: 'Discovery', both: 1, onlyA: 2, onlyB: 1 }]);
    assert.deepEqual([report.unconnected, report.missing.version], [1, 2]);
    assert.deepEqual(
      report.trend.map((it) => [it.kind, it.count, it.isNew, it.before]),
      [
        ['unregistered', 1, 1, null],
        ['unseen', 1, 1, null],
        ['duplicate', 0, 0, null],
        ['conflicting', 1, 1, null],
        ['incomplete', 2, 2, null],
      ],
    );
    const all = (await ask(api.listDiscrepancies, { params: { id }, query: { limit: 2 } })).body;
    assert.equal(all.total, 5);
    const rest = await ask(api.listDiscrepancies, {
      params: { id },
      query: { cursor: all.next ?? '', limit: 500 },
    });
    const rows = [...all.items, ...rest.body.items];
    assert.deepEqual(
      rows.map((it) => [it.kind, it.label, it.detail]),
      [
        ['conflicting', 'BD Alaris 8015', 'Sources disagree on site'],
        ['incomplete', 'GE Healthcare B450', 'Not known: version, department, criticality'],
        ['incomplete', 'Philips MX450', 'Not known: version'],
        ['unregistered', 'GE Healthcare B450', 'Seen by Discovery'],
        ['unseen', 'BD Alaris 8015', 'Registered in CMMS; the network never spoke of it'],
      ],
    );
    const people = (await ask(api.listColleagues, { query: { text: 'han' } })).body.items;
    assert.deepEqual(
      people.map((it) => it.name),
      ['hana'],
    );
    const assignee = { id: people[0]?.id ?? '', reason: 'Register them', dueOn: '2026-03-15' };
    const give = (which: object, to: object | null = assignee) =>
      ask(api.assignDiscrepancies, { params: { id }, body: { which, assignee: to } as never });
    assert.deepEqual((await give({ kind: 'incomplete' })).body, { assigned: 2 });
    assert.equal((await give({ kind: 'duplicate' })).status, 409, 'nothing is selected');
    assert.equal((await give({}, { ...assignee, dueOn: '2026-02-01' })).status, 400, 'a day that passed');
    const nobody = { ...assignee, id: '01890000-0000-7000-8000-0000000000ff' };
    assert.equal((await give({}, nobody)).status, 400, 'nobody of that id');
    const mine = (await ask(api.listDiscrepancies, { params: { id }, query: { assignee: 'me' } })).body;
    assert.deepEqual([mine.total, mine.items[0]?.dueOn], [2, '2026-03-15']);
    const needs = (await ask(api.readTodayNeeds, {})).body.items.filter((it) => 'reportId' in it);
    assert.deepEqual(
      needs.map((it) => [it.kind, 'count' in it && it.count, it.reportId]),
      [
        ['assigned', 2, id],
        ['signature', false, id],
      ],
    );
    assert.deepEqual(await exported(server, id), [6, true]);
    const later = await made(server, ask);
    const again = (await ask(api.listDiscrepancies, { params: { id: later }, query: { assignee: 'me' } }))
      .body;
    assert.equal(again.total, 2, 'the next report knows who has it');
    assert.deepEqual(server.log, []);
  });

  test(`two people sign, and then nothing changes: not by the product, not by the database (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask } = await filled(server);
    const id = await made(server, ask);
    const grace = await signedIn(server, 'grace', [{ role: 'compliance', scope: HOSPITAL }]);
    const local = await signedIn(server, 'local', [
      { role: 'clinical-engineer', scope: { kind: 'site', id: 'North' } },
    ]);
    const sign = (as: Pick<typeof grace, 'ask'>) =>
      as.ask(api.signReconciliation, { params: { id }, body: {} });
    assert.equal((await sign(local)).status, 403, 'a site is not the hospital');
    assert.equal((await sign({ ask })).body.state, 'open');
    assert.deepEqual([(await sign({ ask })).status, (await sign({ ask })).code], [409, 'conflict']);
    const change = { params: { id }, body: { which: {}, assignee: null } };
    assert.equal(
      (await ask(api.assignDiscrepancies, change)).status,
      409,
      'a signature holds for what it saw',
    );
    assert.equal((await ask(api.withdrawSignatures, { params: { id } })).status, 204);
    assert.equal((await ask(api.assignDiscrepancies, change)).status, 200);
    await sign({ ask });
    server.clock.now = new Date('2026-03-01T08:30:00Z');
    assert.deepEqual([(await sign(grace)).status, (await sign(grace)).code], [403, 'step-up']);
    server.clock.now = new Date('2026-03-01T08:05:00Z');
    const closed = (await sign(grace)).body;
    assert.equal(closed.state, 'signed');
    assert.deepEqual(
      closed.signatures.map((it) => [it.by, it.roles]),
      [
        ['hana', ['clinical-engineer']],
        ['grace', ['compliance']],
      ],
    );
    assert.equal((await ask(api.assignDiscrepancies, change)).status, 409);
    assert.equal((await ask(api.dropReconciliation, { params: { id } })).status, 409);
    assert.equal((await ask(api.withdrawSignatures, { params: { id } })).status, 409);
    const { db } = server.instance.store;
    for (const change of [
      db.updateTable('discrepancy').set({ label: 'x' }).where('report_id', '=', id),
      db.deleteFrom('discrepancy').where('report_id', '=', id),
      db.updateTable('reconciliation').set({ unseen_days: 1 }).where('id', '=', id),
      db.deleteFrom('reconciliation').where('id', '=', id),
      db.deleteFrom('reconciliation_part').where('report_id', '=', id),
      db.deleteFrom('reconciliation_signature').where('report_id', '=', id),
    ])
      await assert.rejects(change.execute(), /signed off/);
    const proof = (await ask(api.proveReconciliation, { params: { id } })).body;
    assert.equal(proof.signedHash, proof.hashNow);
    assert.equal(proof.signedHash, closed.contentHash);
    const acts = await db.selectFrom('audit_entry').select(['act', 'detail']).orderBy('seq').execute();
    const signed = acts.find((it) => it.act === 'reconciliation.sign-off');
    assert.match(signed?.detail ?? '', new RegExp(closed.contentHash ?? 'none'));
    const { id: deviceId } = (await ask(api.findDevices, { query: { filter: 'serial:PH200001' } })).body
      .items[0] ?? { id: '' };
    const body = { fields: { version: 'M.01' } };
    assert.equal((await ask(api.editDevice, { params: { id: deviceId }, body })).status, 200);
    const standing = (await ask(api.listDiscrepancies, { params: { id }, query: { kind: 'incomplete' } }))
      .body;
    assert.deepEqual(
      standing.items.map((it) => [it.label, it.stands]),
      [
        ['GE Healthcare B450', true],
        ['Philips MX450', false],
      ],
    );
    const next = await made(server, ask);
    const trend = (await ask(api.readReconciliation, { params: { id: next } })).body.trend;
    assert.deepEqual(
      trend.map(({ kind, before, count, isNew, gone }) => [kind, before, count, isNew, gone]),
      [
        ['unregistered', 1, 1, 0, 0],
        ['unseen', 1, 1, 0, 0],
        ['duplicate', 0, 0, 0, 0],
        ['conflicting', 1, 1, 0, 0],
        ['incomplete', 2, 1, 0, 1],
      ],
    );
    assert.equal((await ask(api.dropReconciliation, { params: { id: next } })).status, 204);
    assert.deepEqual(server.log, []);
  });

  test(`what was signed is told from what somebody changed behind the product’s back (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask } = await filled(server);
    const id = await made(server, ask);
    await ask(api.signReconciliation, { params: { id }, body: {} });
    await server.instance.store.db
      .updateTable('discrepancy')
      .set({ label: 'Something else' })
      .where('report_id', '=', id)
      .where('kind', '=', 'unseen')
      .execute()
      .catch((error: Error) => assert.fail(error));
    const proof = (await ask(api.proveReconciliation, { params: { id } })).body;
    assert.notEqual(proof.signedHash, proof.hashNow);
    const grace = await signedIn(server, 'grace', [{ role: 'compliance', scope: HOSPITAL }]);
    const second = await grace.ask(api.signReconciliation, { params: { id }, body: {} });
    assert.deepEqual([second.status, second.code], [409, 'conflict'], 'nobody signs what the other did not');
  });

  test(`whoever sees one site counts that site, and assigns there alone (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask } = await filled(server);
    const id = await made(server, ask);
    const local = await signedIn(server, 'local', [
      { role: 'clinical-engineer', scope: { kind: 'site', id: 'North' } },
    ]);
    const seen = (await local.ask(api.readReconciliation, { params: { id } })).body;
    assert.equal(seen.devices, 2);
    assert.deepEqual(
      seen.places.map((it) => it.site),
      ['North'],
    );
    const rows = (await local.ask(api.listDiscrepancies, { params: { id } })).body.items;
    assert.deepEqual(
      rows.map((it) => [it.kind, it.site]),
      [
        ['conflicting', 'North'],
        ['unseen', 'North'],
      ],
    );
    const me = (await local.ask(api.listColleagues, { query: { text: 'local' } })).body.items[0];
    const assignee = { id: me?.id ?? '', reason: 'I look', dueOn: '2026-03-09' };
    const body = { which: {}, assignee };
    assert.deepEqual((await local.ask(api.assignDiscrepancies, { params: { id }, body })).body, {
      assigned: 2,
    });
    assert.equal((await local.ask(api.startReconciliation, { body: {} })).status, 403);
    const all = (await ask(api.listDiscrepancies, { params: { id }, query: { assignee: 'nobody' } })).body;
    assert.equal(all.total, 3);
  });

  test(`each month makes its report once (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ctx = contextOn(server.instance);
    assert.equal(await makeMonthlyReconciliation(ctx), null, 'there is nothing to compare');
    await filled(server);
    assert.match((await makeMonthlyReconciliation(ctx)) ?? '', /being made/);
    assert.equal(await makeMonthlyReconciliation(ctx), null);
    server.clock.now = new Date('2026-04-02T08:00:00Z');
    assert.match((await makeMonthlyReconciliation(ctx)) ?? '', /being made/);
    await runJobs(server.instance, JOBS);
    const reader = await signedIn(server, 'reader', [{ role: 'auditor', scope: HOSPITAL }]);
    const { items } = (await reader.ask(api.listReconciliations, {})).body;
    assert.deepEqual(
      items.map((it) => [it.state, it.madeBy]),
      [
        ['open', 'Test'],
        ['open', 'Test'],
      ],
    );
  });
}

/** Lines of the CSV, and whether the workbook is a ZIP archive. */
async function exported(server: RecordServer, id: string): Promise<[number, boolean]> {
  const reader = await signedIn(server, 'reader', [{ role: 'auditor', scope: HOSPITAL }]);
  const csv = await reader.download(api.exportReconciliation, { params: { id }, query: { format: 'csv' } });
  const xlsx = await reader.download(api.exportReconciliation, { params: { id }, query: { format: 'xlsx' } });
  const lines = new TextDecoder().decode(csv.bytes).trim().split('\r\n').length;
  return [lines, xlsx.bytes[0] === 0x50 && xlsx.bytes[1] === 0x4b];
}
