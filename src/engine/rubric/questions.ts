/**
 * Questions that lead to a CVSS v3.1 vector for a medical device, in the structure of MITRE's "Rubric for Applying CVSS to
 * Medical Devices" (v0.12.04; qualified by the FDA in 2020, mitre.org/md-cvss-rubric). The names of the questions are the
 * rubric's, so that answers can be set beside those of others; the words are our own.
 */

export type Answer = string;
export type Answers = Readonly<Record<string, Answer>>;

export const METRICS = ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A'] as const;
export type Metric = (typeof METRICS)[number];

export interface Choice {
  readonly value: Answer;
  readonly label: string;
}

export interface Question {
  /** As the rubric names it: "XAVN". */
  readonly id: string;
  /** Heading that it stands under. */
  readonly part: string;
  readonly text: string;
  readonly help: string;
  readonly choices: readonly Choice[];
  /** Whether it has to be asked, by what was answered so far. */
  readonly isAsked: (answers: Answers) => boolean;
}

/** What cannot be told counts as the graver answer. */
export const UNKNOWN = 'unknown';

const YES_NO: readonly Choice[] = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: UNKNOWN, label: 'Can’t be told' },
];
const HARM: readonly Choice[] = [
  { value: 'none', label: 'None' },
  { value: 'limited', label: 'Limited' },
  { value: 'serious', label: 'Serious' },
  { value: UNKNOWN, label: 'Can’t be told' },
];
const NEED: readonly Choice[] = [
  { value: 'X', label: 'Not set' },
  { value: 'L', label: 'Low' },
  { value: 'M', label: 'Medium' },
  { value: 'H', label: 'High' },
];

const always = () => true;

/** Kinds of data and function that harm is asked about, with the last letter of their questions. */
export const DATA_KINDS = [
  ['P', 'Patient data', 'names, records and results of patients'],
  ['D', 'Diagnosis and monitoring', 'readings, waveforms, images and alarms that people decide by'],
  ['T', 'Therapy', 'doses, settings, energy, ventilation: whatever acts on the patient'],
  ['W', 'Clinical workflow', 'orders, schedules, work lists, what keeps a ward running'],
  ['S', 'Secrets of the system', 'passwords, keys, accounts of users and service'],
  ['O', 'Anything else', 'other data or functions whose loss would hurt'],
] as const;

const ASPECTS = [
  ['C', 'Could somebody read it who must not?'],
  ['I', 'Could somebody change it unnoticed?'],
  ['A', 'Could it be lost, or stop, when it is needed?'],
] as const;

function harmQuestions(): Question[] {
  return DATA_KINDS.flatMap(([letter, kind, words]) =>
    ASPECTS.flatMap(([aspect, text]): Question[] => {
      const id = `X${aspect}${letter}`;
      const question: Question = {
        id,
        part: kind,
        text,
        help: `${kind}: ${words}. Limited: some of it, or with little consequence. Serious: all of it, or a patient may come to harm.`,
        choices: HARM,
        isAsked: always,
      };
      return id === 'XCP' ? [question, MANY_PATIENTS] : [question];
    }),
  );
}

const MANY_PATIENTS: Question = {
  id: 'XCPM',
  part: 'Patient data',
  text: 'Are data of many patients reached at once?',
  help: 'A device that keeps the records of a ward, or a server behind it, gives up more than the one patient at its side.',
  choices: YES_NO,
  isAsked: (it) => it['XCP'] === 'limited',
};

/** In the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [
  {
    id: 'XAVN',
    part: 'Where the attacker stands',
    text: 'Can the weakness be used over a network?',
    help: 'Over Ethernet or Wi-Fi, by whatever protocol; not over a cable to the device itself.',
    choices: YES_NO,
    isAsked: always,
  },
  {
    id: 'XAVT',
    part: 'Where the attacker stands',
    text: 'Can what is sent be routed, from another network or the internet?',
    help: 'Yes for anything over IP, also where a firewall should keep it out. No where it never leaves the wire or the cell it is on.',
    choices: YES_NO,
    isAsked: (it) => it['XAVN'] === 'yes' || it['XAVN'] === UNKNOWN,
  },
  {
    id: 'XAVW',
    part: 'Where the attacker stands',
    text: 'Can it be used over a radio link of the device?',
    help: 'Bluetooth, telemetry, near-field or the like.',
    choices: YES_NO,
    isAsked: (it) => it['XAVN'] === 'no',
  },
  {
    id: 'XAVR',
    part: 'Where the attacker stands',
    text: 'How far does that link reach?',
    help: 'Far: across a room or through a wall, some three metres and more. Near: an arm’s length at most.',
    choices: [
      { value: 'far', label: 'Far' },
      { value: 'near', label: 'Near' },
      { value: UNKNOWN, label: 'Can’t be told' },
    ],
    isAsked: (it) => it['XAVN'] === 'no' && (it['XAVW'] === 'yes' || it['XAVW'] === UNKNOWN),
  },
  {
    id: 'XAVP',
    part: 'Where the attacker stands',
    text: 'Does the attacker have to touch the device?',
    help: 'Plug something in, press its keys, open it. No where a file or a session on the device is enough.',
    choices: YES_NO,
    isAsked: (it) => it['XAVN'] === 'no' && it['XAVW'] === 'no',
  },
  {
    id: 'XAVPA',
    part: 'Where the attacker stands',
    text: 'Is a short moment alone with it enough?',
    help: 'It changes no metric. It tells whether locks and eyes in the room help.',
    choices: YES_NO,
    isAsked: (it) => it['XAVN'] === 'no' && it['XAVW'] === 'no' && it['XAVP'] === 'yes',
  },
  {
    id: 'XACL',
    part: 'How hard it is',
    text: 'Does it work whenever the attacker wants?',
    help: 'No where something has to come together that the attacker does not control: a race, a setting that is off, a secret to be guessed.',
    choices: YES_NO,
    isAsked: always,
  },
  {
    id: 'XPRL',
    part: 'What rights it takes',
    text: 'Does the attacker have to be signed in?',
    help: 'No where there is no sign-in, it can be passed by, or everybody has the password.',
    choices: YES_NO,
    isAsked: always,
  },
  {
    id: 'XPRZ',
    part: 'What rights it takes',
    text: 'Does the device tell users with more rights from users with fewer?',
    help: 'No where whoever is signed in may do everything.',
    choices: YES_NO,
    isAsked: (it) => it['XPRL'] === 'yes',
  },
  {
    id: 'XPRS',
    part: 'What rights it takes',
    text: 'Does it take the rights of an administrator or of service?',
    help: 'No where an ordinary user of the ward can do it.',
    choices: YES_NO,
    isAsked: (it) => it['XPRL'] === 'yes' && it['XPRZ'] === 'yes',
  },
  {
    id: 'XUI',
    part: 'Who else takes part',
    text: 'Does somebody else have to do something?',
    help: 'A clinician who opens a file, a patient who accepts a pairing. What happens in normal use anyway does not count.',
    choices: YES_NO,
    isAsked: always,
  },
  {
    id: 'XS',
    part: 'How far it reaches',
    text: 'Does it reach beyond the part that has the weakness?',
    help: 'From a gateway to the pumps behind it, from a guest system to its host, from a programmer to the implant.',
    choices: YES_NO,
    isAsked: always,
  },
  ...harmQuestions(),
  ...ASPECTS.map(
    ([aspect], index): Question => ({
      id: `${aspect}R`,
      part: 'What matters here',
      text: [
        'How much does care here depend on secrecy of this model’s data?',
        'How much does care here depend on its data and settings being right?',
        'How much does care here depend on it being there?',
      ][index] as string,
      help: 'CVSS’s security requirement. Not set leaves the base score as it is; medium means the same.',
      choices: NEED,
      isAsked: always,
    }),
  ),
];
