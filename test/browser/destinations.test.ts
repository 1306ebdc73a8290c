import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { deliverDue } from '#app/destinations/deliver';
import { followTickets } from '#app/destinations/follow-tickets';
import { editOutgoingPolicy } from '#app/outgoing/policy';
import { contextOn } from '#test/context';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { feedsOf } from '#test/small-feeds';
import { serviceNow } from '#test/ticket-servers';
import { webServer } from '#test/web-server';
import { openPage } from './page.ts';
import { asRole, assertFitAndAccessible, recordStage, setUp } from './record-stage.ts';

/** A busy machine is no reason to fail. */
const PATIENCE_MS = 120_000;

const TOOLS = {
  signal: new AbortController().signal,
  progress: () => {},
  log: () => {},
  saved: null,
  save: async () => {},
};

test('a webhook is added and tried, a ticket is opened, and its status comes back', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const folder = mkdtempSync(join(tmpdir(), 'patchward-feeds-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const ctx = contextOn(stage.instance);
  await editOutgoingPolicy(ctx, { version: 0, allowed: ['127.0.0.1'] });
  await takeInventory(
    ctx,
    'Asset tag,Manufacturer,Model,Version\nT-1,Acme,Pump OS,1.5\nT-2,Acme,Pump OS,1.5',
  );
  await takeFeeds(
    ctx,
    feedsOf(folder, [{ product: 'pump_os', fixedIn: '2.0', score: 9.8, exploited: true }]),
  );
  const hook = await webServer(t, (_, response) => response.end('thank you'));
  const desk = await serviceNow(t);
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  await setUp(page);

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Destinations' }).click();
  await page.getByText('No destination yet').waitFor();
  await page.getByRole('button', { name: 'Add destination' }).click();
  const form = page.getByRole('form', { name: 'Destination' });
  const save = form.getByRole('button', { name: 'Save' });
  assert.equal(await save.getAttribute('aria-disabled'), 'true');
  await form.getByLabel('Name').fill('Integration engine');
  await form.getByLabel('Address').fill(`http://127.0.0.1:${hook.port}/patchward`);
  await form.getByRole('checkbox', { name: 'An import is in the inventory' }).check();
  await assertFitAndAccessible(page, 'a new destination');
  await save.click();
  assert.match((await page.getByLabel('Signing secret', { exact: true }).textContent()) ?? '', /^whsec_/);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('link', { name: 'Integration engine' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('status').getByText('It answered 200').waitFor();
  await page.getByText('“thank you”').first().waitFor();
  assert.equal(hook.asked.length, 1);
  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByRole('button', { name: 'Switch on' }).waitFor();
  await assertFitAndAccessible(page, 'a destination');

  await page.getByRole('link', { name: 'Destinations' }).first().click();
  await page.getByRole('button', { name: 'Add destination' }).click();
  await form.getByLabel('Name').fill('Service desk');
  await form.getByRole('combobox', { name: 'What it is' }).click();
  await page.getByRole('option', { name: 'ServiceNow' }).click();
  await form.getByLabel('Address of the instance').fill(desk.url);
  await form.getByLabel('User').fill('patchward');
  await form.getByLabel('Token or password').fill('s3cret');
  await save.click();
  await page.getByRole('link', { name: 'Service desk' }).waitFor();

  await asRole(stage, 'vulnerability-analyst');
  await page.goto('/vulnerabilities/CVE-2026-10001');
  await page.getByRole('button', { name: 'Open a ticket' }).click();
  const ask = page.getByRole('form', { name: 'Open a ticket' });
  await ask.getByText('About 2 findings on 2 devices').waitFor();
  assert.equal(
    await ask.getByRole('combobox', { name: 'Where' }).inputValue(),
    'Service desk (ServiceNow)',
    'what is switched off is not offered first',
  );
  await ask.getByLabel('Note').fill('Before the weekend, please');
  await assertFitAndAccessible(page, 'opening a ticket');
  await ask.getByRole('button', { name: 'Open ticket' }).click();
  const card = page.getByRole('region', { name: 'Tickets' });
  await card.getByText('On its way').waitFor();
  await deliverDue.run(ctx, TOOLS);
  const [kept] = desk.tickets;
  assert(kept !== undefined, 'the ticket is there');
  assert.match(String(kept.body['description']), /Before the weekend, please/);
  kept.state = '2';
  await followTickets.run(ctx, TOOLS);
  await page.reload();
  await card.getByText('In Progress').waitFor();
  const link = card.getByRole('link', { name: /INC1001/ });
  assert.match((await link.getAttribute('href')) ?? '', /nav_to\.do\?uri=incident\.do/);

  await page.goto('/triage?filter=open:yes');
  await page
    .getByRole('row', { name: /CVE-2026-10001/ })
    .getByRole('checkbox')
    .click();
  await page.getByRole('button', { name: 'Ticket (T)' }).click();
  await page.getByText('Everything has a ticket there already').waitFor();
  await page.getByRole('button', { name: 'Open ticket' }).click();
  await page.getByRole('form', { name: 'Open a ticket' }).waitFor({ state: 'detached' });
  await deliverDue.run(ctx, TOOLS);
  assert.equal(desk.tickets.length, 1);

  await page.goto('/tickets');
  await page.getByRole('row', { name: /INC1001.*In Progress/ }).waitFor();
  await assertFitAndAccessible(page, 'tickets');
});
