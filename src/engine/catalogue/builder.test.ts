import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExploitedRecord, SsvcRecord } from '#engine/words';
import { createCatalogueBuilder } from './builder.ts';

const exploited = (over: Partial<ExploitedRecord> = {}): ExploitedRecord => ({
  kind: 'exploited',
  feed: 'kev',
  id: 'CVE-2026-0001',
  addedOn: '2026-01-02',
  dueOn: '2026-01-23',
  ransomware: true,
  action: 'Update',
  ...over,
});

const decision = (over: Partial<SsvcRecord> = {}): SsvcRecord => ({
  kind: 'ssvc',
  feed: 'ssvc',
  id: 'CVE-2026-0001',
  exploitation: 'active',
  automatable: true,
  technicalImpact: 'total',
  decidedAt: '2026-01-02T00:00:00Z',
  ...over,
});

test('finish() keeps the entry with the due date, whichever came first', () => {
  const flag = exploited({ dueOn: null, ransomware: false, action: null });
  for (const records of [
    [flag, exploited()],
    [exploited(), flag],
  ]) {
    const builder = createCatalogueBuilder();
    for (const it of records) builder.add(it);
    assert.equal(builder.finish().vulnerability(0).exploited?.dueOn, '2026-01-23');
  }
});

test('finish() keeps the latest decision on each point, and any before one that was only derived', () => {
  const derived = decision({ exploitation: 'poc', automatable: null, decidedAt: null });
  const later = decision({ exploitation: 'poc', automatable: null, decidedAt: '2026-02-03T00:00:00Z' });
  for (const records of [
    [derived, later, decision()],
    [decision(), later, derived],
  ]) {
    const builder = createCatalogueBuilder();
    builder.add(exploited()); // a decision alone names no weakness anything is known of
    for (const it of records) builder.add(it);
    const { ssvc } = builder.finish().vulnerability(0);
    assert.deepEqual([ssvc?.exploitation, ssvc?.automatable], ['poc', true]);
  }
});
