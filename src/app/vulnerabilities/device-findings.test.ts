import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { contextOn, instanceOn } from '#test/context';
import { ENGINES, freshStore } from '#test/database';
import { runJobs } from '#test/jobs';
import { allFindings, takeFeeds, takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import { findDevices } from '../inventory/devices.ts';
import { JOBS } from '../jobs/kinds.ts';
import { askForStatement, listStatementRows } from './absence-statements.ts';
import { listNotAffected } from './device-findings.ts';

const CVE = 'CVE-2026-10001';
const FLAW = { product: 'pump_os', fixedIn: '4.0', score: 9.8, exploited: false } as const;

/** The maker says that versions before 3.2 alone are affected. */
const ADVISORY = {
  document: {
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    title: 'Pump OS',
    publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
    tracking: {
      id: 'ACME-1',
      status: 'final',
      version: '1',
      initial_release_date: '2026-02-01T00:00:00Z',
      current_release_date: '2026-02-01T00:00:00Z',
      revision_history: [{ number: '1', date: '2026-02-01T00:00:00Z', summary: 'First' }],
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Acme',
        branches: [
          {
            category: 'product_name',
            name: 'Pump OS',
            branches: [
              {
                category: 'product_version_range',
                name: 'vers:generic/<3.2',
                product: { product_id: 'P1', name: 'Acme Pump OS before 3.2' },
              },
            ],
          },
        ],
      },
    ],
  },
  vulnerabilities: [{ cve: CVE, product_status: { known_affected: ['P1'] } }],
};

for (const engine of ENGINES) {
  test(`where the maker clears a device that NVD names, both show and the rule that decided (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    await takeInventory(
      ctx,
      'Asset tag,Manufacturer,Model,Version\nT-1,Acme,Pump OS,3.2\nT-2,Acme,Pump OS,5',
    );
    const feeds = feedsOf(folder, [FLAW]);
    await takeFeeds(ctx, feeds);
    assert.deepEqual(
      (await allFindings(ctx)).map((it) => it.deviceName),
      ['T-1'],
    );
    const advisory = join(folder, 'acme-1.json');
    writeFileSync(advisory, JSON.stringify(ADVISORY));
    await takeFeeds(ctx, [...feeds, advisory]);
    assert.deepEqual(await allFindings(ctx), []);

    const rule = "The vendor's statement about its own product outranks NVD";
    const cleared = new Map<string, string | null>();
    const { devices } = await findDevices(ctx, { filter: '', sort: [], after: null, limit: 9 });
    for (const it of devices)
      for (const { vulnerability, contradiction } of await listNotAffected(ctx, it.id))
        if (vulnerability === CVE) cleared.set(it.name ?? '', contradiction);
    assert.deepEqual(
      Object.fromEntries(cleared),
      { 'T-1': rule, 'T-2': null },
      'nobody disagrees about the newer one',
    );
    const { id } = await askForStatement(ctx, { kind: 'vulnerability', about: CVE });
    await runJobs(instance, JOBS);
    const stated = await listStatementRows(ctx, id, { standing: null, after: null, limit: 9 });
    const its = stated.items.find((it) => it.name === 'T-1');
    assert(its !== undefined);
    assert.match(its.because, new RegExp(rule));
  });
}
