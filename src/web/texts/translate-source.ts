import { BETWEEN_FORMS, type Range, type Text } from './find-texts.ts';

/** What a text is in another language; null where nobody has said it yet. */
export type Translate = (key: string) => string | null;

/** A place in a text: `{0}`, or `{0: Gerät / Geräten}` where what is counted there takes these forms. */
export const PLACE = /\{(\d+)(?::([^}]*))?\}/g;

/** The source with every text in the other language; one without a translation stays as it is. */
export function translateSource(code: string, texts: readonly Text[], translate: Translate): string {
  function copy(range: Range, forms: string | null): string {
    let copied = '';
    let at = range.start;
    for (const text of texts) {
      if (text.start < at || text.end > range.end) continue;
      const said = text.kind === 'forms' && forms !== null ? forms : translate(text.key);
      if (said === null) continue;
      copied += code.slice(at, text.start) + written(text, said);
      at = text.end;
    }
    return copied + code.slice(at, range.end);
  }

  function written({ kind, parts }: Text, said: string): string {
    const part = (number: string, forms: string | null) => copy(parts[Number(number)] as Range, forms);
    switch (kind) {
      case 'attribute':
        return `{${JSON.stringify(said)}}`;
      case 'forms':
        return formsOf(said)
          .map((it) => JSON.stringify(it))
          .join(', ');
      case 'expression':
        if (parts.length === 0) return JSON.stringify(said);
        return `\`${inPieces(said, escaped, (number, forms) => `\${${part(number, forms)}}`)}\``;
      case 'children':
        return inPieces(said, (words) => `{${JSON.stringify(words)}}`, part);
    }
  }

  return copy({ start: 0, end: code.length }, null);
}

/** At least two: `countOf` makes an English plural where it is given one. */
function formsOf(said: string): string[] {
  const forms = said.split(BETWEEN_FORMS).map((it) => it.trim());
  return forms.length === 1 ? [...forms, ...forms] : forms;
}

function inPieces(
  said: string,
  words: (it: string) => string,
  part: (number: string, forms: string | null) => string,
): string {
  let out = '';
  let at = 0;
  for (const place of said.matchAll(PLACE)) {
    if (place.index > at) out += words(said.slice(at, place.index));
    out += part(place[1] as string, place[2] ?? null);
    at = place.index + place[0].length;
  }
  return at < said.length ? out + words(said.slice(at)) : out;
}

function escaped(words: string): string {
  return words.replaceAll(/[`\\]|\$\{/g, (it) => `\\${it}`);
}
