import calculator from 'ae-cvss-calculator';
import type { CvssVector } from '#engine/words';
import { baseScoreOf } from './cvss-base.ts';

export type ScoredVector = Omit<CvssVector, 'by'>;

/** Scores to one decimal; null where a v2 or v4 vector carries no metric of that group. */
export interface CvssScores {
  readonly base: number;
  /** Temporal (v2, v3.x) or threat (v4) score. */
  readonly temporal: number | null;
  readonly environmental: number | null;
}

interface Grammar {
  readonly version: CvssVector['version'];
  readonly prefix: string;
  /** Mandatory metrics and their values, in the order of the specification. */
  readonly base: Metrics;
  readonly optional: Metrics;
  /** v4 fixes the order of metrics; the older versions recommend one and accept any. */
  readonly ordered: boolean;
}

type Metrics = Readonly<Record<string, readonly string[]>>;

/** "AV:NALP C:HLN" → a metric per word, each letter a value; values longer than a letter are joined by "|". */
function metrics(text: string): Metrics {
  return Object.fromEntries(
    text.split(' ').map((word) => {
      const [name = '', values = ''] = word.split(':');
      return [name, values.split(values.includes('|') ? '|' : '')];
    }),
  );
}

const BASE_3 = metrics('AV:NALP AC:LH PR:NLH UI:NR S:UC C:NLH I:NLH A:NLH');
const OPTIONAL_3 = metrics(
  'E:XUPFH RL:XOTWU RC:XURC CR:XLMH IR:XLMH AR:XLMH MAV:XNALP MAC:XLH MPR:XNLH MUI:XNR MS:XUC MC:XNLH MI:XNLH MA:XNLH',
);

// Facts of the FIRST JSON schemas (cvss-v2.0 … v4.0). The 3.0 schema also lists "PR:U", which the 3.0
// specification does not define; it is refused here.
const GRAMMARS: readonly Grammar[] = [
  {
    version: '4.0',
    prefix: 'CVSS:4.0/',
    base: metrics('AV:NALP AC:LH AT:NP PR:NLH UI:NPA VC:HLN VI:HLN VA:HLN SC:HLN SI:HLN SA:HLN'),
    optional: metrics(
      'E:XAPU CR:XHML IR:XHML AR:XHML MAV:XNALP MAC:XLH MAT:XNP MPR:XNLH MUI:XNPA MVC:XNLH MVI:XNLH MVA:XNLH ' +
        'MSC:XNLH MSI:XNLHS MSA:XNLHS S:XNP AU:XNY R:XAUI V:XDC RE:XLMH U:X|Clear|Green|Amber|Red',
    ),
    ordered: true,
  },
  { version: '3.1', prefix: 'CVSS:3.1/', base: BASE_3, optional: OPTIONAL_3, ordered: false },
  { version: '3.0', prefix: 'CVSS:3.0/', base: BASE_3, optional: OPTIONAL_3, ordered: false },
  {
    version: '2.0',
    prefix: '',
    base: metrics('AV:NAL AC:LMH Au:MSN C:NPC I:NPC A:NPC'),
    optional: metrics(
      'E:U|POC|F|H|ND RL:OF|TF|W|U|ND RC:UC|UR|C|ND CDP:N|L|LM|MH|H|ND TD:N|L|M|H|ND ' +
        'CR:L|M|H|ND IR:L|M|H|ND AR:L|M|H|ND',
    ),
    ordered: false,
  },
];

// Real feeds hold some ten thousand distinct vectors; the limit only keeps a hostile feed from filling memory.
const REMEMBERED_MAX = 50_000;
const remembered = new Map<string, ScoredVector>();

/**
 * Validates a CVSS 2.0, 3.0, 3.1 or 4.0 vector as strictly as FIRST's schemas (known metrics and values, none
 * twice, v4 in order) plus all base metrics, and computes its base score, 0.0–10.0. Never trusts a stated score.
 * The calculator behind it reads malformed vectors as something else, hence the validation in front.
 */
export function readVector(text: string): ScoredVector | { readonly problem: string } {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const grammar = grammarOf(text);
  const metrics = readMetrics(text, grammar);
  if (typeof metrics === 'string') return { problem: metrics };
  const read = { version: grammar.version, vector: text, baseScore: baseScoreOf(grammar.version, metrics) };
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(text, read);
  return read;
}

/** All scores of a vector, for conformance and for the guided rubric; same validation as {@link readVector}. */
export function scoreVector(text: string): CvssScores | { readonly problem: string } {
  const grammar = grammarOf(text);
  const metrics = readMetrics(text, grammar);
  return typeof metrics === 'string' ? { problem: metrics } : computeScores(text, grammar.version);
}

function grammarOf(text: string): Grammar {
  return GRAMMARS.find((it) => text.startsWith(it.prefix)) as Grammar; // v2 has no prefix and takes the rest
}

/** The values of a vector's metrics by name, or what is wrong with it. */
function readMetrics(text: string, grammar: Grammar): ReadonlyMap<string, string> | string {
  const { version, base, optional } = grammar;
  const refuse = (state: string) => {
    const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
    return `Cannot read CVSS vector ${shown}: ${state}`;
  };
  if (text === '') return refuse('it is empty');
  if (version === '2.0' && text.startsWith('CVSS:')) return refuse('unknown CVSS version');

  const order = orderOf(grammar);
  const values = new Map<string, string>();
  let last = -1;
  for (const part of text.slice(grammar.prefix.length).split('/')) {
    const [name = '', value, ...rest] = part.split(':');
    const position = order.get(name);
    if (position === undefined) return refuse(`CVSS ${version} has no metric "${name}"`);
    const allowed = base[name] ?? optional[name] ?? [];
    if (value === undefined || rest.length > 0 || !allowed.includes(value))
      return refuse(`metric ${name} cannot be "${part.slice(name.length + 1)}"`);
    if (values.has(name)) return refuse(`metric ${name} stands twice`);
    values.set(name, value);
    if (grammar.ordered && position < last) return refuse(`metric ${name} is out of order`);
    last = position;
  }
  const missing = Object.keys(base).filter((it) => !values.has(it));
  return missing.length === 0 ? values : refuse(`base metrics missing: ${missing.join(', ')}`);
}

const orders = new Map<Grammar, ReadonlyMap<string, number>>();

/** Place of each metric in the order of the specification. */
function orderOf(grammar: Grammar): ReadonlyMap<string, number> {
  const names = [...Object.keys(grammar.base), ...Object.keys(grammar.optional)];
  const order = orders.get(grammar) ?? new Map(names.map((name, position) => [name, position]));
  orders.set(grammar, order);
  return order;
}

function computeScores(vector: string, version: CvssVector['version']): CvssScores {
  if (version === '4.0') return scoresOfVersion4(vector);
  if (version === '2.0') return scoresOfVersion2(vector);
  return scoresOfVersion3(vector, version);
}

function scoresOfVersion4(vector: string): CvssScores {
  // `overall` takes every given metric into account (CVSS-BTE); the base alone is `baseMetricsOnly`.
  const { overall, baseMetricsOnly, threat } = new calculator.Cvss4P0(vector).calculateScores();
  const environment = /\/(?:[CIA]R|M[A-Z]+):[^X]/.test(vector);
  return {
    base: baseMetricsOnly ?? overall,
    temporal: threat ?? null,
    environmental: environment ? overall : null,
  };
}

function scoresOfVersion3(vector: string, version: '3.0' | '3.1'): CvssScores {
  const Calculator = version === '3.0' ? calculator.Cvss3P0 : calculator.Cvss3P1;
  // Metrics left out are "Not Defined", and the environmental equation still applies to them. The calculator
  // skips it then, so the confidentiality requirement is named: Medium weighs 1.0, just as Not Defined does.
  const named = /\/CR:[LMH]/.test(vector) ? vector : `${vector.replace('/CR:X', '')}/CR:M`;
  const { base, temporal, environmental } = new Calculator(named).calculateScores();
  return { base: base ?? 0, temporal: temporal ?? base ?? 0, environmental: environmental ?? base ?? 0 };
}

function scoresOfVersion2(vector: string): CvssScores {
  const { base, environmental } = new calculator.Cvss2(vector).calculateScores();
  return {
    base: base ?? 0,
    temporal: temporalOfVersion2(base ?? 0, vector),
    environmental: environmental ?? null,
  };
}

/** Weights × 100 of the CVSS v2 guide, section 3.2.2 (tables 7 to 9). "ND" weighs 100. */
const TEMPORAL_2: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  E: { U: 85, POC: 90, F: 95 },
  RL: { OF: 87, TF: 90, W: 95 },
  RC: { UC: 90, UR: 95 },
};

/**
 * The v2 temporal score in whole numbers: a product of decimals such as 9.0 × 0.95 = 8.55 is a tie that must round
 * up, and in floating point (the calculator's way) it falls below and rounds down.
 */
function temporalOfVersion2(base: number, vector: string): number | null {
  const given = vector.split('/').map((it) => it.split(':') as [string, string]);
  const temporal = given.filter(([name]) => Object.hasOwn(TEMPORAL_2, name));
  if (temporal.length === 0) return null;
  const weight = (name: string) => {
    const value = temporal.find((it) => it[0] === name)?.[1] ?? 'ND';
    return TEMPORAL_2[name]?.[value] ?? 100;
  };
  const millionths = Math.round(base * 10) * weight('E') * weight('RL') * weight('RC');
  return Math.floor((millionths + 500_000) / 1_000_000) / 10;
}
