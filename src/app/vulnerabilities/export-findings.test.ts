import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { seenBySite } from '#test/people';
import { csafFaults, cyclonedxFaults } from '#test/vex-validators';
import type { Context } from '../context.ts';
import { approveDecision, requestDecision } from './decisions.ts';
import { exportFindings, type FindingFormat } from './export-findings.ts';

async function textOf(ctx: Context, filter: string, format: FindingFormat): Promise<string> {
  let text = '';
  for await (const it of await exportFindings(ctx, { filter, format })) text += String(it);
  return text;
}

for (const engine of ENGINES) {
  test(`a list of findings leaves as tables and as valid VEX documents, with what people decided (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);
    const filter = 'tier:critical department:Radiology';
    const findings = await allFindings(ctx, filter);
    assert(findings.length > 5);
    const json = JSON.parse(await textOf(ctx, filter, 'json'));
    assert.deepEqual(
      json.map((it: { deviceId: string; vulnerability: string }) => `${it.deviceId} ${it.vulnerability}`),
      findings.map((it) => `${it.deviceId} ${it.vulnerability}`),
    );
    assert.equal((await textOf(ctx, filter, 'csv')).split('\r\n').length, findings.length + 2);
    const north = contextOn(instance, seenBySite('Nowhere'));
    assert.equal(await textOf(north, filter, 'json'), '[]\n');
    await assert.rejects(textOf(north, filter, 'csaf-vex'), /Cannot write CSAF VEX/);

    const [first] = findings;
    assert(first !== undefined);
    const [id = ''] = await requestDecision(ctx, {
      vulnerabilities: [first.vulnerability],
      says: 'not-affected',
      justification: 'vulnerable_code_not_in_execute_path',
      reason: 'The service is switched off on all of them',
      filter: '',
      expiresOn: '2026-06-01',
    });
    await approveDecision(ctx, id);
    const csaf = JSON.parse(await textOf(ctx, filter, 'csaf-vex'));
    assert.deepEqual(await csafFaults(csaf), []);
    const cyclonedx = JSON.parse(await textOf(ctx, filter, 'cyclonedx-vex'));
    assert.deepEqual(cyclonedxFaults(cyclonedx), []);
    const openvex = JSON.parse(await textOf(ctx, filter, 'openvex'));
    assert.equal(openvex['@context'], 'https://openvex.dev/ns/v0.2.0');
    const its = openvex.statements.filter(
      (it: { vulnerability: { name: string } }) => it.vulnerability.name === first.vulnerability,
    );
    assert(its.length > 0);
    for (const it of its) {
      assert.equal(it.status, 'not_affected');
      assert.equal(it.justification, 'vulnerable_code_not_in_execute_path');
      assert.match(it.impact_statement, /switched off/);
    }
    const flags = csaf.vulnerabilities.find((it: { cve?: string }) => it.cve === first.vulnerability)?.flags;
    assert.equal(flags[0].label, 'vulnerable_code_not_in_execute_path');
  });
}
