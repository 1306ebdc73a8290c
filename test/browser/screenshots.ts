import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { assessSample, openPage, setStage } from './page.ts';

// Writes docs/screenshots/*.png from the sample hospital: `node test/browser/screenshots.ts`.

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

const stage = await setStage('packaged');
if ('missing' in stage) throw new Error(`Cannot take screenshots: ${stage.missing}`);
mkdirSync(FOLDER, { recursive: true });
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
  await page.mouse.move(0, 0);
  const path = `${FOLDER}${name}.png`;
  await page.screenshot({ path, animations: 'disabled' });
  process.stdout.write(`${name}.png ${Math.round(statSync(path).size / 1000)} kB\n`);
}
for (const act of closing) await act();
await stage.close();
