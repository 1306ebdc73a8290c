import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createNounKeys, readAliases } from '#engine/identify';

const book = readAliases(
  JSON.parse(readFileSync(new URL('../../../knowledge/aliases.json', import.meta.url), 'utf8')),
);
assert(!('problem' in book));
const keys = createNounKeys(book);

const nameOf = (text: string) => keys.vendor(text)?.name ?? null;

test('spellings of one maker share a key, and makers that were bought keep theirs', () => {
  const same = [
    ['Philips', 'Phillips Healthcare', 'PHILIPS MEDICAL SYSTEMS', 'Koninklijke Philips N.V.', 'Philips'],
    ['BD', 'Becton Dickinson', 'Becton, Dickinson and Company', 'Becton, Dickinson and Company'],
    ['Siemens Healthcare GmbH', 'Siemens Healthineers AG', 'Siemens Healthineers'],
    ['GE Healthcare', 'GE Medical Systems', 'GE HealthCare'],
    ['Alveor Inc.', 'ALVEOR', 'Alveor', 'Alveor'],
  ];
  for (const group of same) {
    const found = new Set(group.slice(0, -1).map((it) => keys.vendor(it)?.key));
    assert.equal(found.size, 1, group.join(' · '));
  }
  assert.equal(nameOf('Phillips Healthcare'), 'Philips');
  for (const [a, b] of [
    ['CareFusion', 'BD'],
    ['Respironics', 'Philips'],
    ['GE HealthCare', 'General Electric'],
    ['Johnson Medical', 'Johnson Controls'],
    ['McKesson', 'Change Healthcare'],
    ['Alveor', 'Norrvik'],
  ])
    assert.notEqual(keys.vendor(a ?? '')?.key, keys.vendor(b ?? '')?.key, `${a} · ${b}`);
  assert.deepEqual([nameOf(''), nameOf(' - ')], [null, null]);
});

test('a model is one however it is spaced, and with its maker in front or not', () => {
  const key = (maker: string | undefined, model: string) => keys.model(maker, model)?.key;
  assert.equal(key('Philips', 'IntelliVue MX450'), key('Philips', 'Philips Intellivue MX-450'));
  assert.notEqual(key('Philips', 'IntelliVue MX450'), key('Philips', 'IntelliVue MX400'));
  assert.equal(key(undefined, 'Infusa 8100'), 'infusa8100');
  assert.equal(key('Alveor', ' '), undefined);
});
