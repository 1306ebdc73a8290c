import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

for (const engine of ENGINES) {
  test(`an administrator says which inner servers may be asked, and proves who it is (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const admin = await signedIn(server, 'ada', [{ role: 'administrator', scope: { kind: 'hospital' } }]);
    const edit = (version: number, allowed: string[]) =>
      admin.ask(api.editOutgoingPolicy, { body: { version, allowed } });
    assert.deepEqual((await admin.ask(api.readOutgoingPolicy, {})).body, { allowed: [], version: 0 });
    const edited = await edit(0, ['10.20.0.0/16', 'CMMS.hospital.example', '10.20.0.0/16']);
    const allowed = ['10.20.0.0/16', 'cmms.hospital.example'];
    assert.deepEqual(edited.body, { allowed, version: 1 }, 'in their usual spelling, each once');
    assert.deepEqual((await admin.ask(api.readOutgoingPolicy, {})).body, edited.body);
    assert.equal((await edit(0, [])).status, 412);
    for (const refused of ['0.0.0.0/0', '169.254.169.254', '8.8.8.8', 'https://x.example/'])
      assert.equal((await edit(1, [refused])).status, 400, refused);
    const log = (await admin.ask(api.listAudit, { query: { act: 'outgoing-policy.edit' } })).body;
    assert.deepEqual(
      log.items.map((it) => it.detail),
      [{ allowed: { before: [], after: allowed } }],
    );
    server.clock.now = new Date(server.clock.now.getTime() + 11 * 60_000);
    assert.equal((await edit(1, [])).code, 'step-up');
  });
}
