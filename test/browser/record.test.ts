import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as OTPAuth from 'otpauth';
import type { Page } from 'playwright-core';
import { openInstance } from '#app/open-instance';
import { assertAccessible, openPage, type Stage, setStage } from './page.ts';

// The system of record in a data folder of its own, through the server and a browser, as a person meets it.

const PERSON = {
  name: 'Ada Byron',
  login: 'ada@example.org',
  password: 'seven pumps on the third floor',
} as const;

/** A server on an empty data folder; null where no browser can run. */
async function recordStage(): Promise<Stage | { readonly missing: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-record-'));
  const now = () => new Date();
  const instance = await openInstance(
    { folder, databaseUrl: null, key: null },
    {
      now,
      onFault: (error) => {
        throw error;
      },
    },
  );
  const stage = await setStage('packaged', { instance, now });
  const forget = async () => {
    await instance.store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  if ('missing' in stage) {
    await forget();
    return stage;
  }
  return {
    ...stage,
    close: async () => {
      await stage.close();
      await forget();
    },
  };
}

async function setUp(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('heading', { name: 'Set Patchward up' }).waitFor();
  await page.getByLabel('Your name').fill(PERSON.name);
  await page.getByLabel('E-mail address').fill(PERSON.login);
  await page.getByLabel('Password', { exact: true }).fill(PERSON.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.getByRole('heading', { name: `Welcome, ${PERSON.name}` }).waitFor();
}

async function signIn(page: Page, password: string = PERSON.password): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('E-mail address or name').fill(PERSON.login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

/** The page in both schemes and as wide as a telephone. */
async function assertFitAndAccessible(page: Page, what: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await assertAccessible(page, `${what}, ${colorScheme}`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await assertAccessible(page, `${what}, telephone`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert(width <= 390, `${what} is ${width} pixels wide on a telephone`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

test('the first person sets up, signs in with a code, and ends a session from another one', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });

  await t.test('a weak password is refused with the reason, a good one lets in', async () => {
    await page.goto('/devices');
    await page.getByRole('heading', { name: 'Set Patchward up' }).waitFor();
    await assertFitAndAccessible(page, 'first run');
    await page.getByLabel('Your name').fill(PERSON.name);
    await page.getByLabel('E-mail address').fill(PERSON.login);
    await page.getByLabel('Password', { exact: true }).fill('password1234');
    await page.getByRole('button', { name: 'Create administrator' }).click();
    await page.getByText('it is one of the first that are tried').first().waitFor();
    await setUp(page);
  });

  const codes: string[] = [];
  await t.test('an authenticator app is set up', async () => {
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click();
    const key = page.getByLabel('Key for the authenticator app');
    await assertFitAndAccessible(page, 'welcome');
    const secret = ((await key.textContent()) ?? '').replaceAll(' ', '');
    const app = new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(secret) });
    await page.getByLabel('First code of the app').fill(app.generate());
    await page.getByRole('button', { name: 'Confirm code' }).click();
    const shown = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await shown.first().waitFor();
    codes.push(...(await shown.allTextContents()));
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('An authenticator app is asked for').waitFor();
  });

  await t.test('signing in says what is wrong, asks for a code and goes where one wanted to go', async () => {
    await signOut(page);
    await page.goto('/account');
    await signIn(page, 'not the one at all');
    await page.getByRole('alert').getByText('the name or the password is wrong').waitFor();
    await assertFitAndAccessible(page, 'sign-in');
    await signIn(page);
    await page.getByLabel('Code', { exact: true }).fill(codes[0] ?? '');
    await page.getByRole('button', { name: 'Confirm code' }).click();
    await page.getByRole('heading', { name: 'My sign-in' }).waitFor();
  });

  await t.test('a session ended elsewhere leads to the sign-in page', async (u) => {
    const other = await openPage(u, stage);
    await other.goto('/tokens');
    await signIn(other);
    await other.getByLabel('Code', { exact: true }).fill(codes[1] ?? '');
    await other.getByRole('button', { name: 'Confirm code' }).click();
    await other.getByRole('heading', { name: 'API tokens' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByText('1 place').waitFor();
    await assertFitAndAccessible(page, 'my sign-in');
    await other.getByRole('link', { name: 'Audit log' }).click();
    await other.getByText('Your session has ended.').waitFor();
  });
});
