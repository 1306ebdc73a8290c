import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFiles } from './load-catalogue.ts';
import { leftOutWords } from './left-out.ts';

function advisory(id: string, vectors: readonly string[]) {
  const document = {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: id,
      publisher: { category: 'vendor', name: 'Alveor', namespace: 'https://alveor.example' },
      tracking: { id, current_release_date: '2026-02-20T00:00:00Z', status: 'final', version: '1' },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Alveor',
          branches: [
            { category: 'product_name', name: 'Infusa 8100', product: { product_id: 'P', name: 'P' } },
          ],
        },
      ],
    },
    vulnerabilities: vectors.map((vectorString, i) => ({
      cve: `CVE-2026-${1000 + i}`,
      product_status: { known_affected: ['P'] },
      scores: [{ products: ['P'], cvss_v3: { vectorString } }],
    })),
  };
  const bytes = Buffer.from(JSON.stringify(document));
  return {
    path: `${id}.json`,
    bytes: bytes.length,
    open: async function* () {
      yield new Uint8Array(bytes);
    },
  };
}

test('what of a record cannot be read is told, and the record counts without it', async () => {
  const good = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  const files = [advisory('A-1', [good]), advisory('A-2', ['CVSS:3.1/AV:Q', good, 'CVSS:9'])];
  const { notices, rejected, feeds } = await compileFiles(files);
  assert.deepEqual([rejected, feeds[0]?.records], [[], 2]);
  assert.equal(notices.length, 1);
  assert.match(
    notices[0] ?? '',
    /^A-2\.json: 2 parts of records were left out, the first \(\/vulnerabilities\/0\/scores\/0\/cvss_v3\/vectorString\): Cannot read CVSS vector/,
  );
});

test('of many files a few are named', () => {
  const all = Array.from({ length: 14 }, (_, i) => ({
    file: `f${i}`,
    parts: 1,
    first: { file: `f${i}`, line: 3, reason: 'no' },
  }));
  const words = leftOutWords(all);
  assert.equal(words.length, 11);
  assert.equal(words[0], 'f0: a part of a record was left out (line 3): no');
  assert.equal(words[10], 'Parts of records of 4 more files were left out');
});
