import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTexts } from './find-texts.ts';
import { aboveSrc, HTML, readingIn, sourceFiles, TEXTS_OF_HTML } from './source-files.ts';
import { PLACE, type Translate } from './translate-source.ts';

/** One text as translators see it. */
interface Entry {
  /** Files below `src` that it stands in. */
  readonly in: string;
  /** The text in the other language; empty: nobody has said it yet. */
  readonly is: string;
}

/** English text → what it is in one other language, in the order in which texts stand in the files. */
export type Catalogue = Readonly<Record<string, Entry>>;

const FILES_NAMED = 3;

/** Languages that somebody has begun to translate into. */
export function languages(): readonly string[] {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return globSync('*.json', { cwd: here })
    .map((it) => basename(it, '.json'))
    .toSorted();
}

export function fileOf(language: string): string {
  return fileURLToPath(new URL(`${language}.json`, import.meta.url));
}

export function readCatalogue(language: string): Catalogue {
  const catalogue = JSON.parse(readFileSync(fileOf(language), 'utf8')) as Catalogue;
  assertUsable(language, catalogue);
  return catalogue;
}

/** Throws where a translation lost a place of its text or has one twice: the page would not say what it knows. */
export function assertUsable(language: string, catalogue: Catalogue): void {
  for (const [key, { is }] of Object.entries(catalogue))
    if (is !== '' && placesOf(is) !== placesOf(key))
      throw new Error(`Cannot use ${language}.json: “${key}” and “${is}” differ in their places`);
}

export function translateBy(catalogue: Catalogue): Translate {
  return (key) => (Object.hasOwn(catalogue, key) ? catalogue[key]?.is : '') || null;
}

/** Every text of the sources with the files it stands in; what the catalogue says of it is kept. */
export function upToDate(catalogue: Catalogue): Catalogue {
  const files = new Map<string, Set<string>>();
  for (const [key] of readFileSync(aboveSrc(HTML), 'utf8').matchAll(TEXTS_OF_HTML))
    files.set(key, new Set([HTML]));
  for (const file of sourceFiles()) {
    const texts = findTexts(file, readFileSync(aboveSrc(file), 'utf8'), readingIn(file) ?? 'never');
    for (const { key } of texts) files.set(key, (files.get(key) ?? new Set()).add(file));
  }
  return Object.fromEntries(
    [...files].map(([key, stand]) => [key, { in: named([...stand]), is: catalogue[key]?.is ?? '' }]),
  );
}

function named(files: readonly string[]): string {
  const more = files.length - FILES_NAMED;
  return [...files.slice(0, FILES_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function placesOf(text: string): string {
  const numbers = [...text.matchAll(PLACE)].map((it) => Number(it[1]));
  return numbers.toSorted((a, b) => a - b).join();
}
