import type { VersionExpression } from '#engine/words';

/** A product's name, and the versions that stand in it; null: none do. */
export interface VersionedName {
  readonly name: string;
  readonly version: VersionExpression | null;
}

const NAME_LENGTH_MAX = 500;

const NOUN = '(?:versions?|releases?|revisions?|ver\\.?|rev\\.?|firmware|software|fw|sw)';
// A number alone belongs to the name: "Windows 10 and later", "Infusomat 2000 to 3000".
const NUMBER = '(?:v\\d[\\w.-]*|\\d+(?:\\.[\\w*-]+)+)';
const BEYOND = '(?:prior|earlier|below|older|lower|previous|later|newer|above|higher)';
const TOWARDS = `(?:(?:prior|previous) to|before|below|${BEYOND} than|up to|through|thru|until|from|between|since|after|above)`;

/** What stands at the end of a name and says which versions, in words that are no part of a name. */
const VERSIONS_AT_END = new RegExp(
  `^(?:` +
    [
      `(?:all|any|every)(?: (?:known|supported|current|released|existing|prior|previous|earlier))?(?: ${NOUN})?(?:$| ?[<>=≤≥]| ${TOWARDS} )`,
      `${NOUN} ?(?:[<>=≤≥]|v\\d)`,
      `(?:all |any )?${NOUN} ${TOWARDS} `,
      `(?:versions?|releases?|revisions?|ver\\.?|rev\\.?) ?\\d`,
      `(?:all|any|every) ${NOUN}$`,
      `[<>≤≥]`,
      `vers:`,
      `${TOWARDS} (?:and including )?(?:${NUMBER}(?: |,|$)|${NOUN} v?\\d)`,
      `${NUMBER},?(?: and| or) (?:all |any )?${BEYOND}\\b`,
      `${NUMBER} (?:through|thru|to|-|–) v?\\d`,
    ].join('|') +
    ')',
  'i',
);

const VERSIONS_AT_START = new RegExp(
  `^((?:all|any|every)(?: (?:known|supported|current|released|existing))? ${NOUN}|${NOUN} (?:[<>=≤≥]|v?\\d|${TOWARDS} ).{0,80}?) of (?:the )?(.+)$`,
  'i',
);

/**
 * Takes apart a name that says which versions it is about, as documents without a place for versions have it: "Monitor < 3.2",
 * "Monitor (all versions before V3.2)", "All versions of Monitor", "Monitor V3.2". A number alone stays in the name.
 */
export function splitVersionedName(written: string): VersionedName {
  const text = written.replaceAll(/\s+/g, ' ').trim();
  const whole = { name: written, version: null };
  if (text.length > NAME_LENGTH_MAX) return whole;
  const [, ahead, of] = VERSIONS_AT_START.exec(text) ?? [];
  if (ahead !== undefined && of !== undefined) return { name: of, version: expressionOf(ahead) };
  const words = text.split(' ');
  for (let at = 1; at < words.length; at++) {
    const rest = words
      .slice(at)
      .join(' ')
      .replace(/^[-–—:,;]\s*/, '');
    const end = withoutBrackets(rest);
    if (!VERSIONS_AT_END.test(end) && !isVersion(end)) continue;
    const before = words
      .slice(0, at)
      .join(' ')
      .replace(/[\s:,;–—-]+$/, '');
    const name = before.replace(/^(?:all|any) (?=\S)/i, '');
    return /[\p{L}\p{N}]/u.test(name) ? { name, version: expressionOf(end) } : whole;
  }
  return whole;
}

/** "V3.2", of which nothing else can be meant. */
function isVersion(text: string): boolean {
  return /^v\d+(?:\.[\w-]+)+$/i.test(text);
}

function withoutBrackets(text: string): string {
  const inside = /^[([](.*)[)\]]$/.exec(text)?.[1];
  return inside === undefined || /[()[\]]/.test(inside) ? text : inside.trim();
}

function expressionOf(text: string): VersionExpression {
  return speaksOfARange(text)
    ? { kind: 'range', text }
    : { kind: 'exact', text: text.replace(/^(?:(?:versions?|releases?|firmware|software)\s+)+/i, '') };
}

// Vendors put ranges where CSAF wants one version (6.1.31): 209 of the 607 version texts in CISA's medical
// advisories are "vers:all/*" in a product_version.
const RANGE_SIGN =
  /^vers:|[<>≤≥*]|\b(?:all|any|every|prior|previous|before|earlier|older|below|lower|through|thru|until|between|since|from|up to|later|newer|above|higher|after)\b|\d\.x\b|\d (?:to|-|–) v?\d/i;

/** Whether a text that stands for versions means more than one. */
export function speaksOfARange(version: string): boolean {
  return RANGE_SIGN.test(version);
}
