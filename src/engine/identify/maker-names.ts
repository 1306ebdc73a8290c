import { fold, slipsBetween } from './text.ts';

/**
 * Company names as people write them. A text may name several companies ("Sensormatic Electronics, LLC, a subsidiary
 * of Johnson Controls Inc."), carry legal forms, a place, or words that half the industry has in its name.
 */

const LEGAL_FORMS = new Set(
  (
    'inc incorporated corp corporation co company cos ltd limited llc llp lp plc gmbh mbh ag kg kgaa se sa sas sarl srl spa sl ' +
    'bv nv cv ab as asa aps oy oyj yhtyma pty pte pvt kk sdn bhd ohg ev scs ltda kft doo zoo gesmbh holding holdings group the'
  ).split(' '),
);

/** Places that stand before a company's name: "Hangzhou Hikvision Digital Technology". */
const PLACES = new Set(
  (
    'hangzhou shenzhen zhejiang beijing shanghai guangzhou guangdong nanjing xiamen suzhou jiangsu koninklijke royal ' +
    'usa us america americas north deutschland germany nederland netherlands uk europe japan china canada france ' +
    'italia italy singapore austria schweiz switzerland melsungen'
  ).split(' '),
);

/** Words so common in company names of this industry that they tell companies apart only as a last resort. */
const TRADE_WORDS = new Set(
  (
    'medical medizintechnik medizin meditech medtech healthcare healthineers health care systems system technologies technology tech ' +
    'technologie techwin international intl worldwide global electronics electronic electric controls control engineering ' +
    'industries industrial industry instruments instrument networks network networking security solutions solution ' +
    'software digital scientific diagnostics laboratories labs lab devices device products product communications ' +
    'communication communicatie services service imaging monitoring surgical life sciences science automation building ' +
    'med elec sys tech ind mfr hlthcare ' +
    'buildings professional developments development enterprises enterprise innovations innovation computing ' +
    'computer computers data informatics hospital clinical ultrasound equipment manufacturing ' +
    'mfg brands partners and of sro studio team project foundation'
  ).split(' '),
);

/** Words that name a part of a company behind its name: "St. Jude Medical Cardiac Rhythm Management Division". */
const DIVISION_WORDS = new Set(
  (
    'division div business unit sales cardiac cardiovascular cardiology rhythm management vascular neuro neurology ' +
    'neuromodulation respiratory critical care diabetes infusion therapy therapies radiology oncology dental renal ' +
    'patient monitoring anesthesia perioperative orthopedics women womens fire safety energy power process smart ' +
    'infrastructure mobility video access field critical acute pharmaceutical biosciences consumer commercial'
  ).split(' '),
);

/** Trade words that CPE vendor keys glue to a name: "xiongmaitech", "dahuasecurity", "supremainc". */
const GLUED_TRADE =
  /^(.{4,}?)(?:technologies|technology|healthcare|security|medical|systems|software|networks|tech|electronics|controls?|inc|corp|ltd|llc|gmbh|group|global|intl)$/;

export interface MakerName {
  readonly text: string;
  /** The name without legal forms: "johnsoncontrols". */
  readonly key: string;
  /** The key without umlaut spellings, so that "Geutebrueck" and "Geutebrück" agree. */
  readonly plainKey: string;
  /** The name without places and trade words too, where something is left: "hikvision". */
  readonly core: string;
  /** Its words without legal forms. */
  readonly words: readonly string[];
}

function wordsOf(text: string): string[] {
  // Most vendors of CPE names are one plain word.
  if (/^[a-z0-9]+$/.test(text)) return [text];
  return (
    fold(text)
      // "B.V." → "bv", "N. V." is rare; "B. Braun" keeps its B.
      .replaceAll(/\b([a-z])\.(?=[a-z]\b)/g, '$1')
      .replaceAll(/['’]/g, '')
      .split(/[^\p{L}\p{N}]+/u)
      .filter((it) => it !== '')
  );
}

/** "ue" and "ü" both become "u", so that "Geutebrueck", "Geutebruck" and "Geutebrück" agree. */
function withoutUmlautSpelling(key: string): string {
  return key.length < 5 ? key : key.replaceAll(/([aou])e(?=[^aeiou])/g, '$1');
}

type WordTest = (word: string) => boolean;

const isLegalForm: WordTest = (word) => LEGAL_FORMS.has(word);
const isCommon: WordTest = (word) => LEGAL_FORMS.has(word) || TRADE_WORDS.has(word) || PLACES.has(word);

/** A word of a set, or a slip of the keyboard away from a long one: "corpoartion". */
function orSlipOf(words: ReadonlySet<string>): WordTest {
  const long = [...words].filter((it) => it.length >= 7);
  const known = new Map<string, boolean>();
  return (word) => {
    if (words.has(word) || word.length < 6) return words.has(word);
    const answer = known.get(word) ?? long.some((it) => slipsBetween(word, it, 1) <= 1);
    known.set(word, answer);
    return answer;
  };
}

const isLegalFormOrSlip = orSlipOf(LEGAL_FORMS);
const isTradeOrSlip = orSlipOf(TRADE_WORDS);

function withoutLegalForms(words: readonly string[], legal: WordTest): readonly string[] {
  const kept = words.filter((it, index) => !legal(it) || (index === 0 && it !== 'the'));
  // "Becton, Dickinson and Company" has lost its company.
  if (kept.length > 1 && kept.at(-1) === 'and' && words.at(-1) !== 'and') kept.pop();
  return kept.length === 0 ? words : kept;
}

function coreOf(words: readonly string[], common: WordTest, key: string): string {
  const named = words.filter((it) => !common(it));
  if (named.length === 0) return key;
  const core = withoutUmlautSpelling(named.join(''));
  return GLUED_TRADE.exec(core)?.[1] ?? core;
}

/** The key under which a company name is compared: "Johnson Controls, Inc." → "johnsoncontrols". */
export function makerKey(name: string): string {
  return withoutLegalForms(wordsOf(name), isLegalForm).join('');
}

function makerName(text: string, writtenBy: 'feed' | 'device'): MakerName | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const byPerson = writtenBy === 'device';
  const own = withoutLegalForms(words, byPerson ? isLegalFormOrSlip : isLegalForm);
  const key = own.join('');
  const core = coreOf(words, byPerson ? (word) => isCommon(word) || isTradeOrSlip(word) : isCommon, key);
  return { text: text.trim(), key, plainKey: withoutUmlautSpelling(key), core, words: own };
}

/** What is left of a name when the words of a part of the company go from its end, one by one: keys, the longest first. */
export function namesWithoutDivision({ words }: MakerName): string[] {
  const found: string[] = [];
  for (let count = words.length - 1; count >= 1; count--) {
    const last = words[count] as string;
    if (!isCommon(last) && !DIVISION_WORDS.has(last)) break;
    found.push(words.slice(0, count).join(''));
  }
  return found;
}

/** A name of two makers in a row, cut at each place where it may be: "Baxter Hillrom" → "baxter" and "hillrom". */
export function namesInARow({ words }: MakerName): (readonly [string, string])[] {
  return words
    .slice(1)
    .map((_, at) => [words.slice(0, at + 1).join(''), words.slice(at + 1).join('')] as const);
}

/** The one company that a name in a feed is, if it is a name at all. */
export function makerNamed(text: string): MakerName[] {
  const name = makerName(text, 'feed');
  return name === null ? [] : [name];
}

/** Every company a text may name, the whole text first: by comma, slash, "and", bracket, "a subsidiary of". */
export function makerNames(text: string, writtenBy: 'feed' | 'device'): MakerName[] {
  const outer = text.replaceAll(/\([^)]*\)/g, ' ');
  const bracketed = [...text.matchAll(/\(([^)]*)\)/g)].map((it) => it[1] ?? '');
  const parts = outer.split(
    /\s*(?:,|;|\/|\band\b|&|\||\bformerly\b|\bnow\b|\bpart of\b|\b(?:an?\s+)?(?:subsidiary|affiliate|division|brand|company|business) of\b|\s-\s|\bby\b)\s*/i,
  );
  const names: MakerName[] = [];
  for (const it of [outer, text, ...parts, ...bracketed]) {
    const name = makerName(it, writtenBy);
    if (name === null || name.key.length < 2 || LEGAL_FORMS.has(name.key)) continue;
    if (TRADE_WORDS.has(name.key) || PLACES.has(name.key)) continue;
    if (!names.some((known) => known.key === name.key)) names.push(name);
  }
  return names;
}

/** The words a company may put in front of its products, which tell its models not apart. */
export function brandWords(text: string): string[] {
  return wordsOf(text).filter((it) => it.length > 1 && !isLegalForm(it));
}

/** Of those, the ones that are its own, not half the industry's. */
export function ownWords(text: string): string[] {
  return brandWords(text).filter((it) => !isCommon(it));
}

/** A model name without its maker's in front: "B. Braun Medical SpaceStation" → "SpaceStation". */
export function withoutMaker(model: string, names: readonly MakerName[]): string {
  const keys = new Set(names.flatMap((it) => [it.key, it.core]));
  const words = model.trim().split(/\s+/);
  for (let count = Math.min(6, words.length - 1); count >= 1; count--)
    if (keys.has(makerKey(words.slice(0, count).join(' ')))) return words.slice(count).join(' ');
  return model;
}
