import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { systemOutgoing } from '#app/outgoing/ports';
import { openInstance } from '#app/open-instance';
import type { Instance } from '#app/context';
import type { Role } from '#engine/access';
import { findPersonByLogin, replaceGrants } from '#store/people';
import type { ServerOptions } from '#http/server';
import { assertAccessible, openPage, type Stage, setStage } from './page.ts';
import { applyImport, previewImport } from '#app/inventory/import-start';
import { addPerson } from '#app/people/people';
import { contextOn } from '#test/context';
import assert from 'node:assert/strict';

export const PERSON = {
  name: 'Ada Byron',
  login: 'ada@example.org',
  password: 'seven pumps on the third floor',
} as const;

/** A stage with what its server keeps. */
export interface RecordStage extends Stage {
  readonly instance: Instance;
}

/** A server on an empty data folder; null where no browser can run. */
export async function recordStage(
  over: Partial<ServerOptions> = {},
): Promise<RecordStage | { readonly missing: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-record-'));
  const now = () => new Date();
  const instance = await openInstance(
    { folder, databaseUrl: null, key: null },
    {
      now,
      outgoing: systemOutgoing(null),
      onFault: (error) => {
        throw error;
      },
    },
  );
  const forget = async () => {
    await instance.store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const stage = await setStage('packaged', { instance, now, ...over }).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  if ('missing' in stage) {
    await forget();
    return stage;
  }
  return {
    ...stage,
    instance,
    close: async () => {
      await stage.close();
      await forget();
    },
  };
}

/** The first person makes their account, by the page they meet. */
export async function setUp(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('heading', { name: 'Set up Patchward' }).waitFor();
  await page.getByLabel('Your name').fill(PERSON.name);
  await page.getByLabel('E-mail address').fill(PERSON.login);
  await page.getByLabel('Password', { exact: true }).fill(PERSON.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.getByRole('heading', { name: `Welcome, ${PERSON.name}` }).waitFor();
}

/** Gives the first person a role for the whole hospital, in place of those they have. */
export async function asRole({ instance }: RecordStage, role: Role): Promise<void> {
  const { store, newId, now } = instance;
  const person = await findPersonByLogin(store.db, PERSON.login);
  const grants = [{ role, scope: { kind: 'hospital' } }] as const;
  await store.db
    .transaction()
    .execute((tx) => replaceGrants(tx, person?.id ?? '', grants, { newId, at: now() }));
}

/** A second person of a role for the whole hospital, signed in by a browser of their own. */
export async function anotherPerson(
  t: Parameters<typeof openPage>[0],
  stage: RecordStage,
  role: Role,
): Promise<Page> {
  const login = 'grace@example.org';
  const { password } = await addPerson(contextOn(stage.instance), {
    kind: 'person',
    login,
    name: 'Grace Hopper',
    grants: [{ role, scope: { kind: 'hospital' } }],
  });
  await stage.instance.store.db.updateTable('person').set({ password_must_change: false }).execute();
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await page.goto('/');
  await page.getByLabel('E-mail address').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  return page;
}

/** The page in both schemes and as wide as a telephone. */
export async function assertFitAndAccessible(page: Page, what: string): Promise<void> {
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

/** Takes inventories in, each as the word of its source, one after the other. */
export async function bring(
  { instance }: RecordStage,
  inventories: Readonly<Record<string, string>>,
): Promise<void> {
  const ctx = contextOn(instance);
  for (const [source, text] of Object.entries(inventories)) {
    const stream = (async function* () {
      yield Buffer.from(text);
    })();
    const file = { name: `${source}.csv`, stream };
    const { id } = await previewImport(ctx, file, { source, at: null, mapping: null });
    await applyImport(ctx, id);
  }
}
