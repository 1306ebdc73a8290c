import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { POLICY_PRESETS } from '#engine/risk';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import { editDevice } from '../inventory/edit-device.ts';
import { findDevices, readDevice } from '../inventory/devices.ts';
import { JOBS } from '../jobs/kinds.ts';
import { listNotAffected } from './device-findings.ts';
import { explainFinding } from './findings.ts';
import { setPolicy } from './policies.ts';
import { recheckFleet } from './recheck-fleet.ts';

const INVENTORY = `Asset tag,Manufacturer,Model,Version
P-OLD,Acme,Pump OS,1.5
P-NEW,Acme,Pump OS,2.5
`;
const REQUIRING = {
  ...POLICY_PRESETS.graded,
  version: '1-evidence',
  versionEvidence: ['read-from-device', 'label'],
};

for (const engine of ENGINES) {
  test(`a version clears a device only on the evidence that the policy asks for (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    await takeInventory(ctx, INVENTORY);
    await takeFeeds(
      ctx,
      feedsOf(folder, [{ product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: false }]),
    );
    const verdicts = async () =>
      (await allFindings(ctx)).map((it) => `${it.deviceName} ${it.verdict}`).toSorted();
    assert.deepEqual(await verdicts(), ['P-OLD affected']);
    const page = await findDevices(ctx, { filter: 'P-NEW', sort: [], after: null, limit: 1 });
    const id = page.devices[0]?.id ?? '';
    assert.equal((await listNotAffected(ctx, id)).length, 1);

    await setPolicy(ctx, { json: REQUIRING, reason: 'Versions of a list are not enough' });
    await runJobs(instance, JOBS);
    assert.deepEqual(await verdicts(), ['P-NEW undetermined', 'P-OLD affected'], 'what is affected stays so');
    assert.equal((await listNotAffected(ctx, id)).length, 0);
    assert.deepEqual((await readDevice(ctx, id)).unproven, ['version']);
    const [doubtful] = await allFindings(ctx, 'verdict:undetermined');
    assert(doubtful !== undefined);
    const { finding } = await explainFinding(ctx, doubtful);
    assert.match(finding.judgement.why, /rests on less than the policy asks for.*read from device or label/);
    assert.deepEqual(
      finding.judgement.grounds().map((it) => [it.source, it.says, it.version]),
      [
        ['policy', 'undetermined', '2.5'],
        ['nvd', 'not-affected', '2.5'],
      ],
    );
    assert.equal(finding.judgement.grounds()[0]?.reference, 'graded 1-evidence');
    assert.equal(finding.judgement.fix.advisory, null, 'a policy is no advisory');

    await editDevice(ctx, id, {
      fields: { version: '2.5' },
      version: null,
      reason: 'Read on its service page',
      evidence: 'read-from-device',
    });
    await runJobs(instance, JOBS);
    assert.deepEqual(await verdicts(), ['P-OLD affected'], 'borne out, it clears the device');
    const unwatched = { signal: new AbortController().signal, progress: () => {} };
    assert.equal(await recheckFleet(ctx, unwatched), null, 'judged anew from nothing it comes to the same');

    // The list still says 2.5: nothing of the device changes, only how well it is known.
    const taken = { version: null, reason: 'Read on another pump', evidence: 'entered' as const };
    await editDevice(ctx, id, { fields: { version: null }, ...taken });
    await runJobs(instance, JOBS);
    assert.deepEqual(await verdicts(), ['P-NEW undetermined', 'P-OLD affected'], 'no longer borne out');
    assert.equal(await recheckFleet(ctx, unwatched), null);

    await setPolicy(ctx, { json: POLICY_PRESETS.graded, reason: 'Anything will do again' });
    await runJobs(instance, JOBS);
    assert.deepEqual(await verdicts(), ['P-OLD affected']);
  });
}
