import { tableRows } from './table.ts';

/** How the maker lets one kind of software be patched. */
type Way = 'owner' | 'approved' | 'remote' | 'service' | 'nobody';

/** What the hospital keeps of a model beside its devices. */
export interface ModelFile {
  readonly name: string;
  /** What a new one costs, in whole units of the hospital's currency. */
  readonly cost: number;
  /** Rows of the maker's security form: question, its text, answer, note. All answers are invented. */
  readonly form: readonly FormRow[];
}
type FormRow = readonly [question: string, text: string, answer: string, note: string];

// Maker | model | cost | operating system | drivers and firmware | other software; - none
const TABLE = `
BD | Alaris PC Unit Model 8015 | 4200 | - | service | -
Baxter | Sigma Spectrum | 3100 | - | service | -
Baxter | Spectrum IQ | 3800 | - | remote | -
Philips | IntelliVue MX800 | 21000 | - | service | -
Philips | IntelliVue MX750 | 23500 | - | remote | -
Philips | IntelliVue MX450 | 12400 | - | service | -
GE Healthcare | CARESCAPE B650 | 17800 | - | service | -
Draeger | Evita Infinity V500 | 34000 | - | service | -
Draeger | Savina 300 | 26000 | - | service | -
Getinge | Servo-u | 38500 | - | service | -
Hamilton Medical | HAMILTON-T1 | 29500 | - | owner | -
BD | Pyxis MedStation ES | 46000 | approved | approved | approved
BD | Pyxis Anesthesia Station ES | 38000 | approved | approved | approved
Siemens Healthineers | SOMATOM Force | 2100000 | remote | service | remote
Siemens Healthineers | MAGNETOM Skyra | 2400000 | remote | service | remote
Roche Diagnostics | cobas 8000 | 410000 | nobody | service | nobody
Roche Diagnostics | cobas pro | 520000 | approved | service | remote
Smiths Medical | Medfusion 4000 Wireless Syringe Infusion Pump | 3600 | - | owner | -
ZOLL | R Series | 15200 | - | owner | -
Philips | HeartStart MRx | 17000 | - | nobody | -
`;

type Cell = Way | '-';

/** Owner installs, service is required, can be given remotely, before the maker has approved. */
const ANSWERS: Readonly<Record<Way, readonly [string, string, string, string]>> = {
  owner: ['Yes', 'No', 'No', 'Yes'],
  approved: ['Yes', 'No', 'No', 'No'],
  remote: ['No', 'Yes', 'Yes', 'No'],
  service: ['No', 'Yes', 'No', 'No'],
  nobody: ['No', 'No', 'No', 'No'],
};
const ASKED = [
  'May the owner install updates of it',
  'Does it take the maker’s service',
  'Can that be given from afar',
  'May it be done before the maker has approved',
];

export const MODEL_FILES: readonly ModelFile[] = tableRows(TABLE, 6).map((row) => {
  const [maker, name, cost, os, firmware, other] = row as [string, string, string, Cell, Cell, Cell];
  return { name, cost: Number(cost), form: formOf({ maker, name, os, firmware, other }) };
});

function formOf(it: { maker: string; name: string; os: Cell; firmware: Cell; other: Cell }): FormRow[] {
  return [
    ['DOC-1', 'Who makes it', it.maker, ''],
    ['DOC-3', 'Which model it is', it.name, ''],
    ...partRows('CSUP-2', 'an operating system', it.os),
    ...partRows('CSUP-3', 'drivers and firmware', it.firmware),
    ...partRows('CSUP-4', 'software against malware', '-'),
    ...partRows('CSUP-5', 'components of other makers', '-'),
    ...partRows('CSUP-6', 'other software', it.other),
    ['SAHD-13', 'Whether it may be scanned', 'See note', 'Only while no patient is on it'],
  ];
}

function partRows(question: string, what: string, way: Cell): FormRow[] {
  const present: FormRow = [question, `Is there ${what}`, way === '-' ? 'No' : 'Yes', ''];
  if (way === '-') return [present];
  return [
    present,
    ...ANSWERS[way].map((it, at): FormRow => [`${question}.${at + 1}`, ASKED[at] ?? '', it, '']),
  ];
}
