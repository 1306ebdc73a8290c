import type { Criticality } from '#engine/words';
import type { Random } from '../../random.ts';
import type { Hospital, Unit } from '../hospital.ts';
import { addDays, at, dayOf } from '../weeks.ts';
import { lineOf, linesOf, type Row } from './csv.ts';
import { chanceFor, JUNK_SERIALS, mistyped, spelledMaker, spelledModel } from './slips.ts';

// The register of clinical engineering, exported every four weeks with the columns of WebTMA. It knows what was bought,
// where it stands and what it costs; it hears of new firmware late or never.

const COLUMNS = [
  'Tag #',
  'Alternate Tag #',
  'Type',
  'Manufacturer',
  'Model',
  'Serial #',
  'Software Revision',
  'UDI',
  'Network MAC',
  'Facility',
  'Building',
  'Floor',
  'Department',
  'Room',
  'Risk Level',
  'PHI',
  'FDA Class',
  'FDA Product Code',
  'Installed',
  'Warranty End',
  'End of Support',
  'Service Contract',
  'Purchase Cost',
  'Assigned Tech',
  'Status',
  'Last PM',
] as const;

const RISK_LEVELS: Readonly<Record<Criticality, string>> = {
  'life-sustaining': 'Life Support',
  critical: 'High',
  diagnostic: 'Medium',
  general: 'Low',
  administrative: 'Administrative',
};

const TECHNICIANS = [
  'P. Raghunathan',
  'K. Mensah',
  'T. Parata',
  'D. Achterberg',
  'M. Sandoval',
  'J. Whitefeather',
];

/** Source number of its own chance. */
const CMMS = 1;
/** Devices that nobody ever entered. */
const UNREGISTERED = 0.018;
const ENTERED_TWICE = 0.006;

/** Exports of the register, to be asked for week by week: all of it first, then what changed since the export before. */
export function createCmms(hospital: Hospital): (week: number) => string {
  const clerks = new Map(hospital.units.map((it) => [it, clerkOf(hospital, it)]));
  const sent = new Map<Unit, string>();
  return (week) => {
    const lines = hospital.units.flatMap((unit) => {
      const clerk = clerks.get(unit) as Clerk;
      if (clerk.never || (unit.arrives > 0 && unit.arrives + clerk.delay > week)) return [];
      const row = rowOf(hospital, unit, clerk, week);
      const line = lineOf(COLUMNS, row);
      if (sent.get(unit) === line) return [];
      sent.set(unit, line);
      return clerk.twice
        ? [line, lineOf(COLUMNS, { ...row, 'Tag #': `${unit.tag}A`, 'Last PM': '' })]
        : [line];
    });
    return linesOf([COLUMNS.join(','), ...lines, ...spoiltRows(week).map((it) => lineOf(COLUMNS, it))]);
  };
}

/** What became of one device in the hands of those who keep the register. */
interface Clerk {
  readonly never: boolean;
  readonly twice: boolean;
  /** Weeks until something new is written down. */
  readonly delay: number;
  /** Whether anybody writes the firmware down, and whether they do again. */
  readonly firmware: 'never' | 'once' | 'kept';
  readonly month: number;
  readonly fixed: Row;
}

function clerkOf({ seed, asOf }: Hospital, unit: Unit): Clerk {
  const random = chanceFor(seed, unit, CMMS);
  const luck = random.next();
  return {
    never: random.next() < UNREGISTERED,
    twice: random.next() < ENTERED_TWICE,
    delay: 1 + random.below(5),
    firmware: luck < 0.34 ? 'never' : luck < 0.5 ? 'once' : 'kept',
    month: random.below(12),
    fixed: fixedFields(unit, random, asOf),
  };
}

function fixedFields(unit: Unit, random: Random, asOf: string): Row {
  const { model } = unit;
  const { type } = model;
  const gap = (share: number, value: string) => (random.next() < share ? '' : value);
  return {
    'Tag #': unit.tag,
    'Alternate Tag #': random.next() < 0.1 ? `OLD-${1000 + random.below(9000)}` : '',
    Type: random.next() < 0.02 ? type.name.toUpperCase() : type.name,
    Manufacturer: gap(0.006, spelledMaker(model.maker, random, 0.09)),
    Model: gap(0.008, spelledModel(model.name, random)),
    'Serial #': serialAsWritten(unit.serial, random),
    UDI: unit.udi === null ? '' : gap(0.5, unit.udi),
    'Network MAC': unit.mac === null ? '' : gap(0.05, unit.mac.toUpperCase()),
    'Risk Level': gap(0.05, RISK_LEVELS[type.criticality]),
    PHI: gap(0.2, type.storesPhi ? 'Yes' : 'No'),
    'FDA Class': type.fdaClass === null ? '' : gap(0.15, type.fdaClass),
    'FDA Product Code': type.productCode === null ? '' : gap(0.3, type.productCode),
    Installed: gap(0.06, unit.installedOn),
    'Warranty End': gap(0.3, unit.warrantyEnd),
    'End of Support': unit.supportEnd === null ? '' : gap(0.25, unit.supportEnd),
    'Service Contract': unit.contract ?? '',
    'Purchase Cost': gap(0.1, `${unit.price}.00`),
    'Assigned Tech': random.pick(TECHNICIANS),
    // Room and department are forgotten with the device, not anew each month.
    'No room': random.next() < 0.07 ? 1 : 0,
    'No department': random.next() < 0.012 ? 1 : 0,
    'Maintained on': addDays(asOf, -random.below(300)),
  };
}

function serialAsWritten(serial: string, random: Random): string {
  const luck = random.next();
  if (luck < 0.95) return serial;
  if (luck < 0.975) return '';
  return luck < 0.99 ? random.pick(JUNK_SERIALS) : mistyped(serial, random);
}

function rowOf(hospital: Hospital, unit: Unit, clerk: Clerk, week: number): Row {
  const { fixed } = clerk;
  const known = Math.max(0, week - clerk.delay);
  const place = at(unit.places, known);
  return {
    ...fixed,
    'Software Revision': firmwareAsWritten(unit, clerk, known) ?? '',
    Facility: place.site.name,
    Building: place.department.building,
    Floor: place.department.floor,
    Department: fixed['No department'] === 1 ? '' : place.department.name,
    Room: fixed['No room'] === 1 ? '' : place.room,
    // A device that left is struck off months later.
    Status: unit.leaves !== null && unit.leaves + 12 < week ? 'Retired' : 'In service',
    'Last PM': lastPm(hospital, unit, clerk, week),
  };
}

function firmwareAsWritten(unit: Unit, { firmware }: Clerk, known: number): string | null {
  if (firmware === 'never') return null;
  return at(unit.versions, firmware === 'once' ? 0 : known);
}

/** Maintenance once a year, in the device's own month. */
function lastPm({ asOf }: Hospital, unit: Unit, { month }: Clerk, week: number): string {
  const due = Math.round((month * 52) / 12);
  const done = dayOf(asOf, week >= due ? due : due - 52, unit.number % 6);
  return done < unit.installedOn ? '' : done;
}

/** Lines that every register has: a day that does not exist, a level nobody knows, a line that names nothing. */
function spoiltRows(week: number): Row[] {
  return [
    {
      'Tag #': 'HP-000911',
      Type: 'Infusion pump',
      Manufacturer: 'BD',
      Installed: '2021-02-31',
      Facility: 'Harbour Point General',
    },
    {
      'Tag #': 'HP-000912',
      Type: 'Patient monitor',
      Manufacturer: 'Philips',
      'Risk Level': 'ask Jonas',
      Facility: "St Brannoc's Hospital",
    },
    { Facility: 'Harbour Point General', Department: 'Radiology' },
    ...(week > 20
      ? [
          {
            'Tag #': 'HP-000917',
            Type: 'Bed',
            'Warranty End': 'lifetime',
            Facility: 'Calder Bay Community Hospital',
          },
        ]
      : []),
    ...(week > 40 ? [{ Room: 'TOTAL', 'Purchase Cost': '' }] : []),
  ];
}
