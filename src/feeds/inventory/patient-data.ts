import { headerWords } from './header-words.ts';

// The product holds no patient data by design (OPS-08). Identifiers of a person as listed for de-identification
// in 45 CFR 164.514(b)(2), as far as an inventory column could hold them.
const PATIENT_NAMES: ReadonlySet<string> = new Set(
  [
    'patient',
    'mrn',
    'mr number',
    'medical record number',
    'medical record',
    'medical record no',
    'dob',
    'date of birth',
    'birth date',
    'birthdate',
    'birthday',
    'ssn',
    'social security number',
    'social security',
    'diagnosis',
    'diagnoses',
    'diagnosis code',
    'icd 10',
    'icd10',
    'encounter id',
    'encounter number',
    'admission date',
    'admission number',
    'discharge date',
    'health plan number',
    'insurance number',
    'insurance id',
    'member id',
    'next of kin',
    'gender',
    'sex',
    'paciente',
    'nombre del paciente',
    'fecha de nacimiento',
    'diagnostico',
    'patientenname',
    'patienten id',
    'geburtsdatum',
    'diagnose',
    'nom du patient',
    'date de naissance',
    'diagnostic du patient',
    'versichertennummer',
    'nhs number',
    'current patient',
    'assigned patient',
  ].map((it) => it.replaceAll(' ', '')),
);

/** What makes "patient …" a person rather than a kind of device ("patient monitor", "patient contact"). */
const PERSONAL_WORDS: ReadonlySet<string> = new Set([
  'name',
  'names',
  'first',
  'last',
  'surname',
  'given',
  'family',
  'id',
  'identifier',
  'number',
  'no',
  'mrn',
  'dob',
  'birth',
  'ssn',
  'address',
  'phone',
  'email',
  'mail',
  'age',
  'gender',
  'sex',
  'diagnosis',
  'record',
  'insurance',
  'account',
  'initials',
  'weight',
  'height',
]);

/** Words that make it a place or a kind of equipment after all. */
const OF_THE_WARD =
  /^(?:room|area|care|contact|monitor|monitoring|bed|vicinity|safety|side|facing|type|interface|connected)$/;

const STORES_OR_SENDS = /^(?:stores|contains|transmits|holds|has|sends|speichert)$/;

/** Why a column of that name must not be kept; null: it may. */
export function patientDataIn(header: string): string | null {
  const words = headerWords(header);
  if (STORES_OR_SENDS.test(words[0] ?? '')) return null;
  const key = words.join('');
  const personal =
    PATIENT_NAMES.has(key) ||
    [...words.keys()].some(
      (from) => PATIENT_NAMES.has(words.slice(from).join('')) && from > 0 && isPerson(words),
    ) ||
    (isPerson(words) &&
      words.some((it) => PERSONAL_WORDS.has(it)) &&
      !words.some((it) => OF_THE_WARD.test(it))) ||
    /(?:^|[.\]])patient[.[]/i.test(header);
  return personal ? 'the name says that it holds patient data, which this product never keeps' : null;
}

function isPerson(words: readonly string[]): boolean {
  return words.some((it) => /^(?:patients?|paciente|patienten)$/.test(it));
}

const SOCIAL_SECURITY_NUMBER = /^\d{3}-\d{2}-\d{4}$/;

/** Why values like these must not be kept, whatever their column is called; null: they may. */
export function patientDataAmong(values: readonly string[]): string | null {
  if (values.length === 0) return null;
  const numbers = values.filter((it) => SOCIAL_SECURITY_NUMBER.test(it)).length;
  return numbers * 2 > values.length
    ? 'the values look like social security numbers, which this product never keeps'
    : null;
}

/** Whether text that could not be taken apart may hold what must never be kept. */
export function mentionsPatient(text: string): boolean {
  return /patient|\bmrn\b|\bdob\b|\bssn\b|medical.?record|birth|diagnos|\d{3}-\d{2}-\d{4}/i.test(text);
}
