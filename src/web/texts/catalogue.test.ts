import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findTexts } from './find-texts.ts';
import { aboveSrc, readingIn, sourceFiles } from './source-files.ts';
import { translateSource } from './translate-source.ts';
import { assertUsable, languages, readCatalogue, translateBy, upToDate } from './catalogue.ts';

test('every catalogue that ships can be used, and most of what it says still stands in the sources', () => {
  const now = upToDate({});
  assert(Object.keys(now).length > 3_000);
  for (const language of languages()) {
    const said = Object.entries(readCatalogue(language)).filter(([, { is }]) => is !== '');
    const standing = said.filter(([key]) => Object.hasOwn(now, key));
    assert(standing.length >= said.length / 2, `Run npm run texts -- ${language}`);
  }
});

test('every source reads in every language that ships', () => {
  for (const language of languages()) {
    const translate = translateBy(readCatalogue(language));
    for (const file of sourceFiles()) {
      const code = readFileSync(aboveSrc(file), 'utf8');
      const translated = translateSource(code, findTexts(file, code, readingIn(file) ?? 'never'), translate);
      assert.doesNotThrow(() => findTexts(file, translated), file);
    }
  }
});

test('an update keeps what was translated, takes up what is new, drops what is gone', () => {
  const before = {
    'There is no such page': { in: 'elsewhere', is: 'Diese Seite gibt es nicht' },
    'Gone by': { in: '', is: 'x' },
  };
  const after = upToDate(before);
  assert.deepEqual(after['There is no such page'], {
    in: 'web/pages/MissingPage.tsx',
    is: 'Diese Seite gibt es nicht',
  });
  assert.equal(after['Gone by'], undefined);
  assert.equal(after['Start a new assessment']?.is, '');
  const translate = translateBy(after);
  assert.equal(translate('There is no such page'), 'Diese Seite gibt es nicht');
  assert.equal(translate('Start a new assessment'), null);
  assert.equal(translate('constructor'), null);
});

test('a translation that loses a place of its text is refused by name', () => {
  assertUsable('de', { '{0} of {1}': { in: '', is: '{1} hat {0: Gerät / Geräte}' } });
  assert.throws(
    () => assertUsable('de', { '{0} of {1}': { in: '', is: 'von {1}' } }),
    /de\.json: .*“von \{1\}”/,
  );
  assert.throws(() => assertUsable('de', { all: { in: '', is: 'alle {0}' } }), /differ in their places/);
});
