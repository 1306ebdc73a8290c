import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api } from '#contract/api';
import { ENGINES } from '#test/database';
import { importer } from '#test/importer';
import { recordServer } from '#test/record-server';

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
