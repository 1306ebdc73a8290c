import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { JOBS } from '#app/jobs/kinds';
import { runJobs } from '#test/jobs';
import { fillHospital, RECORD_PAGES, visit } from './demonstration-stage.ts';
import { openPage } from './page.ts';
import { assertFitAndAccessible, type RecordStage, recordStage, setUp } from './record-stage.ts';

let stage: RecordStage | { readonly missing: string };
before(async () => {
  stage = await recordStage();
});
after(async () => {
  if ('server' in stage) await stage.close();
});

test('every page of the record is among those that are looked at', () => {
  const router = readFileSync(new URL('../../src/web/router.tsx', import.meta.url), 'utf8');
  const routes = [...router.matchAll(/recordPage\(\s*'([^']+)'/g)].map((it) => it[1] ?? '');
  assert.ok(routes.length > 20);
  assert.deepEqual(routes.filter((it) => !(it in RECORD_PAGES)).toSorted(), []);
});

test('every page with a hospital in it is accessible, light and dark, and fits a telephone', async (t) => {
  if (!('server' in stage)) return t.skip(stage.missing);
  const { instance } = stage;
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await fillHospital(stage);
  for (const route of Object.keys(RECORD_PAGES))
    await t.test(route, async () => {
      await visit(page, route, () => runJobs(instance, JOBS));
      await assertFitAndAccessible(page, route);
    });
});
