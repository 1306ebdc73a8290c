import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { collectingSink } from '#test/collecting-sink';
import { sharedOrSkip } from '#test/shared';
import { readKevEntry } from './kev.ts';
import { readFeeds } from './read-feeds.ts';

const ENTRY = {
  cveID: 'cve-2026-0001',
  vendorProject: 'Acme',
  dateAdded: '2026-01-02',
  dueDate: '2026-01-23',
  requiredAction: 'Update',
  knownRansomwareCampaignUse: 'Known',
};

function read(entry: unknown) {
  const sink = collectingSink();
  readKevEntry(entry, { file: 'kev.json', line: 3 }, sink);
  return sink;
}

test('readKevEntry() reads what is exploited, since when and until when it is to be repaired', () => {
  assert.deepEqual(read(ENTRY).accepted, [
    {
      kind: 'exploited',
      feed: 'kev',
      id: 'CVE-2026-0001',
      addedOn: '2026-01-02',
      dueOn: '2026-01-23',
      ransomware: true,
      action: 'Update',
    },
  ]);
  const misdated = read({ ...ENTRY, dueDate: '2026-13-45' });
  assert.deepEqual(
    [
      misdated.accepted.map((it) => it.kind === 'exploited' && it.dueOn),
      misdated.rejected.map((it) => it.field),
    ],
    [[null], ['dueDate']],
  );
  const [bare] = read({ cveID: 'CVE-2026-0001', dateAdded: '2026-01-02' }).accepted;
  assert.deepEqual(bare?.kind === 'exploited' && [bare.dueOn, bare.ransomware, bare.action], [
    null,
    false,
    null,
  ]);
});

test('readKevEntry() names the field that is wrong', () => {
  assert.equal(read({ ...ENTRY, cveID: 'CVE-26-1' }).rejected[0]?.field, 'cveID');
  assert.deepEqual(read({ ...ENTRY, dateAdded: 'yesterday' }).rejected, [
    {
      file: 'kev.json',
      line: 3,
      field: 'dateAdded',
      reason: 'KEV entry CVE-2026-0001 has no date of addition',
    },
  ]);
});

test('readKevEntry() accepts or rejects whatever it is given', () => {
  const damaged = fc
    .record({ cveID: fc.jsonValue(), dateAdded: fc.jsonValue(), dueDate: fc.jsonValue() })
    .map((it) => ({ ...ENTRY, ...it }));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), damaged), (entry) => {
      const { accepted, rejected } = read(entry);
      assert.equal(accepted.length + rejected.length, 1);
    }),
  );
});

test('the KEV catalogue says the same as JSON and as CSV', async (t) => {
  const json = sharedOrSkip(t, 'suites/kev/known_exploited_vulnerabilities.json');
  const csv = sharedOrSkip(t, 'data/kev/2025-08-25/known_exploited_vulnerabilities.csv');
  if (json === null || csv === null) return;
  const setOf = async (path: string) => {
    const sink = collectingSink();
    await readFeeds([path], sink);
    assert.deepEqual(sink.rejected, []);
    return new Set(sink.accepted.map((it) => JSON.stringify(it)));
  };
  const [fromJson, fromCsv] = [await setOf(json), await setOf(csv)];
  assert.equal(fromJson.size, 1404);
  assert.deepEqual(fromCsv.difference(fromJson), new Set());
  assert.deepEqual(fromJson.difference(fromCsv), new Set());
});
