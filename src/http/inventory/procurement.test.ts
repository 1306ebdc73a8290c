import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchStrangers } from '#app/inventory/strangers';
import { api } from '#contract/api';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { importer } from '#test/importer';
import { mds2Workbook, PUMP_FORM } from '#test/mds2';
import { type RecordServer, recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const CMMS = `Tag #,Serial #,Manufacturer,Model,Facility,Department
A-1,BD100001,BD,Alaris 8015,North,ICU
`;
const NETWORK = (seen: string) => `name,manufacturer,model.name,serial_number,ip,mac,site,first_seen,last_seen
x,BD,Alaris 8015,BD100001,10.1.1.1,44:4b:5d:00:00:01,North,2026-01-01,${seen}
mon-1,GE Healthcare,B450,GE300001,10.1.2.3,44:4b:5d:00:00:02,South,2026-01-01,${seen}
mon-2,GE Healthcare,B450,GE300002,10.1.2.4,44:4b:5d:00:00:03,North,2026-01-01,${seen}
`;
const HOSPITAL = { kind: 'hospital' } as const;
type Importer = Awaited<ReturnType<typeof importer>>;

async function bring(hana: Importer, name: string, text: string, source: string): Promise<void> {
  const { id } = (await hana.upload(name, text, { source })).body;
  assert.equal((await hana.ask(api.applyImport, { params: { id } })).status, 200);
}

async function filled(server: RecordServer): Promise<Importer> {
  const hana = await importer(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
  await bring(hana, 'cmms.csv', CMMS, 'CMMS');
  await bring(hana, 'network.csv', NETWORK('2026-03-01'), 'Discovery');
  return hana;
}

for (const engine of ENGINES) {
  test(`a model passes the gate by its checklist and two people (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const hana = await signedIn(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const grace = await signedIn(server, 'grace', [{ role: 'compliance', scope: HOSPITAL }]);
    const { ask } = hana;
    const wanted = { manufacturer: 'Alveor', model: 'Infusa 8100' };
    const asked = await ask(api.requestClearance, { body: { wanted, need: 'Pumps for the new ward' } });
    assert.equal(asked.status, 201);
    const { id, modelId } = asked.body;
    const twice = await ask(api.requestClearance, { body: { wanted: { modelId }, need: 'Once more' } });
    assert.deepEqual([twice.status, twice.code], [409, 'conflict']);
    const read = async () => (await ask(api.readModelClearance, { params: { id: modelId } })).body;
    const met = async () => (await read()).checks.map((it) => it.met);
    assert.deepEqual(await met(), [false, false, null, null, null, null], 'nothing is known of it');
    const form = { name: 'mds2.xlsx', content: mds2Workbook(PUMP_FORM) };
    assert.equal((await hana.upload(api.uploadForm, { params: { id: modelId } }, form)).status, 201);
    const model = (await ask(api.readModel, { params: { id: modelId } })).body;
    const defaults = { eosDate: '2031-01-01', patchMethod: 'vendor-visit' } as const;
    await ask(api.editModel, { params: { id: modelId }, body: { version: model.version, defaults } });
    const vendor = {
      params: { id: model.vendor?.id ?? '' },
      body: { version: 1, details: { disclosure: 'psirt@alveor.example' } },
    };
    assert.equal((await ask(api.editVendor, vendor)).status, 200);
    assert.deepEqual(await met(), [true, false, true, true, true, null]);
    const answer = (check: 'sbom' | 'vulnerabilities', version: number) =>
      ask(api.answerClearanceCheck, {
        params: { id, check },
        body: { version, answer: { met: check === 'vulnerabilities', note: 'The maker wrote so' } },
      });
    assert.equal((await answer('vulnerabilities', 1)).status, 204);
    assert.equal((await answer('sbom', 1)).status, 412, 'somebody else was first');
    assert.equal((await answer('sbom', 2)).status, 204);
    const decide = (
      as: Pick<typeof grace, 'ask'>,
      decision: 'cleared' | 'conditional',
      conditions?: string,
    ) =>
      as.ask(api.decideOnClearance, {
        params: { id },
        body: {
          decision,
          reason: 'Known well enough',
          expiresOn: '2027-03-01',
          conditions: conditions ?? null,
        },
      });
    assert.equal((await decide({ ask }, 'conditional', 'SBOM by June')).status, 409, 'whoever asked');
    assert.equal((await decide(grace, 'cleared')).status, 409, 'a check is not met');
    assert.equal((await decide(grace, 'conditional')).status, 409, 'no condition is named');
    assert.equal((await decide(grace, 'conditional', 'SBOM by June')).status, 204);
    assert.equal((await decide(grace, 'conditional', 'SBOM by June')).status, 409, 'it is decided');
    const after = await read();
    assert.deepEqual(
      [after.standing, after.open, after.decided[0]?.conditions],
      ['conditional', null, 'SBOM by June'],
    );
    assert.deepEqual(after.decided[0]?.checks?.map((it) => [it.check, it.met, it.by]).slice(1, 2), [
      ['sbom', false, 'hana'],
    ]);
    server.clock.now = new Date('2027-03-02T08:00:00Z');
    const later = await signedIn(server, 'late', [{ role: 'auditor', scope: HOSPITAL }]);
    const ended = await later.ask(api.readModelClearance, { params: { id: modelId } });
    assert.equal(ended.body.standing, 'expired');
    assert.deepEqual(server.log, []);
  });

  test(`devices of models that never passed the gate are told from the others (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const { ask } = await filled(server);
    const grace = await signedIn(server, 'grace', [{ role: 'compliance', scope: HOSPITAL }]);
    const standings = async () =>
      (await ask(api.countModelStandings, {})).body.items
        .map((it) => [it.standing, it.models, it.devices])
        .toSorted(([a], [b]) => String(a).localeCompare(String(b)));
    assert.deepEqual(await standings(), [['none', 2, 3]]);
    const [pump] = (await ask(api.listModels, { query: { filter: 'alaris' } })).body.items;
    const modelId = pump?.id ?? '';
    const checks = (await ask(api.readModelClearance, { params: { id: modelId } })).body.checks;
    assert.equal(checks.at(-1)?.met, null, 'nothing has judged its device: that is not "no finding"');
    const { id } = (await ask(api.requestClearance, { body: { wanted: { modelId }, need: 'In use' } })).body;
    const body = {
      decision: 'conditional',
      conditions: 'Own VLAN',
      reason: 'Needed',
      expiresOn: '2026-06-01',
    } as const;
    assert.equal((await grace.ask(api.decideOnClearance, { params: { id }, body })).status, 204);
    assert.deepEqual(await standings(), [
      ['conditional', 1, 1],
      ['none', 1, 2],
    ]);
    for (const [filter, total] of [
      ['clearance:none', 2],
      ['clearance:conditional clearanceEnds:>=today', 1],
      ['clearance:conditional clearanceEnds:<2026-06-01', 0],
    ] as const)
      assert.equal((await ask(api.findDevices, { query: { filter } })).body.total, total, filter);
    const local = await signedIn(server, 'local', [
      { role: 'clinical-engineer', scope: { kind: 'site', id: 'South' } },
    ]);
    const seen = (await local.ask(api.listClearances, {})).body;
    assert.equal(seen.total, 0, 'no device of the model stands at this site');
    assert.equal((await local.ask(api.readModelClearance, { params: { id: modelId } })).status, 404);
    assert.deepEqual(server.log, []);
  });

  test(`a device that no register knows raises an alert, which follows what is decided and seen (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ctx = contextOn(server.instance);
    const hana = await filled(server);
    const { ask } = hana;
    assert.match((await watchStrangers(ctx)) ?? '', /^2 alerts raised/);
    assert.equal(await watchStrangers(ctx), null, 'nothing is new');
    const list = async (query: object = {}) => (await ask(api.listStrangers, { query })).body;
    const first = await list({ limit: 1 });
    assert.deepEqual([first.total, first.items[0]?.state, first.items[0]?.dueOn], [2, 'open', '2026-03-08']);
    const second = await list({ cursor: first.next ?? '' });
    const ids = [...first.items, ...second.items].map((it) => it.deviceId);
    assert.equal(new Set(ids).size, 2);
    const counts = async () => (await ask(api.countStrangers, {})).body;
    assert.deepEqual(await counts(), { total: 2, open: 2, overdue: 0, mine: 0, mineOverdue: 0 });
    const me = (await ask(api.listColleagues, { query: { text: 'hana' } })).body.items[0]?.id ?? '';
    const decide = (devices: readonly string[], decision: object, as: Pick<Importer, 'ask'> = hana) =>
      as.ask(api.decideStrangers, { body: { devices, decision } as never });
    const register = { kind: 'register', ownerId: me, dueOn: '2026-03-10', reason: 'Bought last week' };
    const local = await signedIn(server, 'local', [
      { role: 'clinical-engineer', scope: { kind: 'site', id: 'South' } },
    ]);
    assert.equal((await local.ask(api.listStrangers, {})).body.total, 1);
    assert.deepEqual((await decide(ids, register, local)).body, { decided: 1 }, 'only where they may');
    const [south] = (await local.ask(api.listStrangers, {})).body.items;
    const north = ids.find((it) => it !== south?.deviceId) ?? '';
    assert.deepEqual([south?.state, south?.owner?.name], ['registering', 'hana']);
    assert.equal(
      (await decide([north], { kind: 'ignore', until: '2028-01-01', reason: 'Guest' })).status,
      400,
    );
    assert.equal(
      (await decide([north], { kind: 'ignore', until: '2026-03-05', reason: 'Guest' })).status,
      200,
    );
    assert.deepEqual(await counts(), { total: 1, open: 0, overdue: 0, mine: 1, mineOverdue: 0 });
    const need = (await ask(api.readTodayNeeds, {})).body.items.find((it) => it.kind === 'unregistered');
    assert.deepEqual(need, { kind: 'unregistered', count: 1, overdue: 0, mine: 1 });
    server.clock.now = new Date('2026-03-06T08:00:00Z');
    const late = await importer(server, 'late', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    assert.match((await watchStrangers(ctx)) ?? '', /1 raised again/);
    await bring(late, 'more.csv', `${CMMS}B-1,GE300001,GE Healthcare,B450,South,ICU\n`, 'CMMS');
    assert.match((await watchStrangers(ctx)) ?? '', /1 closed/);
    assert.equal((await decide([north], { kind: 'removed', reason: 'Unplugged' }, late)).status, 200);
    assert.equal(await watchStrangers(ctx), null, 'the network has not spoken since');
    server.clock.now = new Date('2026-03-07T08:00:00Z');
    const later = await importer(server, 'later', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    await bring(later, 'network.csv', NETWORK('2026-03-07'), 'Discovery');
    assert.match((await watchStrangers(ctx)) ?? '', /1 raised again/);
    const closed = (await later.ask(api.listStrangers, { query: { state: ['registered'] } })).body;
    assert.deepEqual(
      closed.items.map((it) => [it.state, it.because, it.dueOn]),
      [['registered', 'A register speaks of it now', null]],
    );
    const acts = await server.instance.store.db
      .selectFrom('audit_entry')
      .select('act')
      .where('act', 'like', 'stranger.%')
      .orderBy('seq')
      .execute();
    assert.deepEqual(
      acts.map((it) => it.act),
      [
        'stranger.watch',
        'stranger.register',
        'stranger.ignore',
        'stranger.watch',
        'stranger.watch',
        'stranger.removed',
        'stranger.watch',
      ],
    );
    assert.deepEqual(server.log, []);
  });
}
