import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Answers, QUESTIONS } from '#engine/rubric';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { analyst, seenBySite } from '#test/people';
import { feedsOf, type Weakness } from '#test/small-feeds';
import { JOBS } from '../jobs/kinds.ts';
import { explainFinding } from './findings.ts';
import { recheckFleet } from './recheck-fleet.ts';
import {
  approveScoring,
  declineScoring,
  listScorings,
  previewScoring,
  requestScoring,
  withdrawScoring,
} from './rubric-scorings.ts';

const CVE = 'CVE-2026-10001';
const FLAW: Weakness = { product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: false };
const HEAD = 'Asset tag,Manufacturer,Model,Version';
/** A local attack by somebody signed in, that stops a little. */
const MILD: Answers = {
  ...Object.fromEntries(QUESTIONS.map((it) => [it.id, it.choices[0]?.value === 'X' ? 'X' : 'none'])),
  XAVN: 'no',
  XAVW: 'no',
  XAVR: 'near',
  XAVT: 'no',
  XAVP: 'yes',
  XAVPA: 'no',
  XACL: 'no',
  XPRL: 'yes',
  XPRZ: 'no',
  XPRS: 'no',
  XUI: 'no',
  XS: 'no',
  XCPM: 'no',
  XAW: 'limited',
};

for (const engine of ENGINES) {
  test(`a score by the rubric counts on its model once another person approves it (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    const asker = contextOn(instance, analyst('a1'));
    const approver = contextOn(instance, { kind: 'system', name: 'Reviewer' });
    await takeInventory(ctx, [HEAD, 'P-1,Acme,Pump OS,1.5', 'P-2,Acme,Pump OS,1.6'].join('\n'));
    await takeFeeds(ctx, feedsOf(folder, [FLAW]));
    const points = async () =>
      new Map((await allFindings(ctx)).map((it) => [it.deviceName ?? '', [it.score, it.tier] as const]));
    const states = async () => (await listScorings(ctx, CVE)).map((it) => it.state);
    const before = await points();
    const filter = 'model:="Pump OS" version:=1.5';
    const wish = { vulnerability: CVE, filter, answers: MILD, rationale: 'The port is inside the housing' };

    assert.equal(await previewScoring(ctx, filter), 1);
    await assert.rejects(requestScoring(asker, { ...wish, filter: 'site:north' }), /there is no field/);
    await assert.rejects(
      requestScoring(asker, { ...wish, answers: { ...MILD, XUI: 'perhaps' } }),
      /no answer to XUI/,
    );
    const { XS: _, ...unanswered } = MILD;
    await assert.rejects(requestScoring(asker, { ...wish, answers: unanswered }), /XS is not answered/);
    await assert.rejects(requestScoring(asker, { ...wish, vulnerability: 'CVE-1999-1' }), /CVE-1999-1/);
    await assert.rejects(requestScoring(contextOn(instance, seenBySite('North')), wish), { name: 'Refused' });

    // Asked for, it is shown and lowers nothing, also when everything is judged anew.
    const id = await requestScoring(asker, wish);
    const [kept] = await listScorings(ctx, CVE);
    assert.deepEqual(
      [kept?.vector, kept?.baseScore, kept?.was?.score],
      ['CVSS:3.1/AV:P/AC:H/PR:L/UI:N/S:U/C:N/I:N/A:L', 1.8, 9.8],
    );
    assert(kept !== undefined && !('XAVT' in kept.answers), 'what is not asked is not kept');
    const unwatched = { signal: new AbortController().signal, progress: () => {} };
    await recheckFleet(ctx, unwatched);
    assert.deepEqual(await points(), before);
    await assert.rejects(approveScoring(asker, id), /whoever scored it cannot approve it/);

    // Approved, it counts on its devices and no others, and says so.
    await approveScoring(approver, id);
    await runJobs(instance, JOBS);
    const after = await points();
    assert.deepEqual(after.get('P-2'), before.get('P-2'));
    assert(Number(after.get('P-1')?.[0]) < Number(before.get('P-1')?.[0]));
    assert.equal(after.get('P-1')?.[1], 'low');
    const mild = (await allFindings(ctx)).find((it) => it.deviceName === 'P-1');
    assert(mild !== undefined);
    const { finding } = await explainFinding(ctx, mild);
    const [severity] = finding.judgement.contributions;
    assert.match(severity?.note ?? '', /rubric for medical devices: Analyst a1, approved by Reviewer/);
    assert.equal(finding.judgement.vulnerability.cvss?.baseScore, 9.8, 'what sources say stays beside it');
    assert.equal(await recheckFleet(ctx, unwatched), null);

    // Another for the same devices takes its place; of two that hold, the gravest counts.
    const graver = await requestScoring(asker, { ...wish, answers: { ...MILD, XAT: 'serious' } });
    await approveScoring(approver, graver);
    await runJobs(instance, JOBS);
    assert.deepEqual(await states(), ['approved', 'replaced']);
    const wide = await requestScoring(asker, { ...wish, filter: 'model:="Pump OS"' });
    await approveScoring(approver, wide);
    await runJobs(instance, JOBS);
    const both = await points();
    assert(Number(both.get('P-1')?.[0]) > Number(both.get('P-2')?.[0]));

    // Declined and taken back: what sources say counts again.
    const other = await requestScoring(asker, wish);
    await declineScoring(approver, other, 'The port is outside');
    await assert.rejects(approveScoring(approver, other), /declined already/);
    await withdrawScoring(approver, graver, 'A mistake');
    await withdrawScoring(approver, wide, 'A mistake');
    await runJobs(instance, JOBS);
    assert.deepEqual(await points(), before);
    assert.deepEqual(await states(), ['declined', 'withdrawn', 'withdrawn', 'replaced']);
  });
}
