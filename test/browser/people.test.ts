import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openPage } from './page.ts';
import { assertFitAndAccessible, recordStage, setUp } from './record-stage.ts';

// People, their roles and ways in, as an administrator and a colleague meet them.

const COLLEAGUE = { name: 'Tomás Reyes', login: 'tomas@example.org', password: 'a ladder by the green wall' };

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /account of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

/** A telephone's or a computer's own authenticator, which says yes to everything. */
async function addAuthenticator(page: Page): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('WebAuthn.enable');
  await protocol.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test('a passkey is made, signs in, and is taken away again', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const page = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await addAuthenticator(page);
  await setUp(page);
  await page.goto('/account');
  await page.getByText('No passkey yet').waitFor();
  await page.getByLabel('Name of the new passkey').fill('Ward laptop');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.getByRole('list', { name: 'Passkeys' }).getByText('Ward laptop').waitFor();
  await assertFitAndAccessible(page, 'my sign-in');
  await signOut(page);
  await assertFitAndAccessible(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('button', { name: /account of/ }).waitFor();
  await page.goto('/account');
  await page.getByText('by passkey').waitFor();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('No passkey yet').waitFor();
  await signOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('alert').getByText('this passkey is not known here').waitFor();
});

test('a colleague is invited, works in one scope, is told what is not theirs, and is signed out', async (t) => {
  const stage = await recordStage();
  if ('missing' in stage) return t.skip(stage.missing);
  t.after(() => stage.close());
  const admin = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  const colleague = await openPage(t, stage, { viewport: { width: 1280, height: 900 } });
  await setUp(admin);

  await t.test('an account is added with a role at one site, and a link to come in by', async () => {
    await admin.getByRole('button', { name: 'Settings' }).click();
    await admin.getByRole('link', { name: 'People' }).click();
    await admin.getByText('1 account').waitFor();
    await admin.getByRole('button', { name: 'Add account' }).click();
    const form = admin.getByRole('dialog');
    await form.getByLabel('Name', { exact: true }).fill(COLLEAGUE.name);
    await form.getByLabel('E-mail address').fill(COLLEAGUE.login);
    await form.getByRole('combobox', { name: 'Where' }).click();
    await admin.getByRole('option', { name: 'Site' }).click();
    await form.getByRole('combobox', { name: 'Site', exact: true }).fill('Lindley Road');
    await form.getByText(/^May see devices.* at site Lindley Road\.$/).waitFor();
    await form.getByRole('button', { name: 'Add account' }).click();
    const link = (await admin.getByRole('status', { name: 'One-time link' }).textContent()) ?? '';
    await admin.getByRole('grid', { name: 'People' }).getByText('Invited').waitFor();
    await assertFitAndAccessible(admin, 'people');
    await colleague.goto(link);
    await colleague.getByRole('heading', { name: 'Choose your password' }).waitFor();
    await assertFitAndAccessible(colleague, 'link');
    await colleague.getByLabel('Password', { exact: true }).fill(COLLEAGUE.password);
    await colleague.getByRole('button', { name: 'Set password and sign in' }).click();
    await colleague.getByRole('button', { name: /account of/ }).waitFor();
  });

  await t.test('what a role does not allow is disabled, and says why', async () => {
    await colleague.getByRole('button', { name: 'Settings' }).click();
    await colleague.getByRole('link', { name: 'People' }).click();
    await colleague.getByText('You have no permission to see people').waitFor();
    const add = colleague.getByRole('button', { name: 'Add account' });
    assert.equal(await add.getAttribute('aria-disabled'), 'true');
    await add.hover();
    await colleague
      .getByText('None of your roles may make accounts and give roles (people.manage)')
      .waitFor();
    await colleague.getByRole('link', { name: 'Audit log' }).click();
    await colleague.getByText('You have no permission to see the audit log').waitFor();
    await colleague.getByRole('link', { name: 'Hospital' }).click();
    assert(await colleague.getByLabel('Name of the hospital').isDisabled());
    await assertFitAndAccessible(colleague, 'hospital for who may not change it');
  });

  await t.test('an administrator ends the sessions of the colleague, who is asked to sign in', async () => {
    await admin.getByRole('link', { name: COLLEAGUE.name }).click();
    await admin.getByText('one time link').waitFor();
    await assertFitAndAccessible(admin, 'one account');
    await admin.getByRole('button', { name: 'End all sessions' }).click();
    await admin.getByText('Not signed in anywhere').waitFor();
    await admin.getByText('Signed out everywhere').waitFor();
    await colleague.getByRole('link', { name: 'Devices' }).click();
    await colleague.getByText('Your session has ended.').waitFor();
  });

  await t.test('a second factor asked of the role stands before everything else', async () => {
    await admin.getByRole('link', { name: 'Sign-in', exact: true }).click();
    await admin.getByRole('checkbox', { name: 'Technician' }).check();
    await admin.getByRole('button', { name: 'Save rules' }).click();
    await admin.getByText('Saved').waitFor();
    await assertFitAndAccessible(admin, 'sign-in rules');
    await colleague.getByLabel('E-mail address or name').fill(COLLEAGUE.login);
    await colleague.getByLabel('Password', { exact: true }).fill(COLLEAGUE.password);
    await colleague.getByRole('button', { name: 'Sign in', exact: true }).click();
    await colleague.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
    await assertFitAndAccessible(colleague, 'second factor');
    await addAuthenticator(colleague);
    await colleague.getByRole('button', { name: 'Add passkey' }).click();
    await colleague.getByRole('button', { name: /account of/ }).waitFor();
  });

  await t.test('a token for one site reads devices there, and nothing else', async () => {
    await admin.getByRole('link', { name: 'API tokens' }).click();
    await admin.getByLabel('Name', { exact: true }).fill('Ward screen');
    await admin.getByRole('combobox', { name: 'Where' }).click();
    await admin.getByRole('option', { name: 'Site' }).click();
    await admin.getByRole('combobox', { name: 'Site', exact: true }).fill('Lindley Road');
    await admin.getByRole('button', { name: 'Make token' }).click();
    const secret = (await admin.getByLabel('New token', { exact: true }).textContent()) ?? '';
    await assertFitAndAccessible(admin, 'tokens');
    const ask = async (path: string) =>
      (await fetch(stage.server.url + path, { headers: { authorization: `Bearer ${secret}` } })).status;
    assert.deepEqual(
      [await ask('/api/v1/devices'), await ask('/api/v1/people'), await ask('/api/v1/audit')],
      [200, 403, 403],
    );
    await admin.getByRole('button', { name: 'Replace' }).click();
    await admin.getByRole('button', { name: 'Replace token' }).click();
    await admin.getByText('2 tokens').waitFor();
    assert.equal(await ask('/api/v1/devices'), 200, 'the old one works on for a day');
    assert.notEqual(await admin.getByLabel('New token', { exact: true }).last().textContent(), secret);
  });
});
