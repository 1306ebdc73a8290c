import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { FIRST_PERSON, recordServer } from '#test/record-server';

for (const engine of ENGINES) {
  test(`the hospital has a name and a zone from its first run on, and no change of them is lost (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const admin = server.visitor();
    const hospital = { name: 'Harbour Point', zone: 'Europe/Dublin' };
    const me = await admin.ask(api.createFirstPerson, { body: { ...FIRST_PERSON, hospital } });
    assert.deepEqual(me.body.hospital, hospital);
    const edit = (body: { readonly version: number; readonly name?: string; readonly zone?: string }) =>
      admin.ask(api.editHospital, { body });
    const { version } = (await admin.ask(api.readHospital, {})).body;
    const edited = await edit({ version, zone: 'America/Chicago' });
    assert.deepEqual(edited.body, {
      name: 'Harbour Point',
      zone: 'America/Chicago',
      currency: null,
      version: version + 1,
    });
    assert.equal((await edit({ version, name: 'Somebody else was first' })).status, 412);
    assert.equal((await edit({ version: version + 1, zone: 'Middle/Earth' })).status, 400);
    const log = (await admin.ask(api.listAudit, { query: { act: 'hospital.edit' } })).body;
    assert.deepEqual(log.items[0]?.detail, {
      name: { before: 'Harbour Point', after: 'Harbour Point' },
      zone: { before: 'Europe/Dublin', after: 'America/Chicago' },
      currency: { before: null, after: null },
    });
  });
}
