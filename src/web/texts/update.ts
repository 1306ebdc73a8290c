import { existsSync, writeFileSync } from 'node:fs';
import { type Catalogue, fileOf, languages, readCatalogue, upToDate } from './catalogue.ts';

// `npm run texts`: how far each language is. `npm run texts -- de`: brings its file up to date, or begins it.

const [wanted] = process.argv.slice(2);
if (wanted === undefined) {
  tell(`${Object.keys(upToDate({})).length} texts in English`);
  for (const it of languages()) tell(`${it}: ${countsOf(it, readCatalogue(it))}`);
} else {
  // Throws at what is no language.
  const [language = wanted] = Intl.getCanonicalLocales(wanted);
  const before = existsSync(fileOf(language)) ? readCatalogue(language) : {};
  writeFileSync(fileOf(language), `${JSON.stringify(upToDate(before), null, 2)}\n`);
  tell(`${language}: ${countsOf(language, before)}`);
}

function countsOf(language: string, before: Catalogue): string {
  const after = upToDate(before);
  const count = Object.keys(after).length;
  const translated = Object.values(after).filter((it) => it.is !== '').length;
  const fresh = Object.keys(after).filter((it) => !Object.hasOwn(before, it)).length;
  const gone = Object.keys(before).filter((it) => !Object.hasOwn(after, it)).length;
  return `${count} texts, ${translated} translated, ${fresh} new, ${gone} gone (${language}.json)`;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
