import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTexts } from './find-texts.ts';

const keysOf = (code: string) => findTexts('it.tsx', code).map((it) => it.key);

const JSX: readonly [code: string, keys: readonly string[]][] = [
  ['<p>All devices</p>', ['All devices']],
  ['<p>\n  first line\n  and second\n</p>', ['first line and second']],
  ['<p>one{" "}\n  two</p>', ['one two']],
  ['<p>10&nbsp;%, that&#8217;s &lt; all &amp; more</p>', ['10\u00a0%, that’s < all & more']],
  ['<p>as of {day(x)}, still being counted</p>', ['as of {0}, still being counted']],
  ['<p>See <b>the {n} devices</b> now</p>', ['See {0} now', 'the {0} devices']],
  ['<p>{/* why */}Why</p>', ['Why']],
  ['<p>{n} · {m}</p>', []],
  ['<p>{isOpen ? "open" : isLate ? `late by ${n}` : "closed"}</p>', ['open', 'late by {0}', 'closed']],
  ['<p>{name ?? "not known"}{kind === "open" && "still open"}</p>', ['not known', 'still open']],
  ['<code>patchward import file</code>', []],
  ['<p className={isBad ? "card bad" : "card good"} key="a b">{x}</p>', []],
  ['<Link to="/devices" title={`${n} of them`}>{x}</Link>', ['{0} of them']],
  ['<input placeholder="serial" aria-label="Serial number" type="text" />', ['serial', 'Serial number']],
  ['<QrCode text={`${origin}/devices/${id}`} label="Code" />', ['Code']],
  ['<Fact name="Weakness"><Icon name="down" /></Fact>', ['Weakness']],
  ['<Card note="Don&apos;t"/>', ["Don't"]],
  [
    '<p>{countOf(n, "device")} and {countOf(m, "body", "bodies")}</p>',
    ['{0} and {1}', 'device / devices', 'body / bodies'],
  ],
  ['<ul>{rows.map((it) => (it.isNew ? "new" : <b key={it.id}>old</b>))}</ul>', ['new', 'old']],
  ['<p>{["affected", "fixed"].join(" or ")}</p>', ['affected', 'fixed', ' or ']],
];

for (const [code, keys] of JSX)
  test(`texts of ${code.replaceAll(/\s+/g, ' ')}`, () =>
    assert.deepEqual(keysOf(`const it = ${code};`), keys));

const SCRIPT: readonly [code: string, keys: readonly string[]][] = [
  ['import { x } from "some place.ts"; x satisfies "A type";', []],
  ['const LOOKS = { open: { tone: "bad", word: "Open" } };', ['Open']],
  ['const FIELD_NAMES = { id: "device id", key: "key" } as const;', ['device id', 'key']],
  ['const SHAPES = { bad: "octagon", none: "dashed" };', []],
  ['const LOOKS = { held: ["ring", "idle", "Held"] }; const p = <p>{LOOKS[kind][2]}</p>;', ['Held']],
  ['const word = isOne ? "is" : "are"; f(word);', ['is', 'are']],
  ['const verb = isOne ? "is" : "are"; const p = <p>{verb}</p>;', ['is', 'are']],
  ['const tone = isOne ? "bad" : "good"; const p = <p className={tone}>{x}</p>;', []],
  [
    'function live() { if (x === "Some day") return "never"; return `${y} d`; } const p = <p>{live()}</p>;',
    ['never', '{0} d'],
  ],
  [
    'const other = () => { const live = "never"; }; const p = () => { const live = "now"; return <p>{live}</p>; }',
    ['now'],
  ],
  [
    'function Due({ none = "no clock", tone = "bad" }) { return <p className={tone}>{none}</p>; }',
    ['no clock'],
  ],
  [
    'const told = `: ${a} ÷ ${b}. Excludes ${c} that no feed names`;',
    [': {0} ÷ {1}. Excludes {2} that no feed names'],
  ],
  ['const METRIC = { excludedWords: "unknown", rows: "unknown" };', ['unknown']],
  ['call(api.decide, { body: { reason: "Decided between sources" } });', []],
  ['function whyNot() { return "Only who signed may change it"; }', ['Only who signed may change it']],
  [
    'throw new Error("The server did not answer: is it running?");',
    ['The server did not answer: is it running?'],
  ],
  ['switch (x) { case "Some thing": go(); }', []],
  ['if (event.key === "Escape" || ["Enter", "Home"].includes(event.key)) go("/devices");', []],
  [
    'search({ filter: `tier:critical devices:>${n}`, sort: "-due" }); list("verdict:affected due:<today");',
    [],
  ],
  [
    'useMediaQuery("(max-width: 859px)"); const track = "minmax(0, 1fr) auto"; const b = `1px solid ${c}`;',
    [],
  ],
];

for (const [code, keys] of SCRIPT) test(`texts of ${code}`, () => assert.deepEqual(keysOf(code), keys));

test('a file that cannot be read is told by its name', () => {
  assert.throws(() => findTexts('it.tsx', 'const ='), /^Error: Cannot read it\.tsx: /);
  assert.throws(() => findTexts('it.tsx', 'const it = <p>&unheard;</p>;'), /Cannot read &unheard;/);
});
