import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { addressOf } from '#contract/kit';
import { ENGINES } from '#test/database';
import { importer } from '#test/importer';
import { FIRST_PERSON, recordServer } from '#test/record-server';

for (const engine of ENGINES)
  test(`an upload that is too large is refused with the bound, and nothing of it is kept (${engine})`, async (t) => {
    const server = await recordServer(t, engine, { uploadBytesMax: 1_000_000 });
    if (server === null) return;
    const { ask, upload } = await importer(server, 'hana', [
      { role: 'clinical-engineer', scope: { kind: 'hospital' } },
    ]);
    const list = (bytes: number) => `id,model\n1,${'x'.repeat(bytes)}\n`;
    const cases = [
      ['found out while it is read', 1_500_000, 'Cannot take "list.csv": it is larger than 1 MB'],
      ['said beforehand', 4_000_000, 'Cannot take upload: it is larger than 1 MB'],
    ] as const;
    for (const [name, bytes, detail] of cases) {
      const { status, body } = await upload('list.csv', list(bytes));
      assert.deepEqual([status, (body as unknown as { detail: string }).detail], [413, detail], name);
    }
    assert.equal((await ask(api.listImports, {})).body.total, 0);
    const kept = await server.instance.store.pool.query('select 1 from import_file limit 1');
    assert.equal(kept.rows.length, 0);
  });

for (const engine of ENGINES)
  test(`what stands after the file of an upload, or is no field of it, is refused, never ignored (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const first = await fetch(server.url + addressOf(api.createFirstPerson, {} as never), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(FIRST_PERSON),
    });
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const send = async (...parts: readonly (readonly [string, string | Blob])[]) => {
      const body = new FormData();
      for (const [name, value] of parts) body.append(name, value);
      const address = server.url + addressOf(api.previewImport, {});
      const it = await fetch(address, { method: 'POST', headers: { cookie }, body });
      return { status: it.status, body: (await it.json()) as { detail?: string; field?: string } };
    };
    const file = new Blob(['id,model\n1,MX40\n']);
    const late = await send(['file', file], ['source', 'CMMS']);
    assert.deepEqual(
      [late.status, late.body.detail, late.body.field],
      [400, 'Cannot take field "source" after the file: send it before the file', 'source'],
    );
    const misspelt = await send(['sorce', 'CMMS'], ['file', file]);
    assert.deepEqual(
      [misspelt.status, misspelt.body.detail],
      [400, 'Cannot read field "sorce": there are source, at, mapping, repairs and the file'],
    );
    const two = await send(['source', 'CMMS'], ['file', file], ['file', file]);
    assert.deepEqual(
      [two.status, two.body.detail],
      [400, 'Cannot take upload: it brings more than one file'],
    );
    const kept = await server.instance.store.pool.query('select 1 from import_file limit 1');
    assert.equal(kept.rows.length, 0);
    assert.equal((await send(['source', 'CMMS'], ['file', file])).status, 201);
    assert.deepEqual(server.log, []);
  });
