import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { JOBS } from '#app/jobs/kinds';
import { runJobs } from '#test/jobs';
import { openPage } from './page.ts';
import { assertFitAndAccessible, type RecordStage, recordStage, setUp } from './record-stage.ts';

let stage: RecordStage | { readonly missing: string };
before(async () => {
  stage = await recordStage();
});
after(async () => {
  if ('server' in stage) await stage.close();
});

test('the demonstration hospital comes with one click, is looked at, and goes', async (t) => {
  if (!('server' in stage)) return t.skip(stage.missing);
  const { instance } = stage;
  const page = await openPage(t, stage);

  await t.test('it is asked for on the welcome page, and says how far it is', async () => {
    await setUp(page);
    // A small one: the whole of it takes minutes.
    await page.route('**/api/v1/demonstration', (route) =>
      route.request().method() === 'POST'
        ? route.continue({ postData: JSON.stringify({ size: 'small' }) })
        : route.continue(),
    );
    await page.getByRole('button', { name: 'Try the demonstration hospital' }).click();
    await page.getByRole('heading', { name: 'Its history is loading' }).waitFor();
    await runJobs(instance, JOBS);
    await page.reload();
    await page.getByText('Invented devices and people.').waitFor();
  });

  await t.test('Today counts it, and a number opens down to its rows', async () => {
    await page.getByRole('link', { name: 'Today', exact: true }).click();
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    await page.getByText('Complete records').first().waitFor();
    await page.getByRole('link', { name: 'Life-sustaining, version not known' }).click();
    await page.getByRole('heading', { name: 'Devices', level: 1 }).waitFor();
    assert.match(decodeURIComponent(page.url()), /criticality:life-sustaining.version:none/);
  });

  await t.test('a Patch Tuesday is played, and open pages follow by themselves', async () => {
    await page.goto('/');
    const critical = page.getByRole('link', { name: /^Critical open beyond 30 days/ });
    await critical.getByText(/Exploit forecasts \(invented\) stale/).waitFor();
    assert((await page.getByText(/Exploit forecasts \(invented\) stale/).count()) > 1);
    const news = page.getByRole('link', { name: /^Discovery service runs code sent by anybody/ });
    assert.equal(await news.count(), 0);
    const desk = await page.context().newPage();
    await desk.goto('/demonstration');
    await desk.getByText('Day 1 brings 4 advisories').waitFor();
    await desk.getByRole('button', { name: 'Play a Patch Tuesday' }).click();
    await desk.getByText('Play Patch Tuesday, day 1').first().waitFor();
    await assertFitAndAccessible(desk, 'a day that is played');
    await runJobs(instance, JOBS);
    await desk.getByText('1 of 3 days played').waitFor();
    await desk.getByRole('button', { name: 'Start over' }).waitFor();
    // Nobody touches the page that was open all the while.
    await news.first().waitFor();
    await critical.getByText(/Target 0/).waitFor();
    assert.equal(await page.getByText(/Exploit forecasts \(invented\) stale/).count(), 0);
    await assertFitAndAccessible(page, 'the day after');
    await news.first().click();
    await page.getByRole('heading', { name: /Discovery service runs code/, level: 1 }).waitFor();
    await desk.close();
  });

  await t.test('every number of the programme opens down to its rows', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: /^Patch compliance/ }).click();
    await page.getByRole('heading', { name: 'Devices', level: 1 }).waitFor();
    assert.match(decodeURIComponent(page.url()), /filter=patching:unpatched/);
    await page.locator('.grid-row').first().waitFor();
    await page.goto('/');
    await page.getByRole('link', { name: /^Mean time to fix, critical/ }).click();
    await page.getByRole('heading', { name: 'Fixed findings', level: 1 }).waitFor();
    await assertFitAndAccessible(page, 'fixed findings');
  });

  await t.test('what is typed into the filter stays while the list follows', async () => {
    await page.goto('/devices');
    const box = page.getByRole('combobox', { name: /filter/i }).first();
    await box.pressSequentially('site:harbour pump', { delay: 40 });
    await box.press('Enter');
    await page.waitForURL(/filter=/);
    assert.equal(await box.inputValue(), 'site:harbour pump');
  });

  await t.test('a device says who stands behind each of its fields', async () => {
    await page.goto('/devices?filter=source:WebTMA');
    await page.locator('.grid-row a').first().click();
    await page.getByRole('heading', { name: 'Identity and provenance' }).waitFor();
    await page
      .getByRole('cell', { name: /WebTMA \(CMMS\)/ })
      .first()
      .waitFor();
  });

  await t.test('other eyes see what is theirs', async () => {
    await page.goto('/demonstration');
    await page.getByRole('button', { name: /Biomedical technician/ }).click();
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    await page.goto('/demonstration');
    const remove = page.getByRole('button', { name: 'Remove the demonstration' });
    await remove.waitFor();
    assert.equal(await remove.getAttribute('aria-disabled'), 'true', 'a technician does not take it away');
  });

  await t.test('its administrator takes it away, and the inventory is empty again', async () => {
    await page.context().clearCookies();
    await page.goto('/');
    await page.getByLabel('E-mail address or name').fill('ada@example.org');
    await page.getByLabel('Password', { exact: true }).fill('seven pumps on the third floor');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    await page.goto('/demonstration');
    await page.getByRole('button', { name: 'Remove the demonstration' }).click();
    await page.getByRole('button', { name: 'Remove it all' }).click();
    await page.waitForURL(({ pathname }) => pathname === '/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const { rows } = await instance.store.pool.query<{ n: string }>('select count(*) as n from device');
    assert.equal(Number(rows[0]?.n), 0);
  });
});
