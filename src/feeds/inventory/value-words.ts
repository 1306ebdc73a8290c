import type { Criticality, Exposure, FdaClass } from '#engine/words';
import type { ValueRead } from './values.ts';

// Words that sources use for the product's levels. Where a source ranks only high, medium and low, the ranks keep
// their order among the levels; "high" is not read as life-sustaining, which only a source that says so can claim.
const CRITICALITIES: Readonly<Record<string, Criticality>> = {
  lifesustaining: 'life-sustaining',
  lifesupport: 'life-sustaining',
  lifecritical: 'life-sustaining',
  lifesupporting: 'life-sustaining',
  lifesaving: 'life-sustaining',
  lebenserhaltend: 'life-sustaining',
  critical: 'critical',
  high: 'critical',
  veryhigh: 'critical',
  missioncritical: 'critical',
  severe: 'critical',
  tier1: 'critical',
  kritisch: 'critical',
  critico: 'critical',
  critique: 'critical',
  hoch: 'critical',
  therapeutic: 'critical',
  therapy: 'critical',
  highrisk: 'critical',
  alto: 'critical',
  major: 'critical',
  diagnostic: 'diagnostic',
  medium: 'diagnostic',
  moderate: 'diagnostic',
  diagnostics: 'diagnostic',
  monitoring: 'diagnostic',
  mittel: 'diagnostic',
  medio: 'diagnostic',
  tier2: 'diagnostic',
  mediumrisk: 'diagnostic',
  general: 'general',
  low: 'general',
  minor: 'general',
  standard: 'general',
  niedrig: 'general',
  bajo: 'general',
  tier3: 'general',
  lowrisk: 'general',
  normal: 'general',
  routine: 'general',
  generalpurpose: 'general',
  administrative: 'administrative',
  admin: 'administrative',
  nonclinical: 'administrative',
  office: 'administrative',
  nonmedical: 'administrative',
  minimal: 'administrative',
  verylow: 'administrative',
  support: 'administrative',
};

const EXPOSURES: Readonly<Record<string, Exposure>> = {
  internetfacing: 'internet-facing',
  internet: 'internet-facing',
  external: 'internet-facing',
  public: 'internet-facing',
  publicfacing: 'internet-facing',
  exposed: 'internet-facing',
  internetexposed: 'internet-facing',
  dmz: 'internet-facing',
  wan: 'internet-facing',
  flat: 'flat',
  corporate: 'flat',
  shared: 'flat',
  unsegmented: 'flat',
  open: 'flat',
  internal: 'flat',
  lan: 'flat',
  segmented: 'segmented',
  vlan: 'segmented',
  microsegmented: 'segmented',
  restricted: 'segmented',
  controlled: 'segmented',
  firewalled: 'segmented',
  dedicatedvlan: 'segmented',
  medicalvlan: 'segmented',
  isolated: 'isolated',
  airgapped: 'isolated',
  offline: 'isolated',
  standalone: 'isolated',
  notconnected: 'isolated',
  disconnected: 'isolated',
  notnetworked: 'isolated',
};

const FDA_CLASSES: Readonly<Record<string, FdaClass>> = {
  i: 'I',
  1: 'I',
  ii: 'II',
  2: 'II',
  iii: 'III',
  3: 'III',
};

const ANSWERS: Readonly<Record<string, boolean>> = {
  yes: true,
  y: true,
  true: true,
  t: true,
  1: true,
  x: true,
  ja: true,
  j: true,
  si: true,
  s: true,
  oui: true,
  o: true,
  '✓': true,
  '✔': true,
  on: true,
  phi: true,
  no: false,
  n: false,
  false: false,
  f: false,
  0: false,
  nein: false,
  non: false,
  none: false,
  off: false,
};

export function readCriticality(text: string): ValueRead<Criticality> {
  return wordIn(CRITICALITIES, key(text), text, 'criticality');
}

export function readExposure(text: string): ValueRead<Exposure> {
  return wordIn(EXPOSURES, key(text), text, 'exposure');
}

/** Classes of other regimes (the European IIa, IIb) are no FDA classes and are refused. */
export function readFdaClass(text: string): ValueRead<FdaClass> {
  const word = key(text).replace(/^(?:fda)?(?:device)?(?:class|klasse|clase|classe)?/, '');
  if (/^(?:unclassified|notclassified|u|f|hde)$/.test(word)) return null;
  return wordIn(FDA_CLASSES, word, text, 'FDA class');
}

export function readAnswer(text: string): ValueRead<boolean> {
  return wordIn(
    ANSWERS,
    text
      .normalize('NFKD')
      .replaceAll(/\p{Mark}/gu, '')
      .toLowerCase(),
    text,
    'yes or no',
  );
}

function key(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '');
}

function wordIn<T>(
  words: Readonly<Record<string, T>>,
  word: string,
  text: string,
  what: string,
): ValueRead<T> {
  return Object.hasOwn(words, word)
    ? { value: words[word] as T }
    : { problem: `"${text}" is no known ${what}` };
}
