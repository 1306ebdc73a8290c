import type { Plugin } from 'vite';
import { languages, readCatalogue, translateBy } from './catalogue.ts';
import { findTexts } from './find-texts.ts';
import { belowSrc, readingIn, TEXTS_OF_HTML } from './source-files.ts';
import { type Translate, translateSource } from './translate-source.ts';

/** Builds the web app in another language. Texts that have no translation stay English. */
export function translation(language: string, translate: Translate): Plugin {
  return {
    name: 'patchward-translation',
    enforce: 'pre',
    transform(code, id) {
      const file = belowSrc(id);
      const reading = readingIn(file);
      if (reading === null) return null;
      return { code: translateSource(code, findTexts(file, code, reading), translate), map: null };
    },
    transformIndexHtml: (html) =>
      html
        .replace('<html lang="en">', `<html lang="${language}">`)
        .replaceAll(TEXTS_OF_HTML, (words) => translate(words) ?? words),
  };
}

/** The plugin for a language that has a file here; for any other, the sources as they are. */
export function translationInto(language: string): Plugin | null {
  return languages().includes(language) ? translation(language, translateBy(readCatalogue(language))) : null;
}
