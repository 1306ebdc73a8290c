import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '#app/input-error';
import { webBundle, webLanguages } from './web-bundle.ts';

test('a language that nobody has begun is refused by the name of the setting, with those there are', async () => {
  await assert.rejects(
    webBundle(() => {}, 'tlh'),
    (error: Error) =>
      error instanceof InputError &&
      error.message ===
        `Cannot use PATCHWARD_LANGUAGE: there is no language "tlh", only ${webLanguages().join(', ')}`,
  );
});

test('the languages are English and those with a file of texts', () => {
  assert(webLanguages().includes('en'));
  assert(webLanguages().includes('de'));
});
