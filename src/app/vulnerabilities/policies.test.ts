import assert from 'node:assert/strict';
import { test } from 'node:test';
import { POLICY_PRESETS } from '#engine/risk';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { JOBS } from '../jobs/kinds.ts';
import { summarizeFindings } from './finding-summary.ts';
import { explainFinding } from './findings.ts';
import { previewPolicy, readPolicyState, setPolicy } from './policies.ts';

for (const engine of ENGINES) {
  test(`a policy changes what its preview says, and its version stands on clocks (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);
    const before = await summarizeFindings(ctx);
    assert.equal(before.policy, 'graded 1');
    const { moves, after, devices, devicesInAll } = await previewPolicy(ctx, POLICY_PRESETS.strict);
    assert(moves.length > 0 && devices > 0);
    await assert.rejects(
      previewPolicy(ctx, { ...POLICY_PRESETS.strict, deadlines: {} }),
      /policy\.deadlines/,
    );
    await setPolicy(ctx, { json: POLICY_PRESETS.strict, reason: 'Decided by the board on Tuesday' });
    await runJobs(instance, JOBS);
    const summary = await summarizeFindings(ctx);
    assert.equal(summary.policy, 'strict 1');
    if (devices === devicesInAll) assert.deepEqual(summary.byTier, after);
    assert(summary.byTier.critical > before.byTier.critical);
    const [first] = await allFindings(ctx, 'tier:critical verdict:affected', 50);
    assert(first !== undefined);
    const { finding } = await explainFinding(ctx, first);
    assert(finding.judgement.clocks.every((it) => it.policy === 'strict 1'));
    const own = { ...POLICY_PRESETS.strict, dueSoonDays: 14 };
    await assert.rejects(
      setPolicy(ctx, { json: own, reason: 'Longer warnings for everybody' }),
      /another version/,
    );
    await setPolicy(ctx, { json: { ...own, version: '2' }, reason: 'Longer warnings for everybody' });
    const { policy, history } = await readPolicyState(ctx);
    assert.deepEqual([policy.dueSoonDays, history.length], [14, 2]);
    await setPolicy(ctx, { json: { ...own, version: '2' }, reason: 'The same once more, in vain' });
    assert.equal((await readPolicyState(ctx)).history.length, 2);
    const reason = 'Made while somebody else set another one';
    const madeOn = history[1]?.no ?? 0;
    await assert.rejects(setPolicy(ctx, { json: POLICY_PRESETS.graded, reason, madeOn }), {
      name: 'Refused',
    });
    await setPolicy(ctx, { json: POLICY_PRESETS.graded, reason, madeOn: history[0]?.no ?? 0 });
    assert.equal((await readPolicyState(ctx)).policy.name, 'graded');
  });
}
