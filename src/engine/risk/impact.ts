import type { CvssVector, DeviceFields } from '#engine/words';

/** What is asked of a finding: of the weakness, of the patient, of the rules. */
export const IMPACT_PARTS = ['technical', 'clinical', 'regulatory'] as const;
export type ImpactPart = (typeof IMPACT_PARTS)[number];

/** One answer. It says what could come of the weakness on this device, and never changes its score. */
export interface ImpactFact {
  readonly part: ImpactPart;
  readonly name: string;
  /** In words; null: nobody says, and it cannot be told. */
  readonly value: string | null;
  /** `derived`: nobody says it outright. */
  readonly origin: 'stated' | 'derived';
  /** What it rests on; null: nothing to add. */
  readonly note: string | null;
}

export interface ImpactWeakness {
  readonly cvss: Pick<CvssVector, 'version' | 'vector'> | null;
  readonly exploited: { readonly addedOn: string; readonly ransomware: boolean } | null;
  readonly cwes: readonly string[];
  readonly summary: string | null;
}

export type ImpactDevice = Pick<
  DeviceFields,
  'criticality' | 'clinicalUse' | 'deviceType' | 'model' | 'fdaClass' | 'storesPhi' | 'transmitsPhi'
>;

/** What a weakness could come to on a device: technically, for the patient, and by the rules on patient data. */
export function impactOf(weakness: ImpactWeakness, device: ImpactDevice): readonly ImpactFact[] {
  const harms = harmsOf(weakness.cvss);
  return [...technical(weakness, harms), ...clinical(device, harms), ...regulatory(device, harms)];
}

/** Whether each of the three is lost in part or whole; null: nobody has scored the weakness. */
type Harms = Readonly<Record<'reads' | 'changes' | 'stops', boolean>> | null;

function harmsOf(cvss: ImpactWeakness['cvss']): Harms {
  if (cvss === null) return null;
  const metrics = metricsOf(cvss);
  // Version 4 tells the device (V…) from what it is joined to (S…); either may reach the patient.
  const isLost = (letter: string) =>
    [letter, `V${letter}`, `S${letter}`].some((it) => (metrics.get(it) ?? 'N') !== 'N');
  return { reads: isLost('C'), changes: isLost('I'), stops: isLost('A') };
}

function metricsOf({ vector }: Pick<CvssVector, 'vector'>): ReadonlyMap<string, string> {
  return new Map(vector.split('/').map((it) => it.split(':') as [string, string]));
}

const REACHED: Readonly<Record<string, string>> = {
  N: 'from anywhere on the network',
  A: 'from the same network or radio range',
  L: 'on the device itself',
  P: 'by hand, at the device',
};
const LOGINS: Readonly<Record<string, string>> = {
  N: 'none',
  L: 'any account',
  H: 'an administrator’s account',
  S: 'one account',
  M: 'several accounts',
};

function technical(weakness: ImpactWeakness, harms: Harms): ImpactFact[] {
  const { cvss, exploited } = weakness;
  const metrics = cvss === null ? null : metricsOf(cvss);
  const login = metrics?.get('PR') ?? metrics?.get('Au');
  const person = metrics?.get('UI');
  const fact = (name: string, value: string | null, note: string | null = null) =>
    ({ part: 'technical', name, value, origin: 'stated', note }) as const;
  return [
    fact('Reached', REACHED[metrics?.get('AV') ?? ''] ?? null),
    fact('Login needed', LOGINS[login ?? ''] ?? null),
    // Version 2 does not ask.
    fact('Somebody has to help', person === undefined ? null : person === 'N' ? 'no' : 'yes'),
    { ...fact('Attackers can', effectsOf(weakness, harms)), origin: 'derived' },
    fact(
      'Known exploit',
      exploited === null ? 'none that is known to be used' : `used since ${exploited.addedOn}`,
      exploited?.ransomware === true ? 'also by ransomware' : null,
    ),
  ];
}

/** Injection, memory corruption, unchecked uploads and deserialisation: what lets others' code run (MITRE CWE). */
const CODE_CWES: ReadonlySet<string> = new Set(
  [77, 78, 94, 95, 96, 119, 120, 121, 122, 123, 416, 434, 494, 502, 787, 822, 843, 913].map(
    (it) => `CWE-${it}`,
  ),
);
const CODE_WORDS =
  /\b(?:code execution|(?:runs?|executes?) (?:\w+ )?(?:code|commands)|arbitrary (?:code|commands)|execute (?:\w+ )?(?:code|commands))\b/i;

function effectsOf({ cwes, summary }: ImpactWeakness, harms: Harms): string | null {
  const runsCode =
    CODE_WORDS.test(summary ?? '') ||
    (harms !== null && harms.changes && cwes.some((it) => CODE_CWES.has(it)));
  const effects = [
    runsCode && 'run their own code',
    harms?.stops === true && 'stop or slow it (denial of service)',
    harms?.changes === true && 'change what it holds',
    harms?.reads === true && 'read what it holds',
  ].filter((it) => it !== false);
  if (effects.length > 0) return effects.join(', ');
  return harms === null ? null : 'nothing by itself';
}

/** Devices whose alarms somebody relies on, by the words of their type or model. */
const ALARMING =
  /monitor|telemetry|ventilat|respirat|infusion|syringe|pump|oximet|capnogra|central station|information cent|alarm|nurse call|incubator|dialysis|an(?:a)?esthe|defibrill|bed exit/i;

function clinical(device: ImpactDevice, harms: Harms): ImpactFact[] {
  const { criticality, clinicalUse, deviceType, model } = device;
  const kind = [deviceType, model].find((it) => it !== undefined && ALARMING.test(it));
  const fact = (name: string, value: string | null, note: string | null = null) =>
    ({ part: 'clinical', name, value, origin: 'stated', note }) as const;
  return [
    fact('Place in care', criticality === undefined ? null : criticality.replaceAll('-', ' ')),
    fact('Use', clinicalUse ?? deviceType ?? null),
    { ...fact('Safety hazard', ...hazardOf(device, harms)), origin: 'derived' },
    {
      ...fact(
        'Alarms depend on it',
        kind === undefined
          ? null
          : harms === null
            ? 'yes'
            : harms.stops || harms.changes
              ? 'yes, and they may fail'
              : 'yes, and they stand',
        kind === undefined ? 'neither type nor model tells' : `told by “${kind}”`,
      ),
      origin: 'derived',
    },
  ];
}

const TREATS: readonly DeviceFields['criticality'][] = ['life-sustaining', 'critical'];
/** FDA, Postmarket Management of Cybersecurity in Medical Devices (2016): harm is harm to a patient. */
const NO_HARM = 'FDA guidance of 2016: loss of confidentiality alone harms no patient';

function hazardOf({ criticality, fdaClass }: ImpactDevice, harms: Harms): [string | null, string | null] {
  if (harms === null) return [null, 'nobody has scored the weakness'];
  if (!harms.stops && !harms.changes) return ['none from this weakness', NO_HARM];
  const what = harms.stops && harms.changes ? 'stopped or changed' : harms.stops ? 'stopped' : 'changed';
  if (TREATS.includes(criticality) || fdaClass === 'III')
    return [`yes: care that rests on it can be ${what}`, null];
  if (criticality === undefined) return [null, 'its place in care is not recorded'];
  if (criticality === 'administrative') return ['none: it treats and watches nobody', null];
  return [`possible: it can be ${what}`, null];
}

function regulatory(device: ImpactDevice, harms: Harms): ImpactFact[] {
  const { storesPhi, transmitsPhi } = device;
  const held = [storesPhi === true && 'stored', transmitsPhi === true && 'sent'].filter((it) => it !== false);
  const isNone = storesPhi === false && transmitsPhi !== true;
  return [
    {
      part: 'regulatory',
      name: 'Patient data',
      value: held.length > 0 ? held.join(' and ') : isNone ? 'none' : null,
      origin: 'stated',
      note: null,
    },
    {
      part: 'regulatory',
      name: 'HIPAA',
      origin: 'derived',
      ...hipaaOf(held.length > 0 ? true : isNone ? false : null, harms),
    },
  ];
}

/** 45 CFR 164.308(a)(1)(ii)(A): the risk analysis asks for confidentiality, integrity and availability of patient data. */
function hipaaOf(holds: boolean | null, harms: Harms): Pick<ImpactFact, 'value' | 'note'> {
  if (holds === false) return { value: 'not concerned', note: 'it holds no patient data' };
  if (holds === null) return { value: null, note: 'whether it holds patient data is not recorded' };
  if (harms === null) return { value: null, note: 'nobody has scored the weakness' };
  const lost = [
    harms.reads && 'confidentiality',
    harms.changes && 'integrity',
    harms.stops && 'availability',
  ].filter((it) => it !== false);
  if (lost.length === 0) return { value: 'not concerned', note: 'nothing it holds is lost' };
  return {
    value: `concerned: ${lost.join(', ')} of patient data`,
    note: 'belongs in the risk analysis, 45 CFR 164.308(a)(1)(ii)(A)',
  };
}
