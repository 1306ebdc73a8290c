import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, assessSample, openPage, type Stage, setStage } from './page.ts';

// A person's way through the real server: sample, list, reason, download; an own file; a wrong file; keys alone.

let stage: Stage | { readonly missing: string };
before(async () => {
  stage = await setStage();
});
after(async () => {
  if (!('missing' in stage)) await stage.close();
});

/** The stage, or null after marking the test as skipped. */
function stageOrSkip(t: TestContext): Stage | null {
  if (!('missing' in stage)) return stage;
  t.skip(stage.missing);
  return null;
}

const rows = (page: Page) => page.getByRole('grid').locator('.grid-row');

test('from the sample hospital to a reason and a download', async (t) => {
  const on = stageOrSkip(t);
  if (on === null) return;
  const page = await openPage(t, on);
  await assessSample(page);
  const address = page.url();
  assert.match(address, /\/assessments\/[0-9a-f]{12}$/);
  const first = page.getByRole('region', { name: 'Do first' });
  await first.getByText(/Why: it clears \d+ % of all open risk/).waitFor();
  await first.getByText(/Gravest: /).waitFor();

  await page.getByRole('link', { name: /^Findings \d/ }).click();
  await rows(page).first().click();
  const why = page.getByRole('complementary', { name: 'Why this finding' });
  for (const step of [
    'Identified as',
    'Criterion met',
    'Versions compared',
    'Score',
    'Tier',
    'Clocks side by side',
  ])
    await why.getByRole('heading', { name: step, exact: true }).waitFor();
  await why.getByText(/SSVC for deployers says/).waitFor();
  assert.match(page.url(), /open=/);

  await page.reload();
  await why.getByRole('heading', { name: 'Score', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Download' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  const file = await (await download).path();
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  assert.match(head, /vulnerability/i);
  assert.equal(lines.length > 0, true);
});

test('filters and order stand in the address, and come back with it', async (t) => {
  const on = stageOrSkip(t);
  if (on === null) return;
  const page = await openPage(t, on);
  await assessSample(page);
  await page.getByRole('link', { name: /^Findings \d/ }).click();
  await rows(page).first().waitFor();
  await page
    .getByRole('group', { name: 'Tier' })
    .getByRole('button', { name: /^Critical/ })
    .click();
  await page.getByRole('button', { name: 'Vulnerability' }).click();
  await page.waitForURL(/tier=.*critical.*sort=vulnerability/);
  const count = page.getByRole('status').getByText(/^\d+ findings?$/);
  const counted = await count.textContent();
  await page.goto(page.url());
  assert.equal(await count.textContent(), counted);
  await rows(page).first().waitFor();
  for (const text of await rows(page).allTextContents()) assert.match(text, /^Critical/);
  assert.equal(
    await page.getByRole('columnheader', { name: 'Vulnerability' }).getAttribute('aria-sort'),
    'ascending',
  );
  await page.getByRole('searchbox').fill('no device is called like this');
  await page.getByText('No finding matches these filters').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await rows(page).first().waitFor();
});

const OWN_FILE = [
  'Tag;Hersteller;Thing;Rev;Patient name',
  'A-1;Exemplar;Volumetra 300;4.1.7;Jane Roe',
  'A-2;Exemplar;Volumetra 300;4.2.1;John Roe',
].join('\n');

test('an own file with a column that was not understood: map it, run again, see the result', async (t) => {
  const on = stageOrSkip(t);
  if (on === null) return;
  const page = await openPage(t, on);
  await page.goto('/');
  await page.getByLabel('Choose inventory files').setInputFiles({
    name: 'own list.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(OWN_FILE),
  });
  await page.getByRole('heading', { name: 'Do first' }).waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Check columns' }).click();
  await page.getByText('Patient data is not kept.').waitFor();
  assert.equal(
    await page
      .getByRole('row', { name: /Patient name/ })
      .getByText('Refused')
      .isVisible(),
    true,
  );
  assert.equal(await page.getByText('Jane Roe').count(), 0);

  const again = page.getByRole('button', { name: 'Run again with this mapping' });
  assert.equal(await again.getAttribute('aria-disabled'), 'true');
  const field = page.getByRole('combobox', { name: 'Field for column Thing' });
  assert.equal(await field.inputValue(), 'Not used');
  await field.click();
  await page.getByRole('option', { name: 'Model', exact: true }).click();
  const before = page.url();
  await again.click();
  await page.waitForURL((url) => url.href !== before && !url.href.endsWith('columns'));
  await page.getByRole('heading', { name: 'Do first' }).waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Column mapping' }).click();
  const row = page.getByRole('row', { name: /Thing/ });
  await row.getByText('Mapped').waitFor();
  assert.equal(await row.getByText('chosen by you').isVisible(), true);
  await page.getByRole('link', { name: /^Devices/ }).click();
  await rows(page).getByText('Exemplar Volumetra 300 4.1.7').waitFor();

  await page.getByRole('link', { name: 'Column mapping' }).click();
  await page.getByRole('combobox', { name: 'Field for column Rev' }).click();
  await page.getByRole('option', { name: 'Not used', exact: true }).click();
  const mapped = page.url();
  await again.click();
  await page.waitForURL((url) => url.href !== mapped && !url.href.endsWith('columns'));
  await page.getByRole('heading', { level: 1, name: 'own list.csv' }).waitFor();
  await page.getByRole('link', { name: 'Column mapping' }).click();
  await page.getByRole('row', { name: /Rev/ }).getByText('Not used', { exact: true }).waitFor();
  await page.getByRole('row', { name: /Thing/ }).getByText('chosen by you').waitFor();
});

test('a file is taken where it is dropped', async (t) => {
  const on = stageOrSkip(t);
  if (on === null) return;
  const page = await openPage(t, on);
  await page.goto('/');
  const zone = page.getByRole('region', { name: 'Inventory file' });
  const dataTransfer = await page.evaluateHandle((text) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], 'dropped.csv', { type: 'text/csv' }));
    return carried;
  }, OWN_FILE);
  await zone.dispatchEvent('dragover', { dataTransfer });
  await page.getByText('Drop to assess it').waitFor();
  await zone.dispatchEvent('drop', { dataTransfer });
  await page.getByRole('heading', { level: 1, name: 'dropped.csv' }).waitFor({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Check columns' }).waitFor();
});

test('a file that is no inventory: a clear reason, before or after it is sent', async (t) => {
  const on = stageOrSkip(t);
  if (on === null) return;
  const page = await openPage(t, on);
  await page.goto('/');
  const chooser = page.getByLabel('Choose inventory files');
  await chooser.setInputFiles({ name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) });
  await page.getByRole('alert').getByText('“empty.csv” is empty').waitFor();
  await chooser.setInputFiles({
    name: 'manual.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('%PDF-1.7\n%\u00e2\u00e3\n1 0 obj'),
  });
  await page
    .getByRole('alert')
    .getByText(/it is a PDF/)
    .waitFor();
  await page.getByRole('definition').getByText('manual.csv').waitFor();
  await assertAccessible(page, 'a failed assessment');
  await page.getByRole('link', { name: 'Choose another file' }).click();
  await page.getByRole('heading', { name: 'What needs patching first?' }).waitFor();
});

test('a long run shows its progress, is found again after leaving, and can be cancelled', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-test-'));
  const endless = join(folder, 'slow.csv');
  writeFileSync(endless, 'slow');
  const on = await setStage(undefined, {
    samplePaths: [endless],
    workerFile: new URL('../http-worker.ts', import.meta.url),
  });
  if ('missing' in on) return t.skip(on.missing);
  const page = await openPage(t, on);
  t.after(() => on.close());
  await page.goto('/');
  await page.getByRole('button', { name: 'Try the sample hospital' }).click();
  await page.getByRole('heading', { name: 'Assessing Sample hospital' }).waitFor();
  await assertAccessible(page, 'a running assessment');
  await page.getByRole('link', { name: 'New assessment' }).click();
  await page.getByText('Running').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Sample hospital' }).click();
  await page.getByRole('progressbar').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled before it was done').waitFor();
  await assertAccessible(page, 'a cancelled assessment');
  await page.getByRole('button', { name: 'Run again' }).click();
  await page.getByRole('progressbar').waitFor();
});

test('the list is walked with j, k and Enter, and what is open follows', async (t) => {
  const on = stageOrSkip(t);
  if (on === null) return;
  const page = await openPage(t, on);
  await assessSample(page);
  await page.goto(`${page.url()}/findings`);
  await rows(page).first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  const focused = page.locator('.grid-row:focus');
  assert.equal(await focused.getAttribute('aria-rowindex'), '3');
  await page.keyboard.press('Enter');
  await page.getByRole('complementary', { name: 'Why this finding' }).waitFor();
  assert.equal(await focused.getAttribute('aria-selected'), 'true');
  const first = page.url();
  await page.keyboard.press('j');
  await page.waitForURL((url) => url.href !== first);
  assert.equal(await focused.getAttribute('aria-rowindex'), '4');
  await page.keyboard.press('/');
  assert.equal(await page.getByRole('searchbox').evaluate((it) => it === document.activeElement), true);
  await page.keyboard.type('j');
  assert.equal(await page.getByRole('searchbox').inputValue(), 'j');
  await page.keyboard.press('Escape');
  await page.getByRole('complementary', { name: 'Why this finding' }).waitFor({ state: 'detached' });
});

test('every page is accessible, light and dark', async (t) => {
  const on = stageOrSkip(t);
  if (on === null) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openPage(t, on, { colorScheme, reducedMotion: 'reduce' });
    await page.goto('/');
    await page.getByRole('button', { name: 'Try the sample hospital' }).waitFor();
    await assertAccessible(page, `start, ${colorScheme}`);
    await assessSample(page);
    await page.getByRole('img', { name: /Treemap/ }).waitFor();
    await assertAccessible(page, `overview, ${colorScheme}`);
    await page.getByRole('button', { name: 'Show as table' }).click();
    await assertAccessible(page, `risk as table, ${colorScheme}`);
    await page.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('menuitem').first().waitFor();
    await assertAccessible(page, `download menu, ${colorScheme}`);
    const at = page.url();
    for (const place of ['actions', 'findings', 'devices', 'columns', 'rejects']) {
      await page.goto(`${at}/${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      await assertAccessible(page, `${place}, ${colorScheme}`);
    }
    await page.goto(`${at}/devices`);
    await rows(page).first().getByRole('link').click();
    await page.getByRole('heading', { name: 'Recognised as' }).waitFor();
    await assertAccessible(page, `device, ${colorScheme}`);
    await page.goto(`${at}/findings`);
    await rows(page).first().click();
    await page.getByRole('heading', { name: 'Clocks side by side' }).waitFor();
    await page.getByText('All facts about the weakness and the device').click();
    await assertAccessible(page, `explanation, ${colorScheme}`);
    await page.goto('/assessments/000000000000');
    await page.getByRole('heading', { name: 'This assessment is not here' }).waitFor();
    await assertAccessible(page, `missing assessment, ${colorScheme}`);
  }
});

test('on a phone: nothing is wider than the screen, and everything can be reached', async (t) => {
  const on = stageOrSkip(t);
  if (on === null) return;
  const page = await openPage(t, on, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    reducedMotion: 'reduce',
    isMobile: true,
  });
  await assessSample(page);
  const at = page.url();
  for (const place of ['', '/actions', '/findings', '/devices', '/columns', '/rejects']) {
    await page.goto(at + place);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(wide <= 390, true, `${place} is ${wide} px wide`);
    await assertAccessible(page, `${place || 'overview'} on a phone`);
  }
  await page.goto(`${at}/devices`);
  await rows(page).first().click();
  await page.getByRole('heading', { name: 'Recognised as' }).waitFor();
  await assertAccessible(page, 'device on a phone');
  await page.getByRole('button', { name: 'Open navigation' }).click();
  await assertAccessible(page, 'navigation on a phone');
  await page.getByRole('link', { name: /^Findings \d/ }).click();
  await rows(page).first().click();
  const why = page.getByRole('dialog', { name: 'Why this finding' });
  await why.getByRole('heading', { name: 'Clocks side by side' }).waitFor();
  await assertAccessible(page, 'explanation on a phone');
  await why.getByRole('button', { name: 'Close explanation' }).click();
  await why.waitFor({ state: 'detached' });
});
