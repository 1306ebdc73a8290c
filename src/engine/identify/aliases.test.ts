import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mergeAliases, readAliases } from './aliases.ts';

const shipped: unknown = JSON.parse(
  readFileSync(new URL('../../../knowledge/aliases.json', import.meta.url), 'utf8'),
);

test('readAliases() takes the knowledge that ships', () => {
  const book = readAliases(shipped);
  assert.ok(!('problem' in book), JSON.stringify(book).slice(0, 200));
  assert.ok(book.companies.length > 300);
  assert.ok(book.words.length > 80);
});

test('readAliases() names the entry at fault', () => {
  const cases: readonly (readonly [json: unknown, problem: RegExp])[] = [
    [[], /not an object/],
    [{ makers: [] }, /unknown section "makers"/],
    [{ companies: [{ aliases: [] }] }, /companies\[0\]: "name" is missing/],
    [
      { companies: [{ name: 'Baxter', aliases: [{ name: 'Hillrom', kind: 'bought', source: 'x' }] }] },
      /companies\[0\]\.aliases\[0\] of "Baxter": "kind" is "bought", not one of/,
    ],
    [
      { companies: [{ name: 'Baxter', aliases: [{ name: 'Hillrom', kind: 'acquired' }] }] },
      /"source" is missing/,
    ],
    [{ words: [{ word: 'monitor', also: [], source: 'x' }] }, /words\[0\] "monitor": "also" has no word/],
  ];
  for (const [json, problem] of cases) {
    const book = readAliases(json);
    assert.ok('problem' in book);
    assert.match(book.problem, problem);
  }
});

test('mergeAliases() replaces a company by the user’s, whatever its legal form, and keeps the others', () => {
  const book = (name: string, alias: string) => ({
    companies: [{ name, aliases: [{ name: alias, kind: 'brand' as const, source: 'a test' }] }],
    words: [],
    products: [],
  });
  const merged = mergeAliases(
    { ...book('Baxter', 'Sigma'), words: [{ word: 'pump', also: ['pmp'], source: 'a test' }] },
    book('Baxter Inc.', 'Gambro'),
  );
  assert.deepEqual(
    merged.companies.map((it) => it.aliases[0]?.name),
    ['Gambro'],
  );
  assert.equal(merged.words.length, 1);
});
