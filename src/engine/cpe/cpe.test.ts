import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { sharedOrSkip } from '#test/shared';
import { type Cpe, cpeRelation, formatCpe, formatCpeUri, parseCpe } from './mod.ts';

const lines = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((it) => it !== '');

function read(text: string): Cpe {
  const cpe = parseCpe(text);
  assert.ok(cpe !== null, `${text} was not read`);
  return cpe;
}

test('names bind and unbind as the reference implementation of NISTIR 7695 says', (t) => {
  const file = sharedOrSkip(t, 'suites/cpe/nist-ref-sample/bind.jsonl');
  if (file === null) return;
  for (const line of lines(file)) {
    const { in: name, error, uri, fs } = JSON.parse(line) as Record<string, string | boolean>;
    const cpe = parseCpe(String(name));
    if (error === true) assert.equal(cpe, null, String(name));
    else {
      assert.ok(cpe !== null, String(name));
      assert.equal(formatCpeUri(cpe), uri);
      assert.equal(formatCpe(cpe), fs);
    }
  }
});

test('names relate as the reference implementation of NISTIR 7696 says', (t) => {
  const file = sharedOrSkip(t, 'suites/cpe/nist-ref-sample/match.jsonl');
  if (file === null) return;
  for (const line of lines(file)) {
    const { source, target, ...flags } = JSON.parse(line) as Record<string, string | boolean>;
    const [from, to] = [parseCpe(String(source)), parseCpe(String(target))];
    const relation = from === null || to === null ? 'undefined' : cpeRelation(from, to);
    const equal = relation === 'equal';
    assert.deepEqual(
      {
        superset: equal || relation === 'superset',
        subset: equal || relation === 'subset',
        equal,
        disjoint: relation === 'disjoint',
      },
      flags,
      line,
    );
  }
});

test('names of the CSAF suite are taken or refused', (t) => {
  const folder = sharedOrSkip(t, 'suites/cpe/csaf');
  if (folder === null) return;
  for (const it of lines(`${folder}/valid/cpe.txt`)) assert.notEqual(parseCpe(it), null, it);
  for (const it of lines(`${folder}/invalid/cpe.txt`)) assert.equal(parseCpe(it), null, it);
});

test('a value reads as people write it and loses nothing', () => {
  const cpe = read(String.raw`cpe:2.3:a:johnsoncontrols:c-cure_9000:2.8\(1\):sp\*:*:*:*:*:-:a\:b`);
  assert.equal(cpe.product, 'c-cure_9000');
  assert.equal(cpe.version, '2.8(1)');
  assert.equal(cpe.update, String.raw`sp\*`);
  assert.equal(cpe.other, 'a:b');
  assert.equal(formatCpeUri(cpe), 'cpe:/a:johnsoncontrols:c-cure_9000:2.8%281%29:sp%2a:~~~~-~a%3ab');
  assert.deepEqual(read(formatCpeUri(cpe)), cpe);
});

test('the packed edition is unpacked', () => {
  const cpe = read(
    'cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~rev%2e'.replace('%2e', ''),
  );
  assert.deepEqual(
    [cpe.edition, cpe.swEdition, cpe.targetSw, cpe.targetHw, cpe.other],
    ['*', 'online', 'win2003', 'x64', 'rev'],
  );
});

test('what is no name is refused', () => {
  for (const it of ['', 'cpe', 'cpe:2.3:a:b', 'cpe:/', 'cpe:/x:b', 'cpe:2.3:*:b:c:*:*:*:*:*:*:*:*'])
    assert.equal(parseCpe(it), null, it);
  assert.equal(parseCpe(`cpe:/a:${'b'.repeat(1_000_000)}`), null);
});

const anyValue = fc.oneof(
  fc.constantFrom('*', '-'),
  fc.string({ minLength: 1, unit: fc.constantFrom(...`abz019._-+:!?*\\~%()'`.split('')) }).map((it) =>
    it
      .split('')
      .map((char) => (/\w/.test(char) ? char : `\\${char}`))
      .join(''),
  ),
);
const anyName = fc.array(anyValue, { minLength: 10, maxLength: 10 }).map((it) => `cpe:2.3:a:${it.join(':')}`);

test('every name survives both of its forms', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const cpe = read(name);
      if (Object.values(cpe).includes('\\-')) return; // a literal lone hyphen has no bound form of its own
      assert.deepEqual(read(formatCpe(cpe)), cpe);
      if (Object.values(cpe).some((it) => it !== cpe.part && String(it).includes('~'))) return;
      assert.deepEqual(read(formatCpeUri(cpe)), cpe);
    }),
  );
});

test('a name equals itself, and relations mirror', () => {
  fc.assert(
    fc.property(anyName, anyName, (a, b) => {
      const [first, second] = [read(a), read(b)];
      assert.equal(cpeRelation(first, first), 'equal');
      const mirrored = { superset: 'subset', subset: 'superset' } as Record<string, string>;
      const relation = cpeRelation(first, second);
      assert.equal(cpeRelation(second, first), mirrored[relation] ?? relation);
    }),
  );
});

test('nothing makes parseCpe() throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      parseCpe(`cpe:2.3:${text}`);
      parseCpe(`cpe:/${text}`);
    }),
  );
});
