import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { JOBS } from '#app/jobs/kinds';
import { runJobs } from '#test/jobs';
import { BETWEEN_FORMS } from '../../src/web/texts/find-texts.ts';
import { isForMachines } from '../../src/web/texts/reading.ts';
import { PLACE, type Translate } from '../../src/web/texts/translate-source.ts';
import { translation } from '../../src/web/texts/translation-plugin.ts';
import { fillHospital, RECORD_PAGES, visit } from './demonstration-stage.ts';
import { openPage } from './page.ts';
import { PERSON, type RecordStage, recordStage } from './record-stage.ts';

// The web app in a language of marks: what a page shows outside of them, and the server did not send, cannot be translated.

/** `⟦as of ⟧{0}⟦, being counted⟧` */
const inMarks: Translate = (key) =>
  key
    .split(BETWEEN_FORMS)
    .map((form) =>
      form.replaceAll(/[^{}]+(?=\{|$)/g, (words) => (words.trim() === '' ? words : `⟦${words}⟧`)),
    )
    .join(BETWEEN_FORMS);

const folder = mkdtempSync(join(tmpdir(), 'patchward-marks-'));
let stage: RecordStage | { readonly missing: string };
before(async () => {
  await build({
    configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
    plugins: [translation('en', inMarks)],
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  stage = await recordStage({ webFolder: folder });
});
after(async () => {
  if ('server' in stage) await stage.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the language of marks keeps the places of a text', () => {
  assert.equal(inMarks('as of {0}, {1} counted'), '⟦as of ⟧{0}⟦, ⟧{1}⟦ counted⟧');
  assert.equal(inMarks('{0} {1}'), '{0} {1}');
  assert.equal(inMarks('body / bodies'), '⟦body⟧ / ⟦bodies⟧');
  assert.deepEqual('{0: Gerät / Geräten}'.match(PLACE), ['{0: Gerät / Geräten}']);
});

test('a text outside of marks is named', async (t) => {
  if (!('server' in stage)) return t.skip(stage.missing);
  const page = await openPage(t, stage);
  const sent = sentTo(page);
  await page.goto('/');
  await page.locator('input[type=password]').waitFor();
  assert.deepEqual(await unmarked(page, sent), []);
  await page.evaluate(() => {
    const line = document.createElement('p');
    line.title = 'Nobody said this';
    line.textContent = '⟦as of ⟧28 Nov 2026⟦, ⟧still counting';
    document.body.append(line);
  });
  assert.deepEqual(await unmarked(page, sent), ['Nobody said this', '⟦as of ⟧28 Nov 2026⟦, ⟧still counting']);
});

test('every text of an assessment can be translated', async (t) => {
  if (!('server' in stage)) return t.skip(stage.missing);
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  const sent = sentTo(page);
  await page.goto('/assessments');
  await page.getByRole('button', { name: 'Try the sample hospital' }).click();
  await page.getByRole('heading', { name: 'Do first' }).waitFor({ timeout: 60_000 });
  const at = page.url();
  for (const place of ['', '/actions', '/findings', '/devices', '/columns', '/rejects'])
    await t.test(`assessments/$id${place}`, async () => {
      await page.goto(at + place);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      assert.deepEqual(await unmarked(page, sent), []);
    });
  await t.test('assessments/$id/devices/$deviceId', async () => {
    await page.goto(`${at}/devices`);
    await page.getByRole('row').getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Recognised as' }).waitFor();
    assert.deepEqual(await unmarked(page, sent), []);
  });
  await t.test('why a finding is one', async () => {
    await page.goto(`${at}/findings`);
    await page.locator('[role=row][aria-rowindex="2"]').click();
    await page.getByRole('heading', { name: 'Clocks side by side' }).waitFor();
    await page.getByText('All facts about the weakness and the device').click();
    assert.deepEqual(await unmarked(page, sent), []);
  });
});

test('every text of every page can be translated', async (t) => {
  if (!('server' in stage)) return t.skip(stage.missing);
  const { instance } = stage;
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  const sent = sentTo(page);
  await page.goto('/');
  await page.locator('input[type=password]').waitFor();
  await page.getByLabel('Your name').fill(PERSON.name);
  await page.getByLabel('E-mail address').fill(PERSON.login);
  await page.getByLabel('Password').first().fill(PERSON.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.waitForURL('**/welcome');
  await fillHospital(stage);
  for (const route of Object.keys(RECORD_PAGES))
    await t.test(route, async () => {
      await visit(page, route, () => runJobs(instance, JOBS));
      assert.deepEqual(await unmarked(page, sent), []);
    });
});

/** What the server has sent: whole values, and the parts between their signs. */
interface Sent {
  readonly values: Set<string>;
  readonly parts: Set<string>;
}

/** Keeps what is sent to a page from now on. */
function sentTo(page: Page): () => Promise<Sent> {
  const sent: Sent = { values: new Set(), parts: new Set() };
  const reading: Promise<void>[] = [];
  const note = (it: unknown): void => {
    if (typeof it === 'string') {
      sent.values.add(it.replaceAll('_', ' ').trim().toLowerCase());
      for (const part of partsOf(it)) sent.parts.add(part.toLowerCase());
    } else if (typeof it === 'object' && it !== null)
      for (const [key, value] of Object.entries(it)) {
        note(value);
        // Columns of a source are keys, and shown.
        if (key === 'unmapped') note(Object.keys(value as object));
      }
  };
  page.on('response', (response) => {
    if (!response.headers()['content-type']?.includes('application/json')) return;
    reading.push(response.json().then(note, () => {}));
  });
  return async () => {
    await Promise.all(reading);
    return sent;
  };
}

/** What is read on the page outside of marks and was not sent by the server. */
async function unmarked(page: Page, sent: () => Promise<Sent>): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const read = ['alt', 'aria-description', 'aria-label', 'data-label', 'placeholder', 'title'];
    const isVerbatim = (it: Element | null) =>
      it?.closest('code, kbd, pre, noscript, script, style, textarea') != null;
    // Charts cut labels to their areas, marks and all.
    const isCut = (it: Node) =>
      it.parentElement?.closest('svg') != null && it.textContent?.endsWith('…') === true;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const found = [document.title];
    for (let it = walker.nextNode(); it !== null; it = walker.nextNode())
      if (it instanceof Element) {
        if (!isVerbatim(it)) found.push(...read.map((name) => it.getAttribute(name) ?? ''));
      } else if (!isVerbatim(it.parentElement) && !isCut(it)) found.push(it.textContent ?? '');
    return found;
  });
  const known = await sent();
  const unknown = (text: string) =>
    !isForMachines(text.trim()) &&
    partsOf(text).some((it) => !known.parts.has(it.toLowerCase()) && !isPutTogether(it, known.values));
  return [...new Set(texts)].filter((text) => text.split(/⟦[^⟦⟧]*⟧/).some(unknown)).toSorted();
}

/** What stands between signs: "Tower › 3 › IC-13" is three. */
function partsOf(text: string): string[] {
  return text
    .split(/[·›–,;:()“”/\n]+/)
    .map((it) => it.trim())
    .filter((it) => it !== '');
}

/** Whether a text is values one after the other: maker and model, kind and id. */
function isPutTogether(text: string, values: ReadonlySet<string>): boolean {
  const words = text.split(/\s+/);
  const reached = new Set([0]);
  for (let from = 0; from < words.length; from++)
    for (let to = from + 1; reached.has(from) && to <= words.length; to++) {
      const value = words.slice(from, to).join(' ');
      if (values.has(value.toLowerCase()) || isNoLanguage(value)) reached.add(to);
    }
  return reached.has(words.length);
}

/** Numbers, ids, codes, days, how long ago; and the names that the browser lists. */
function isNoLanguage(value: string): boolean {
  return !/\p{L}{2}/u.test(value) || LISTED.has(value) || FORMATTED.test(value);
}

const LISTED = new Set([
  'UTC',
  ...Intl.supportedValuesOf('timeZone').flatMap(partsOf),
  ...Intl.supportedValuesOf('currency'),
]);
const FORMATTED =
  /^(?:[A-Z]{2,5}|[\da-f-]{8,}|\d{1,2} \p{L}{3,4} \d{4}|GMT\S*|yesterday|tomorrow|(?:in )?\d+ \p{L}+\.?(?: ago)?|(?:last|next) \p{L}+\.?|[\d.,]+ [kM]?B)$/u;
