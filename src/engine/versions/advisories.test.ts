import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { sharedFile } from '#test/shared';
import { contains, type Range, readRange, readVersion } from './mod.ts';

interface Branch {
  readonly category?: string;
  readonly name?: string;
  readonly branches?: readonly Branch[];
}

interface Advisory {
  readonly product_tree?: { readonly branches?: readonly Branch[] };
}

/** Every version string of the CISA advisories that stand beside the checkout. */
function versionStrings(): { exact: Set<string>; range: Set<string> } {
  const found = { exact: new Set<string>(), range: new Set<string>() };
  const walk = (branches: readonly Branch[] = []): void => {
    for (const { category, name = '', branches: inner } of branches) {
      if (category === 'product_version') found.exact.add(name);
      if (category === 'product_version_range') found.range.add(name);
      walk(inner);
    }
  };
  for (const text of advisoryTexts()) walk((JSON.parse(text) as Advisory).product_tree?.branches);
  return found;
}

function advisoryTexts(): string[] {
  const folders = ['data/csaf/icsma', 'suites/csaf/cisa-icsma'].map(sharedFile).filter((it) => it !== null);
  const files = folders.flatMap((it) => globSync(`${it}/**/*.json`));
  const archive = sharedFile('data/csaf/icsa-hospital.tar.gz');
  const packed = archive === null ? [] : tarTexts(gunzipSync(readFileSync(archive)));
  return [...files.map((it) => readFileSync(it, 'utf8')), ...packed];
}

function tarTexts(tar: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    if (name.endsWith('.json')) texts.push(tar.toString('utf8', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return texts;
}

/** Whether some version could be told to lie inside or outside. */
function isDeterminate(range: Range | null): boolean {
  if (range === null || range.kind === 'unclear' || range.kind === 'conditional') return false;
  return range.kind === 'any' ? range.of.some(isDeterminate) : true;
}

test('every version string of the advisories is answered, and none that cannot be read says "not affected"', (t) => {
  const { exact, range } = versionStrings();
  if (exact.size + range.size === 0) {
    t.skip('reference material ../shared/data/csaf is not beside this checkout');
    return;
  }
  const all = [...new Set([...exact, ...range])];
  const determinate = all.filter((it) => isDeterminate(readRange(it)));
  for (const text of all) {
    const parsed = readRange(text);
    for (const version of [null, '0.0.1', '1.0', '99999.9', 'U61', 'not a version'].map(readVersion)) {
      const truth = parsed === null ? null : contains(parsed, version).truth;
      if (!isDeterminate(parsed)) assert.notEqual(truth, true, text);
      if (parsed?.kind === 'unclear' || parsed === null) assert.equal(truth, null, text);
      if (version === null && truth !== null) assert.equal(truth, true, text);
    }
  }
  t.diagnostic(`${determinate.length} of ${all.length} distinct strings are determinate`);
  assert.ok(determinate.length / all.length > 0.85);
});

test('at, just below and just above each plain bound of the advisories', () => {
  let checked = 0;
  for (const text of versionStrings().range) {
    const found = /^\s*(<=?)\s*v?((?:\d+\.)*)(\d{1,9})\s*$/i.exec(text);
    const parsed = found === null ? null : readRange(text);
    if (found === null || parsed === null) continue;
    const [, comparator, stem = '', last = ''] = found;
    const at = (offset: number): string => stem + String(Number(last) + offset).padStart(last.length, '0');
    assert.equal(contains(parsed, readVersion(at(0))).truth, comparator === '<=', text);
    assert.equal(contains(parsed, readVersion(at(1))).truth, false, text);
    if (Number(last) > 0) assert.equal(contains(parsed, readVersion(at(-1))).truth, true, text);
    checked++;
  }
  if (versionStrings().range.size > 0) assert.ok(checked > 150);
});
