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
import { editDepartment, findDepartments } from '../inventory/departments.ts';
import { listDeviceOwners } from './device-owners.ts';

const DEVICES = `Asset tag,Manufacturer,Model,Version,Site,Department
T-1,Acme,Pump OS,1.5,North,Intensive Care
T-2,Acme,Pump OS,1.5,South,Intensive Care
T-3,Acme,Pump OS,1.5,South,Dialysis
T-4,Acme,Pump OS,1.5,South,
T-5,Acme,Pump OS,2.5,South,Emergency`;

for (const engine of ENGINES) {
  test(`who answers for a vulnerability is found from its devices by way of their departments (${engine})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await freshStore(t, engine);
    if (store === null) return;
    const instance = instanceOn(store);
    const ctx = contextOn(instance);
    await takeInventory(ctx, DEVICES);
    await takeFeeds(
      ctx,
      feedsOf(folder, [{ product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: false }]),
    );
    const [vulnerability = ''] = new Set((await allFindings(ctx)).map((it) => it.vulnerability));
    const all = { filter: 'intensive', sort: [], after: null, limit: 9 };
    const [care] = (await findDepartments(ctx, all)).departments;
    assert(care !== undefined);
    const details = { manager: 'Sinéad O’Rourke', owner: 'Jonas Bergström' };
    await editDepartment(ctx, care.id, { details, version: care.version });

    const answering = async (as = ctx) =>
      (await listDeviceOwners(as, vulnerability)).items.map((it) => [
        it.department,
        it.devices,
        it.details.owner ?? null,
        it.details.manager ?? null,
      ]);
    assert.deepEqual(await answering(), [
      ['Intensive Care', 2, 'Jonas Bergström', 'Sinéad O’Rourke'],
      ['Dialysis', 1, null, null],
      [null, 1, null, null],
    ]);
    const north = contextOn(instance, seenBySite('North'));
    assert.deepEqual(await answering(north), [['Intensive Care', 1, 'Jonas Bergström', 'Sinéad O’Rourke']]);
  });
}
