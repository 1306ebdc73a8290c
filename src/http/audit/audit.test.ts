import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { verifyAuditFile } from '#app/audit/verify';
import { sha256 } from '#app/audit/signing-key';
import { api } from '#contract/api';
import { readCheckpoint, readKey, verifyConsistency, verifyInclusion } from '#engine/audit';
import { ENGINES } from '#test/database';
import { FIRST_PERSON, recordServer } from '#test/record-server';

for (const engine of ENGINES) {
  test(`the log is read, exported, proven offline, and tampering in the database shows (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const visitor = server.visitor();
    await visitor.ask(api.createFirstPerson, { body: FIRST_PERSON });
    const { login, password } = FIRST_PERSON;
    for (let i = 0; i < 4; i++) await visitor.ask(api.signIn, { body: { login, password } });
    const early = (await visitor.ask(api.readAuditCheckpoint, {})).body;
    await visitor.ask(api.signIn, { body: { login, password } });

    const first = (await visitor.ask(api.listAudit, { query: { limit: 4 } })).body;
    assert.deepEqual([first.total, first.items.map((it) => it.seq), first.next], [6, [6, 5, 4, 3], '3']);
    const rest = (await visitor.ask(api.listAudit, { query: { limit: 4, cursor: '3' } })).body;
    assert.deepEqual([rest.items.map((it) => it.act), rest.next], [['session.begin', 'person.first'], null]);
    assert.equal((await visitor.ask(api.listAudit, { query: { act: 'person.first' } })).body.total, 1);
    assert.equal((await visitor.ask(api.listAudit, { query: { cursor: 'x' } })).status, 400);

    const folder = mkdtempSync(join(tmpdir(), 'patchward-audit-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'audit.jsonl');
    const exported = String((await visitor.ask(api.exportAudit, {})).body);
    writeFileSync(file, exported);
    const verdict = await verifyAuditFile(file, early.key);
    assert(verdict.proven, JSON.stringify(verdict));
    assert.deepEqual([verdict.proof.entries, verdict.proof.checkpoints], [7, 2]);
    writeFileSync(file, exported.slice(0, -1));
    assert.equal((await verifyAuditFile(file, early.key)).proven, false);

    const key = readKey(early.key, sha256);
    assert(key !== null && early.checkpoint !== null);
    const entryProof = (await visitor.ask(api.proveAuditEntry, { params: { seq: 3 } })).body;
    const signed = readCheckpoint(entryProof.checkpoint, key, sha256)?.checkpoint;
    assert(signed !== undefined);
    const bytes = (base64: string) => Uint8Array.fromBase64(base64);
    assert.equal(
      verifyInclusion(
        {
          index: 2,
          size: signed.size,
          leaf: bytes(entryProof.leaf),
          root: signed.root,
          proof: entryProof.proof.map(bytes),
        },
        sha256,
      ),
      true,
    );
    const growth = (await visitor.ask(api.proveAuditGrowth, { params: { size: 5 } })).body;
    const [from, to] = [growth.from, growth.to].map((it) => readCheckpoint(it, key, sha256)?.checkpoint);
    assert(from !== undefined && to !== undefined && from.size === 5);
    const claim = { size1: from.size, size2: to.size, root1: from.root, root2: to.root };
    assert.equal(verifyConsistency({ ...claim, proof: growth.proof.map(bytes) }, sha256), true);

    // Another key signs from now on; what the old one signed stays proven, whichever of them somebody kept.
    const renewed = await visitor.ask(api.renewAuditKey, {});
    assert.equal(renewed.status, 201);
    assert.deepEqual([renewed.body.before === early.key, renewed.body.after === early.key], [true, false]);
    const state = (await visitor.ask(api.readAuditCheckpoint, {})).body;
    assert.deepEqual([state.key, state.formerKeys], [renewed.body.after, [early.key]]);
    await visitor.ask(api.renewAuditKey, {});
    const { key: last, formerKeys } = (await visitor.ask(api.readAuditCheckpoint, {})).body;
    assert.deepEqual(formerKeys, [early.key, renewed.body.after]);
    writeFileSync(file, String((await visitor.ask(api.exportAudit, {})).body));
    for (const known of [early.key, renewed.body.after, last, null]) {
      const it = await verifyAuditFile(file, known);
      assert(it.proven, JSON.stringify(it));
      assert.deepEqual([it.proof.key, it.proof.formerKeys], [last, formerKeys]);
    }
    const grown = (await visitor.ask(api.proveAuditGrowth, { params: { size: 5 } })).body;
    assert(
      readCheckpoint(grown.from, key, sha256) !== null,
      'each checkpoint stays under the key that signed it',
    );
    const lastKey = readKey(last, sha256);
    assert(lastKey !== null && readCheckpoint(grown.to, lastKey, sha256) !== null);
    server.clock.now = new Date(server.clock.now.getTime() + 11 * 60_000);
    assert.equal((await visitor.ask(api.renewAuditKey, {})).code, 'step-up');
    server.clock.now = new Date(server.clock.now.getTime() - 11 * 60_000);

    await server.tamper(`update audit_entry set actor_name = 'Eve' where seq = 2`);
    writeFileSync(file, String((await visitor.ask(api.exportAudit, {})).body));
    const tampered = await verifyAuditFile(file, last);
    assert(!tampered.proven);
    assert.match(tampered.because, /entry 2 was changed/);
  });
}
