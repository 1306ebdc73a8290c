import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { JOBS } from '#app/jobs/kinds';
import { addPerson } from '#app/people/people';
import { approveDecision, listDecisions } from '#app/vulnerabilities/decisions';
import { findPersonByLogin, replaceGrants } from '#store/people';
import { contextOn } from '#test/context';
import { runJobs } from '#test/jobs';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { feedsOf, type Weakness } from '#test/small-feeds';
import { openPage } from './page.ts';
import { assertFitAndAccessible, PERSON, type RecordStage, recordStage, setUp } from './record-stage.ts';

// An analyst's morning: what came in, which devices it touches, what is decided, and what comes back by itself.

const FLAWS: readonly Weakness[] = Array.from({ length: 10 }, (_, index) => ({
  product: index % 2 === 0 ? 'pump_os' : 'monitor_os',
  fixedIn: '2.0',
  score: index === 0 ? 9.8 : 7.5,
  exploited: false,
}));
const CVE = 'CVE-2026-10001';
const INVENTORY = `Asset tag,Manufacturer,Model,Version,Site,Department,Criticality
P-1,Acme,Pump OS,1.5,North,ICU,life-sustaining
P-2,Acme,Pump OS,1.5,North,ICU,life-sustaining
P-3,Acme,Pump OS,2.5,South,ICU,life-sustaining
M-1,Acme,Monitor OS,1.0,South,Ward 2,general
X-1,Borealis,Scale 3,1.0,South,Ward 2,general`;

async function asAnalyst({ instance }: RecordStage): Promise<void> {
  const { store, newId, now } = instance;
  const person = await findPersonByLogin(store.db, PERSON.login);
  const scope = { kind: 'hospital' } as const;
  await store.db
    .transaction()
    .execute((tx) =>
      replaceGrants(tx, person?.id ?? '', [{ role: 'vulnerability-analyst', scope }], { newId, at: now() }),
    );
}

test('an analyst clears a morning of vulnerabilities', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const ctx = contextOn(stage.instance);
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(page);
  await asAnalyst(stage);
  await addPerson(ctx, {
    kind: 'person',
    login: 'grace@example.org',
    name: 'Grace Brewster',
    grants: [{ role: 'vulnerability-analyst', scope: { kind: 'hospital' } }],
  });
  await takeInventory(ctx, INVENTORY);
  await takeFeeds(ctx, feedsOf(folder, FLAWS));

  await t.test('a vulnerability leads to its devices, and a device to its explanation', async () => {
    await page.goto('/vulnerabilities');
    await page.getByText('10 vulnerabilities').waitFor();
    await assertFitAndAccessible(page, 'vulnerabilities');
    await page.getByRole('link', { name: CVE, exact: true }).click();
    const devices = page.getByRole('region', { name: 'Affected devices' });
    await devices.getByRole('link', { name: 'P-2' }).waitFor();
    await assertFitAndAccessible(page, 'vulnerability');
    await devices.getByRole('button', { name: `Why ${CVE} on P-1` }).click();
    await page.getByText('Versions compared').waitFor();
    await page.getByText('Clocks side by side').waitFor();
  });

  await t.test('a verdict with an expiry is asked for, approved by another, and reopens on KEV', async () => {
    await page.getByRole('button', { name: 'Decide' }).last().click();
    await page.getByRole('button', { name: 'This device' }).click();
    await page.getByText('Covers 1 finding now').waitFor();
    await page.getByRole('button', { name: 'This model' }).click();
    await page.getByText('Covers 2 findings now').waitFor();
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Risk accepted' }).click();
    await page.getByLabel('Reason').fill('The pumps are replaced next month');
    await page.getByLabel('Until').fill(new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10));
    await page.getByRole('button', { name: 'Request approval' }).click();
    await page.getByRole('link', { name: 'See what waits for approval' }).click();
    await page.getByText('The pumps are replaced next month').waitFor();
    await assertFitAndAccessible(page, 'decisions');
    const { items } = await listDecisions(
      ctx,
      { state: null, vulnerability: CVE },
      { before: null, limit: 1 },
    );
    await approveDecision(ctx, items[0]?.id ?? '');
    await page.goto(`/vulnerabilities/${CVE}`);
    await page.getByText('2 findings decided').waitFor();
    await page.getByText('No device is known to be affected, or every such finding is decided.').waitFor();
    await takeFeeds(
      ctx,
      feedsOf(
        folder,
        FLAWS.map((it, index) => ({ ...it, exploited: index === 0 })),
      ),
    );
    await page.reload();
    await page.getByText('Known to be exploited since').waitFor();
    await page.getByRole('cell', { name: 'Reopened' }).waitFor();
    await page.getByRole('region', { name: 'Affected devices' }).getByRole('link', { name: 'P-1' }).waitFor();
    await page.getByRole('region', { name: 'History' }).getByText('Known to be exploited').waitFor();
  });

  await t.test('where it is not is stated, and exported to be cited', async () => {
    await page.getByRole('button', { name: 'State it now' }).click();
    await page.getByText('Waiting', { exact: true }).waitFor();
    await runJobs(stage.instance, JOBS);
    await page.getByText(/^As of .* of 5 devices 2 are affected by/).waitFor({ timeout: 30_000 });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Text to cite' }).click(),
    ]);
    const cited = readFileSync(await download.path(), 'utf8');
    assert.match(cited, /1 has a product it speaks of and is not affected/);
    await page.getByRole('link', { name: 'Every device and its grounds' }).click();
    await page.getByRole('link', { name: 'P-1' }).waitFor();
    await assertFitAndAccessible(page, 'statement of absence');
    await page.goto('/absence');
    await page.getByText('Made so far').waitFor();
    await assertFitAndAccessible(page, 'statements of absence');
    await page.goto('/advisories');
    await page.getByText('No advisories yet').waitFor();
  });

  await t.test('ten vulnerabilities are triaged without a mouse', async () => {
    await page.goto('/triage?filter=open:yes');
    await page.getByText('10 vulnerabilities to look at').waitFor();
    await assertFitAndAccessible(page, 'triage');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
    for (let row = 0; row < 10; row++) {
      if (row > 0) await page.keyboard.press('j');
      await page.keyboard.press('x');
    }
    await page.getByText('10 vulnerabilities marked').waitFor();
    await page.keyboard.press('a');
    await page.getByRole('combobox', { name: 'Owner' }).fill('Grace');
    await page.getByRole('option', { name: 'Grace Brewster' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('gridcell', { name: 'Grace Brewster' }).nth(9).waitFor();
    await page.keyboard.press('k');
    await page.keyboard.press('c');
    await page.getByRole('textbox', { name: 'Comment' }).fill('The maker answers next week');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog', { name: 'Comment' }).waitFor({ state: 'hidden' });
    for (let row = 0; row < 10; row++) await page.keyboard.press('k');
    for (let row = 0; row < 10; row++) {
      await page.keyboard.press('x');
      await page.keyboard.press('j');
    }
    await page.getByText('10 vulnerabilities marked').waitFor();
    // Leaving the page before it was said would take it along.
    await Promise.all([
      page.waitForResponse((it) => it.request().method() === 'POST' && it.ok()),
      page.keyboard.press('r'),
    ]);
    await page.goto('/triage?filter=open:yes reviewed:no');
    await page.getByText('Nothing waits for you here').waitFor();
  });

  await t.test('findings are grouped by the act that clears most', async () => {
    await page.goto('/findings?by=action');
    await page.getByRole('link', { name: /^Update 2 Acme Pump OS to 2\.0/ }).waitFor();
    await assertFitAndAccessible(page, 'findings by act');
    await page.getByRole('link', { name: /^Update 2 Acme Pump OS to 2\.0/ }).click();
    await page.getByText('10 findings, highest risk first').waitFor();
  });
});
