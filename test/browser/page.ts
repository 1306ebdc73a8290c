import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type RunningServer, type ServerOptions, startServer } from '#http/server';
import { openBrowser } from './browser.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const AXE = readFileSync(`${ROOT}node_modules/axe-core/axe.min.js`, 'utf8');

/** A server with the sample hospital and a browser before it, both closed when the tests end. */
export interface Stage {
  readonly server: RunningServer;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Null: no browser can run here, and the reason. */
export async function setStage(
  wish?: 'packaged',
  over: Partial<ServerOptions> = {},
): Promise<Stage | { readonly missing: string }> {
  const browser = await openBrowser(wish);
  if ('missing' in browser) return browser;
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    version: '0.0.0',
    log: () => {},
    now: () => new Date('2026-11-24T08:00:00Z'),
    knowledge: { kind: 'feeds', paths: [`${ROOT}samples/feeds`] },
    knowledgeName: 'the sample feeds',
    samplePaths: globSync('samples/hospital/*.csv', { cwd: ROOT }).map((it) => ROOT + it),
    ...over,
  });
  return {
    browser,
    server,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** A page that fails its test on any error in the browser: a script, the content security policy, a missing file. */
export async function openPage(
  t: Pick<TestContext, 'after'>,
  { browser, server }: Stage,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text())) errors.push(message.text());
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, []);
  });
  return page;
}

/** The browser logs every answer above 399; those that a test provokes are looked at by the test. */
function isRefusal(text: string): boolean {
  return /Failed to load resource: the server responded with a status of 4\d\d/.test(text);
}

/** Assesses the sample hospital by the button a person would press; ends on its overview. */
export async function assessSample(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Try the sample hospital' }).click();
  await page.getByRole('heading', { name: 'Do first' }).waitFor({ timeout: 60_000 });
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** Holds the page against WCAG 2.1 A and AA as far as a program can tell. */
export async function assertAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(async (): Promise<AxeResult> => {
    const { axe } = globalThis as unknown as {
      axe: { run(node: Document, options: object): Promise<AxeResult> };
    };
    return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
  });
  const told = violations.flatMap((it) =>
    it.nodes.map((node) => `${what}: ${it.id}: ${node.html} ${node.failureSummary ?? ''}`),
  );
  assert.deepEqual(told, []);
}
