import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { addDevices } from '#test/devices';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const HOSPITAL = { kind: 'hospital' } as const;
const DEVICES = [
  { manufacturer: 'Alveor', model: 'Infusa 8100', assetTag: 'A-1', site: 'North', criticality: 'general' },
  { manufacturer: 'ALVEOR Inc.', model: 'Infusa-8100', assetTag: 'A-2', site: 'South' },
  { manufacturer: 'Alveor', model: 'Infusa 8200', assetTag: 'A-3', site: 'South' },
  { manufacturer: 'Norrvik', model: 'CNS-4', assetTag: 'N-1', site: 'North' },
] as const;

for (const engine of ENGINES) {
  test(`models are listed, edited and inherited, and an old edit is refused (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    await addDevices(contextOn(server.instance), DEVICES);
    const { ask } = await signedIn(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const list = async (filter: string, sort = 'vendor,name') =>
      (await ask(api.listModels, { query: { filter, sort } })).body.items.map((it) => [it.name, it.devices]);
    assert.deepEqual(await list(''), [
      ['Infusa 8100', 2],
      ['Infusa 8200', 1],
      ['CNS-4', 1],
    ]);
    assert.deepEqual(await list('vendor:alveor devices:>1'), [['Infusa 8100', 2]]);
    assert.deepEqual((await list('', '-devices'))[0], ['Infusa 8100', 2]);
    assert.equal((await ask(api.listModels, { query: { filter: 'colour:red' } })).status, 400);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = (await ask(api.listModels, { query: { limit: 1, cursor } })).body;
      paged.push(...page.items.map((it) => it.name));
      assert.equal(page.total, 3);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && paged.length < 5);
    assert.deepEqual(paged, ['Infusa 8100', 'Infusa 8200', 'CNS-4']);

    const row = (await ask(api.listModels, { query: { filter: '"infusa 8100"' } })).body.items[0];
    const params = { id: row?.id ?? '' };
    const model = (await ask(api.readModel, { params })).body;
    assert.deepEqual([model.names, model.vendor?.name], [['Infusa 8100'], 'Alveor']);
    const body = {
      version: model.version,
      defaults: { criticality: 'life-sustaining', storesPhi: true, eosDate: '2027-01-01' },
      details: { replacementCost: 4200, notes: 'Two batteries' },
    } as const;
    const edited = await ask(api.editModel, { params, body });
    assert.deepEqual([edited.status, edited.body.defaults.criticality], [200, 'life-sustaining']);
    assert.equal((await ask(api.editModel, { params, body })).status, 412, 'somebody was first');
    const devices = async (filter: string) => (await ask(api.findDevices, { query: { filter } })).body.total;
    assert.equal(await devices('criticality:life-sustaining'), 1, 'what a device says itself rules');
    assert.equal(await devices('storesPhi:yes'), 2);
    assert.deepEqual(await list('eosDate:<2028-01-01'), [['Infusa 8100', 2]]);
    const cleared = await ask(api.editModel, {
      params,
      body: { version: edited.body.version, defaults: { storesPhi: null }, name: 'Infusa 8100 LVP' },
    });
    assert.deepEqual(
      [cleared.body.name, cleared.body.defaults.storesPhi, cleared.body.details.replacementCost],
      ['Infusa 8100 LVP', undefined, 4200],
    );
    assert.equal(await devices('storesPhi:yes'), 0);
    assert.equal(
      (await ask(api.editModel, { params, body: { version: 1, defaults: { eosDate: 'soon' } as never } }))
        .status,
      400,
    );
    assert.deepEqual(server.log, []);
  });

  test(`vendors and models are merged, and the merge is undone (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ctx = contextOn(server.instance);
    await addDevices(ctx, DEVICES);
    const { ask } = await signedIn(server, 'hana', [{ role: 'clinical-engineer', scope: HOSPITAL }]);
    const vendors = async () =>
      (await ask(api.listVendors, {})).body.items.map((it) => [it.name, it.models, it.devices]);
    const idOf = async (name: string) =>
      (await ask(api.listVendors, { query: { filter: `name:="${name}"` } })).body.items[0]?.id ?? '';
    const [alveor, norrvik] = [await idOf('Alveor'), await idOf('Norrvik')];
    assert.deepEqual(await vendors(), [
      ['Alveor', 2, 3],
      ['Norrvik', 1, 1],
    ]);
    assert.equal(
      (await ask(api.mergeVendor, { params: { id: norrvik }, body: { into: alveor } })).status,
      204,
    );
    assert.deepEqual(await vendors(), [['Alveor', 3, 4]]);
    await addDevices(ctx, [{ manufacturer: 'Norrvik AB', model: 'CNS-5' }]);
    assert.deepEqual(await vendors(), [['Alveor', 4, 5]], 'a device that comes later follows');
    assert.equal(
      (await ask(api.mergeVendor, { params: { id: alveor }, body: { into: alveor } })).status,
      400,
    );
    assert.equal((await ask(api.readVendor, { params: { id: norrvik } })).status, 404);
    assert.equal(
      (await ask(api.listVendors, { query: { filter: 'norrvik' } })).body.total,
      1,
      'found by each name',
    );
    const { merges, names } = (await ask(api.readVendor, { params: { id: alveor } })).body;
    assert.deepEqual([merges.length, names], [1, ['Alveor', 'Norrvik']]);
    const undo = { params: { id: alveor, mergeId: merges[0]?.id ?? '' } };
    assert.equal((await ask(api.undoVendorMerge, undo)).status, 204);
    assert.equal((await ask(api.undoVendorMerge, undo)).status, 409);
    assert.deepEqual(await vendors(), [
      ['Alveor', 3, 3],
      ['Norrvik', 1, 2],
    ]);

    const modelId = async (name: string) =>
      (await ask(api.listModels, { query: { filter: `name:="${name}"` } })).body.items[0]?.id ?? '';
    const [one, two] = [await modelId('Infusa 8100'), await modelId('Infusa 8200')];
    await ask(api.mergeModel, { params: { id: two }, body: { into: one } });
    const merged = (await ask(api.readModel, { params: { id: one } })).body;
    assert.deepEqual([merged.devices, merged.names], [3, ['Infusa 8100', 'Infusa 8200']]);
    await ask(api.undoModelMerge, { params: { id: one, mergeId: merged.merges[0]?.id ?? '' } });
    assert.equal((await ask(api.readModel, { params: { id: one } })).body.devices, 2);
    const details = { securityPage: 'https://alveor.example/security', supportPhone: '+1 555 0100' };
    const vendor = (await ask(api.readVendor, { params: { id: alveor } })).body;
    const edited = await ask(api.editVendor, {
      params: { id: alveor },
      body: { version: vendor.version, details },
    });
    assert.deepEqual(edited.body.details, details);
    assert.deepEqual(server.log, []);
  });

  test(`models that look like one are merged many at a time, or kept apart (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const named = (manufacturer: string, model: string, count: number, from: string) =>
      Array.from({ length: count }, (_, n) => ({ manufacturer, model, serial: `${from}-${n}` }));
    await addDevices(contextOn(server.instance), [
      ...named('Alveor', 'Infusa Space', 4, 'a'),
      ...named('Alveor', 'Ifnusa Space', 2, 'b'),
      ...named('Norrvik', 'Patient Viewer', 3, 'c'),
      ...named('Norrvik', 'Patient Veiwer', 1, 'd'),
      ...named('Kessling', 'Patient Viewer', 1, 'e'),
      ...named('Kessling', 'Fetal F20', 1, 'f'),
      ...named('Kessling', 'Fetal F21', 1, 'g'),
    ]);
    const { ask } = await signedIn(server, 'ada', [
      { role: 'clinical-engineer', scope: { kind: 'hospital' } },
    ]);
    const pairs = async () => (await ask(api.listAlikeModels, {})).body.items;
    const told = async () =>
      (await pairs()).map(
        (it) => `${it.from.vendor} ${it.from.name} ${it.from.devices} > ${it.into.vendor} ${it.likeness}`,
      );
    assert.deepEqual(await told(), [
      'Alveor Ifnusa Space 2 > Alveor slip',
      'Norrvik Patient Veiwer 1 > Norrvik slip',
      'Kessling Patient Viewer 1 > Norrvik other-maker',
    ]);
    const [slip, other, apart] = (await pairs()).map((it) => ({ from: it.from.id, into: it.into.id }));
    assert(slip !== undefined && other !== undefined && apart !== undefined);
    const decide = async (kind: 'merge' | 'keep-apart', those: readonly (typeof slip)[]) =>
      (await ask(api.decideAlikeModels, { body: { kind, pairs: [...those] } })).status;
    // Of all of them or of none.
    const nobody = { from: slip.into, into: '00000000-0000-4000-8000-000000000000' };
    assert.equal(await decide('merge', [other, nobody]), 404);
    assert.equal((await told()).length, 3);
    assert.equal(await decide('keep-apart', [apart]), 204);
    assert.equal(await decide('keep-apart', [{ from: apart.into, into: apart.from }]), 204);
    assert.equal(await decide('merge', [slip, other]), 204);
    assert.deepEqual(await told(), []);
    const merged = (await ask(api.readModel, { params: { id: slip.into } })).body;
    assert.deepEqual([merged.devices, merged.names], [6, ['Ifnusa Space', 'Infusa Space']]);
    const ned = await signedIn(server, 'ned', [
      { role: 'clinical-engineer', scope: { kind: 'site', id: 'North' } },
    ]);
    assert.equal(
      (await ned.ask(api.decideAlikeModels, { body: { kind: 'merge', pairs: [apart] } })).status,
      403,
    );
    assert.deepEqual((await ned.ask(api.listAlikeModels, {})).body.items, []);
  });

  test(`a role at one site sees the models there, counts its own devices and edits none (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    await addDevices(contextOn(server.instance), DEVICES);
    const ned = await signedIn(server, 'ned', [
      { role: 'clinical-engineer', scope: { kind: 'site', id: 'North' } },
    ]);
    const { items, total } = (await ned.ask(api.listModels, {})).body;
    assert.deepEqual(
      [items.map((it) => [it.name, it.devices]), total],
      [
        [
          ['Infusa 8100', 1],
          ['CNS-4', 1],
        ],
        2,
      ],
    );
    assert.deepEqual(
      (await ned.ask(api.listVendors, {})).body.items.map((it) => [it.name, it.models, it.devices]),
      [
        ['Alveor', 1, 1],
        ['Norrvik', 1, 1],
      ],
    );
    const params = { id: items[0]?.id ?? '' };
    assert.equal((await ned.ask(api.editModel, { params, body: { version: 1 } })).status, 403);
    const all = await signedIn(server, 'hana', [{ role: 'auditor', scope: HOSPITAL }]);
    const hidden = (await all.ask(api.listModels, { query: { filter: '8200' } })).body.items[0]?.id ?? '';
    assert.equal((await ned.ask(api.readModel, { params: { id: hidden } })).status, 404);
    assert.deepEqual(server.log, []);
  });
}
