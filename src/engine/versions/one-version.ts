import { CONTINUING_WORDS } from './scan.ts';

/** "3.2 or later", "3.2+" */
const OPEN_ENDED =
  /\+$|\b(?:or|and)\s+(?:later|higher|newer|above|up|earlier|lower|older|below|prior|before|previous)\b|\boder (?:neuer|h\u00f6her|sp\u00e4ter|\u00e4lter)\b|\d\.?\s*[-\u2013]$/i;
/** "8.0 & 7.1", "8 or 9" */
const JOINED = /\d\S*\s*(?:&|\b(?:and|or|to|und|oder|bis|bzw|resp)\b\.?)\s*v?\d/i;
/** "~3.2", "≈ 3.2", "3.2 (?)", "3.2 tbc", ".8" */
const ROUGH =
  /^\s*[~≈]|^\.\d|\?|\b(?:tb[cd]|unconfirmed|unknown|or so|approx\w*|circa|ca|maybe|perhaps|probably|likely|vermutlich|unklar|evtl|ggf)\b/i;
/** "04/21", "7/8": a month, or two versions; "8015/9.1" is a model's. */
const HALVES = /^\D*(?!\d{3,4}\/\d+\.\d)\d+\s*[/\\]\s*\d/;
/** "1.2E+05": a spreadsheet's idea of a number */
const EXPONENT = /^\s*\d+(?:[.,]\d+)?e\+\d+\s*$/i;
/** "Q4 2020" is before Q1 2021, which no order of the numbers tells. */
const PART_OF_YEAR = /^\s*[a-z]{1,2}\d{1,2}[\s_/-]+(?:19|20)\d\d\s*$/i;
const NOT_THERE_YET = /\b(?:not (?:yet )?installed|to be installed|planned|target)\b/i;

/** "12.03.2019", "03.2019": when, not which. */
const DAY_OR_MONTH = /^(?:\d{1,2}\.)?\d{1,2}\.(?:19|20)\d\d$/;
const EARLIER_ONE = /\b(?:was|from|previous(?:ly)?|former(?:ly)?|before|installed|updated|since|on)\b/i;

/**
 * Whether a text says one version that is there: "8.0 / 7.1", "8.0 SW 7.1", "8.0 (planned)" and "3.2 or later" do not, and
 * what they say of a device cannot be told.
 */
export function saysOneVersion(text: string): boolean {
  const says = [OPEN_ENDED, JOINED, ROUGH, HALVES, EXPONENT, PART_OF_YEAR, NOT_THERE_YET];
  return !says.some((it) => it.test(text.trimEnd())) && !namesSeveral(text);
}

function namesSeveral(text: string): boolean {
  const dotted = [...text.matchAll(/\d+(?:\.\d+)+/g)].filter(([it]) => !DAY_OR_MONTH.test(it));
  return dotted.some((it, i) => {
    const next = dotted[i + 1];
    return next !== undefined && !goesOn(text.slice(it.index + it[0].length, next.index));
  });
}

/** Whether what stands between two dotted numbers makes them one version ("5.4 Build 1.2"), or the second a note. */
function goesOn(between: string): boolean {
  if (EARLIER_ONE.test(between)) return true;
  const words = /^([\s,.:_(-]*)([a-z]*)[\s.:_-]*$/i.exec(between);
  if (words === null) return !/[\s/|\\,;:]/.test(between);
  const [, separator = '', word = ''] = words;
  if (CONTINUING_WORDS.has(word.toLowerCase())) return true;
  return !/[\s,:]/.test(separator) && !/\s/.test(between);
}
