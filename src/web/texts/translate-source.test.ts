import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTexts } from './find-texts.ts';
import { translateSource } from './translate-source.ts';

/** What becomes of the source of one expression. */
function translated(code: string, sayings: Readonly<Record<string, string>>): string {
  const head = 'const it = ';
  const source = head + code;
  const to = (key: string) => sayings[key] ?? null;
  return translateSource(source, findTexts('it.tsx', source), to).slice(head.length);
}

const CASES: readonly [what: string, code: string, sayings: Record<string, string>, becomes: string][] = [
  ['a text without a translation stays', '<p>All devices</p>', {}, '<p>All devices</p>'],
  [
    'text between tags',
    '<p>\n  All devices\n</p>',
    { 'All devices': 'Alle Geräte' },
    '<p>{"Alle Geräte"}</p>',
  ],
  [
    'an attribute',
    '<a title="Why">{x}</a>',
    { Why: 'Warum "nur"?' },
    '<a title={"Warum \\"nur\\"?"}>{x}</a>',
  ],
  [
    'parts are put in another order',
    '<p>as of {day(x)}, <b>still {n}</b> to count</p>',
    { 'as of {0}, {1} to count': '{1} zu zählen, Stand {0}', 'still {0}': 'noch {0}' },
    '<p><b>{"noch "}{n}</b>{" zu zählen, Stand "}{day(x)}</p>',
  ],
  [
    'a part is translated where what is around it is not',
    '<p>See <b>all</b></p>',
    { all: 'alle' },
    '<p>See <b>{"alle"}</b></p>',
  ],
  [
    'a template with a template in it',
    '{ title: `${n} of ${isOne ? `one ${x}` : "all"}` }',
    { '{0} of {1}': 'von {1} `{0}`', 'one {0}': 'einem {0}', all: 'allen' },
    '{ title: `von ${isOne ? `einem ${x}` : "allen"} \\`${n}\\`` }',
  ],
  [
    'what is counted, with the forms of the language',
    '<p>{countOf(n, "file")} on {countOf(m, "body", "bodies")}</p>',
    { 'file / files': 'plik / pliki / plików / pliku', 'body / bodies': '体' },
    '<p>{countOf(n, "plik", "pliki", "plików", "pliku")} on {countOf(m, "体", "体")}</p>',
  ],
  [
    'what is counted, in the forms that this sentence asks for',
    '<p>{countOf(n, "CVE")} on {countOf(m, "device")}</p>',
    { '{0} on {1}': '{0} auf {1: Gerät / Geräten}', 'device / devices': 'Gerät / Geräte' },
    '<p>{countOf(n, "CVE")}{" auf "}{countOf(m, "Gerät", "Geräten")}</p>',
  ],
];

for (const [what, code, sayings, becomes] of CASES)
  test(what, () => assert.equal(translated(code, sayings), becomes));
