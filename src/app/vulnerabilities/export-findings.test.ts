import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { seenBySite } from '#test/people';
import { feedsOf } from '#test/small-feeds';
import { csafFaults, cyclonedxFaults, openvexFaults } from '#test/vex-validators';
import type { Context } from '../context.ts';
import { readHospital, saveHospital } from '../settings/hospital.ts';
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
    assert.equal(
      JSON.parse(await textOf(ctx, filter, 'openvex')).author,
      'Operator of the device fleet',
      'nobody said what the hospital is called',
    );
    const before = await readHospital(store.db);
    await store.db.transaction().execute((tx) => saveHospital(tx, before, { name: 'North Shore Hospital' }));
    const csaf = JSON.parse(await textOf(ctx, filter, 'csaf-vex'));
    assert.deepEqual(await csafFaults(csaf), []);
    const cyclonedx = JSON.parse(await textOf(ctx, filter, 'cyclonedx-vex'));
    assert.deepEqual(cyclonedxFaults(cyclonedx), []);
    const openvex = JSON.parse(await textOf(ctx, filter, 'openvex'));
    assert.deepEqual(openvexFaults(openvex), []);
    assert.deepEqual(
      [csaf.document.publisher.name, cyclonedx.metadata.authors, openvex.author],
      ['North Shore Hospital', [{ name: 'North Shore Hospital' }], 'North Shore Hospital'],
    );
    const its = openvex.statements.filter(
      (it: { vulnerability: { name: string } }) => it.vulnerability.name === first.vulnerability,
    );
    assert(its.length > 0);
    for (const it of its) {
      assert.equal(it.status, 'not_affected');
      assert.equal(it.justification, 'vulnerable_code_not_in_execute_path');
      assert.match(it.status_notes, /switched off/);
    }
    const flags = csaf.vulnerabilities.find((it: { cve?: string }) => it.cve === first.vulnerability)?.flags;
    assert.equal(flags[0].label, 'vulnerable_code_not_in_execute_path');
  });

  test(`a VEX document holds any number of findings, each device and vulnerability of them (${engine})`, async (t) => {
    const store = await freshStore(t, engine);
    if (store === null) return;
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const ctx = contextOn(instanceOn(store));
    const [devices, flaws] = [300, 180];
    const rows = Array.from({ length: devices }, (_, i) => `T-${i},Acme,Pump OS,1.${i % 3},SN${i}`);
    await takeInventory(ctx, ['Asset tag,Manufacturer,Model,Version,Serial number', ...rows].join('\n'));
    const flaw = { product: 'pump_os', fixedIn: '2.0', score: 7.1, exploited: false };
    await takeFeeds(
      ctx,
      feedsOf(
        folder,
        Array.from({ length: flaws }, () => flaw),
      ),
    );

    const csaf = JSON.parse(await textOf(ctx, '', 'csaf-vex'));
    assert.deepEqual(await csafFaults(csaf), []);
    assert.equal(csaf.vulnerabilities.length, flaws);
    for (const it of csaf.vulnerabilities) assert.equal(it.product_status.known_affected.length, 3);
    const serials = JSON.stringify(csaf.product_tree).match(/"SN\d+"/g);
    assert.equal(new Set(serials).size, devices);
    const cyclonedx = JSON.parse(await textOf(ctx, '', 'cyclonedx-vex'));
    assert.deepEqual(cyclonedxFaults(cyclonedx), []);
    assert.equal(cyclonedx.components.length, 3);
    const openvex = JSON.parse(await textOf(ctx, '', 'openvex'));
    assert.deepEqual(openvexFaults(openvex), []);
    const stated = openvex.statements.reduce(
      (sum: number, it: { products: readonly object[] }) => sum + it.products.length,
      0,
    );
    assert.equal(stated, devices * flaws, 'each finding is stated once');

    const narrow = JSON.parse(await textOf(ctx, 'T-17 vulnerability:=CVE-2026-10003', 'openvex'));
    const names = ['T-17', ...Array.from({ length: 10 }, (_, i) => `T-17${i}`)];
    assert.deepEqual(
      narrow.statements
        .flatMap((it: { products: readonly { '@id': string }[] }) =>
          it.products.map((product) => product['@id'].slice('urn:patchward:device:'.length)),
        )
        .toSorted(),
      names.toSorted(),
    );
  });
}
