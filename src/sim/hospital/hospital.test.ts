import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { buildHospital, type HospitalSize } from './hospital.ts';
import { checkDigit } from './numbers.ts';
import { SEGMENTS } from './sites.ts';
import { STAFF } from './staff.ts';
import { chaptersOf } from './story.ts';
import { at, WEEKS } from './weeks.ts';

const SIZE: HospitalSize = { seed: 20_261, asOf: '2026-11-27', devices: 400 };

function storyHash(size: HospitalSize): string {
  const hash = createHash('sha256');
  for (const it of chaptersOf(buildHospital(size)))
    hash.update(`${it.source} ${it.file} ${it.on}\n${it.text}`);
  return hash.digest('hex');
}

test('the same seed tells the same story, another seed another one', () => {
  assert.equal(storyHash(SIZE), storyHash(SIZE));
  assert.notEqual(storyHash(SIZE), storyHash({ ...SIZE, seed: 2 }));
});

test('another day moves the year, and leaves its order', () => {
  const told = [...chaptersOf(buildHospital(SIZE))];
  const later = [...chaptersOf(buildHospital({ ...SIZE, asOf: '2026-12-11' }))];
  assert.equal(told.at(-1)?.on, '2026-11-27');
  assert.equal(later.at(-1)?.on, '2026-12-11');
  assert.deepEqual(
    told.map((it) => it.source),
    later.map((it) => it.source),
  );
  assert.deepEqual(
    told.map((it) => it.on),
    told.map((it) => it.on).toSorted(),
  );
});

test('nothing that identifies a unit is given twice, and addresses lie in their segments', () => {
  const { units } = buildHospital({ ...SIZE, devices: 3000 });
  const sets = [
    units.map((it) => it.tag),
    units.map((it) => it.serial),
    units.flatMap((it) => it.mac ?? []),
    units.flatMap((it) => at(it.places, WEEKS).ip ?? []),
  ];
  for (const it of sets) assert.equal(new Set(it).size, it.length);
  for (const unit of units)
    for (const { value } of unit.places) {
      if (value.ip === null) continue;
      const [, second, third] = value.ip.split('.').map(Number) as [number, number, number];
      const [, site, base] = (value.segment?.cidr ?? '').split('.').map(Number) as [number, number, number];
      assert.equal(second, site);
      assert(third >= base && third < base + 8, value.ip);
    }
});

test('device identifiers are well formed and belong to nobody', () => {
  const numbers = buildHospital(SIZE).units.flatMap((it) => it.udi?.slice(4, 18) ?? []);
  assert(numbers.length > 50);
  for (const it of numbers) {
    assert.equal(checkDigit(it.slice(0, 13)), Number(it[13]));
    assert(it.startsWith('0952'));
  }
  // GS1 General Specifications, 7.9: the worked example.
  assert.equal(checkDigit('629104150021'), 3);
});

test('a small hospital has every role and all sites, and a year in which things change', () => {
  const { units } = buildHospital(SIZE);
  assert.equal(units.length, SIZE.devices);
  assert.equal(new Set(units.map((it) => at(it.places, 0).site)).size, 6);
  assert(units.some((it) => it.versions.length > 1));
  assert(units.some((it) => it.places.length > 1));
  assert(units.some((it) => it.leaves !== null));
  assert(units.some((it) => it.arrives > 0));
  assert.equal(new Set(STAFF.map((it) => it.role)).size, 11);
  assert.equal(new Set(SEGMENTS.map((it) => it.cidr)).size, SEGMENTS.length);
});
