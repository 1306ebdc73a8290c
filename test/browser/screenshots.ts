import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { JOBS } from '#app/jobs/kinds';
import { runJobs } from '#test/jobs';
import { fillHospital, RECORD_PAGES, visit } from './demonstration-stage.ts';
import { assessSample, openPage, setStage } from './page.ts';
import { recordStage, setUp } from './record-stage.ts';

// Writes docs/screenshots/*.png from the sample hospital, and docs/screenshots/record/*.png, each page of the record in a
// small demonstration hospital: `node test/browser/screenshots.ts [sample|record]`.

const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

interface Shot {
  readonly name: string;
  /** Behind the address of the assessment. */
  readonly place: string;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  readonly before?: (page: Page) => Promise<void>;
}

const openSecond = async (page: Page) => {
  await page.locator('.grid-row').nth(1).click();
  await page.getByRole('heading', { name: 'Clocks side by side' }).waitFor();
};

const chart = async (page: Page) => {
  await page.getByText(/Gravest: /).waitFor();
  await page.getByRole('img', { name: /Treemap/ }).waitFor();
};

const SHOTS: readonly Shot[] = [
  { name: 'overview', place: '', scheme: 'light', width: 1440, height: 1240, before: chart },
  { name: 'overview-dark', place: '', scheme: 'dark', width: 1440, height: 1240, before: chart },
  { name: 'why', place: '/findings', scheme: 'light', width: 1280, height: 1080, before: openSecond },
  { name: 'why-dark', place: '/findings', scheme: 'dark', width: 1280, height: 1080, before: openSecond },
  { name: 'columns', place: '/columns', scheme: 'light', width: 1280, height: 860 },
  { name: 'why-phone-dark', place: '/findings', scheme: 'dark', width: 390, height: 844, before: openSecond },
];

/** Today and the device also in the dark and on a telephone: the rest is looked at by tests. */
const RECORD_ALSO: Readonly<Record<string, readonly ('dark' | 'telephone')[]>> = {
  '/': ['dark', 'telephone'],
  'devices/$deviceId': ['dark', 'telephone'],
  findings: ['dark', 'telephone'],
};

mkdirSync(`${FOLDER}record`, { recursive: true });
const only = process.argv[2] ?? null;
if (only !== 'record') await shootSample();
if (only !== 'sample') await shootRecord();

async function shootSample(): Promise<void> {
  const stage = await setStage('packaged');
  if ('missing' in stage) throw new Error(`Cannot take screenshots: ${stage.missing}`);
  const closing: (() => unknown)[] = [];
  const whenDone = { after: (act: () => unknown) => void closing.push(act) };
  const first = await openPage(whenDone, stage);
  await assessSample(first);
  const { pathname } = new URL(first.url());
  for (const { name, place, scheme, width, height, before } of SHOTS) {
    const page = await openPage(whenDone, stage, { colorScheme: scheme, viewport: { width, height } });
    await page.goto(pathname + place);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await before?.(page);
    await shoot(page, name);
  }
  for (const act of closing) await act();
  await stage.close();
}

async function shootRecord(): Promise<void> {
  const stage = await recordStage();
  if ('missing' in stage) throw new Error(`Cannot take screenshots: ${stage.missing}`);
  const closing: (() => unknown)[] = [];
  const whenDone = { after: (act: () => unknown) => void closing.push(act) };
  const page = await openPage(whenDone, stage);
  await setUp(page);
  await fillHospital(stage);
  for (const route of Object.keys(RECORD_PAGES)) {
    await visit(page, route, () => runJobs(stage.instance, JOBS));
    const name = `record/${route === '/' ? 'today' : route.replaceAll(/\/\$\w+/g, '-one').replaceAll('/', '-')}`;
    await shoot(page, name);
    for (const also of RECORD_ALSO[route] ?? []) {
      if (also === 'dark') await page.emulateMedia({ colorScheme: 'dark' });
      else await page.setViewportSize({ width: 390, height: 844 });
      await shoot(page, `${name}-${also}`);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1440, height: 900 });
    }
  }
  for (const act of closing) await act();
  await stage.close();
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  const path = `${FOLDER}${name}.png`;
  await page.screenshot({ path, animations: 'disabled' });
  process.stdout.write(`${name}.png ${Math.round(statSync(path).size / 1000)} kB\n`);
}
