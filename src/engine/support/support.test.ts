import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LifeDates, supportStatus } from '#engine/support';

const TODAY = '2026-03-01';

test('support is told from dates and contract, and silence is not taken for support', () => {
  const cases: readonly (readonly [LifeDates, string, string | null, string | null])[] = [
    [{}, 'unknown', null, null],
    [{ eosDate: '2026-02-28' }, 'ended', '2026-02-28', 'past'],
    [{ eosDate: '2026-03-01' }, 'ending', '2026-03-01', '6'],
    [{ eosDate: '2026-08-31' }, 'ending', '2026-08-31', '6'],
    [{ eosDate: '2026-09-01' }, 'supported', '2026-09-01', '12'],
    [{ eosDate: '2028-03-01' }, 'supported', '2028-03-01', '24'],
    [{ eosDate: '2031-01-01' }, 'supported', '2031-01-01', 'later'],
    [{ eosDate: '2031-01-01', osEosDate: '2025-10-14' }, 'os-ended', '2025-10-14', 'past'],
    [{ eosDate: '2024-01-01', osEosDate: '2025-10-14' }, 'ended', '2024-01-01', 'past'],
    [{ osEosDate: '2026-04-01' }, 'ending', '2026-04-01', '6'],
    [{ osEosDate: '2031-04-01' }, 'unknown', null, null],
    [{ eolDate: '2020-01-01' }, 'unknown', null, null],
    [{ supportContract: 'Gold until 2028' }, 'supported', null, null],
    [{ supportContract: 'none' }, 'unknown', null, null],
    [{ supportContract: 'Gold, until 2025-06-30' }, 'unknown', null, null],
    [{ supportContract: 'Gold', contractEnd: '2025-06-30' }, 'unknown', null, null],
    [{ supportContract: 'Gold', contractEnd: '2026-06-30' }, 'ending', '2026-06-30', '6'],
    [{ contractEnd: '2031-06-30' }, 'supported', '2031-06-30', 'later'],
    [{ supportContract: 'Expired 2024', eosDate: '2031-01-01' }, 'supported', '2031-01-01', 'later'],
  ];
  for (const [dates, state, day, horizon] of cases) {
    const found = supportStatus(dates, TODAY);
    assert.deepEqual([found.state, found.day, found.horizon], [state, day, horizon], JSON.stringify(dates));
  }
  assert.equal(supportStatus({ eosDate: '2026-03-11' }, TODAY).daysLeft, 10);
  const contracts = ['Gold', 'none', 'Not under contract', 'N/A', 'expired', ' ', undefined].map(
    (it) => supportStatus(it === undefined ? {} : { supportContract: it }, TODAY).hasContract,
  );
  assert.deepEqual(contracts, [true, false, false, null, false, null, null]);
});
