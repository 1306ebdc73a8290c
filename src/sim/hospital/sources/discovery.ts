import type { Hospital, Unit } from '../hospital.ts';
import { at, dayOf, WEEKS } from '../weeks.ts';
import { type Model, MODELS } from '../models.ts';
import type { Place } from '../places.ts';
import { systemOf } from '../systems.ts';
import { lineOf, linesOf, type Row } from './csv.ts';
import { chanceFor } from './slips.ts';

// Passive discovery with the columns of Claroty xDome, exported every other week: devices that are new or changed since
// the export before. It sees addresses, and firmware and system where the traffic tells; never a room or a contract.

const COLUMNS = [
  'name',
  'category',
  'type',
  'manufacturer',
  'model.name',
  'serial_number',
  'software_or_firmware_version',
  'os.name',
  'os.version',
  'ip',
  'mac',
  'vlan',
  'network segment',
  'exposure',
  'site',
  'internet_communication',
  'first_seen',
  'last_seen',
] as const;

const DISCOVERY = 2;
/** Sensors went live at the main hospital first. */
const SENSORS_FROM: Readonly<Record<string, number>> = { HPG: 0, SBR: 6, LRC: 10, CBC: 18, NGR: 24, WMO: 30 };
/** Exports at the end in which every device is listed once more, with the day it was seen last. */
const ROUND = 3;

/** Exports of the sensors, to be asked for week by week; null: nothing is new. */
export function createDiscovery(hospital: Hospital): (week: number) => string | null {
  const draws = new Map(hospital.units.map((it) => [it, drawsOf(hospital, it)]));
  const told = new Map<Unit, Sighting>();
  return (week) => {
    const lines = hospital.units.flatMap((unit) => {
      const draw = draws.get(unit) as Draws;
      const sighting = sightingOf(unit, draw, week);
      if (sighting === null) return [];
      const isRound = week === WEEKS - 2 * (unit.number % ROUND);
      if (!isRound && isSame(sighting, told.get(unit))) return [];
      told.set(unit, sighting);
      return [lineOf(COLUMNS, rowOf(hospital, unit, { draw, sighting, week }))];
    });
    return lines.length === 0 ? null : linesOf([COLUMNS.join(','), ...lines]);
  };
}

/** What the traffic of one device gives away. */
interface Draws {
  readonly isUnseen: boolean;
  /** Asleep in a store room, or behind a switch without a sensor, since this week. */
  readonly silentFrom: number;
  readonly maker: boolean;
  readonly model: boolean;
  readonly serial: boolean;
  readonly version: boolean;
  readonly system: boolean;
  readonly isMistaken: boolean;
}

function drawsOf({ seed }: Hospital, unit: Unit): Draws {
  const random = chanceFor(seed, unit, DISCOVERY);
  const happens = (share: number) => random.next() < share;
  return {
    isUnseen: happens(0.06),
    silentFrom: happens(0.03) ? 20 + random.below(25) : Number.POSITIVE_INFINITY,
    maker: happens(0.94),
    model: happens(0.86),
    serial: happens(0.5),
    version: happens(0.68),
    system: happens(0.9),
    isMistaken: happens(0.015),
  };
}

interface Sighting {
  readonly place: Place;
  readonly version: string | null;
  readonly build: string | null;
}

function isSame(a: Sighting, b: Sighting | undefined): boolean {
  return a.place === b?.place && a.version === b.version && a.build === b.build;
}

/** What the sensors see of a unit in a week; null: nothing. */
function sightingOf(unit: Unit, draws: Draws, week: number): Sighting | null {
  if (unit.mac === null || week < unit.arrives || (unit.leaves !== null && week >= unit.leaves)) return null;
  const place = at(unit.places, week);
  if (week < sensorsFrom(place) || place.segment === null || draws.isUnseen || week >= draws.silentFrom)
    return null;
  return {
    place,
    version: draws.version ? at(unit.versions, week) : null,
    build: draws.system ? at(unit.builds, week) : null,
  };
}

function sensorsFrom({ site }: Place): number {
  return SENSORS_FROM[site.code] ?? 0;
}

interface Seen {
  readonly draw: Draws;
  readonly sighting: Sighting;
  readonly week: number;
}

function rowOf({ asOf }: Hospital, unit: Unit, { draw, sighting, week }: Seen): Row {
  const { model } = unit;
  const { segment, ip, site } = sighting.place;
  return {
    name: unit.hostname,
    category: model.type.fdaClass === null ? 'IoT' : 'Medical',
    type: model.type.name,
    manufacturer: draw.maker ? model.maker : '',
    'model.name': modelAsGuessed(model, draw),
    serial_number: draw.serial ? unit.serial : '',
    software_or_firmware_version: sighting.version,
    'os.name': model.os !== null && draw.system ? systemOf(model.os).name : '',
    'os.version': sighting.build,
    ip,
    mac: unit.mac,
    vlan: segment?.vlan ?? '',
    'network segment': segment?.name ?? '',
    exposure: segment?.exposure ?? '',
    site: site.name,
    internet_communication: segment?.exposure === 'internet-facing' ? 'yes' : 'no',
    first_seen: dayOf(asOf, Math.max(sensorsFrom(sighting.place), unit.arrives)),
    last_seen: dayOf(asOf, week, -(unit.number % 14)),
  };
}

/** A mistaken sensor takes a device for its neighbour in the maker's list. */
function modelAsGuessed(model: Model, { model: tells, isMistaken }: Draws): string {
  if (!isMistaken) return tells ? model.name : '';
  const family = MODELS.filter((it) => it.maker === model.maker && it.type === model.type);
  return family[(family.indexOf(model) + 1) % family.length]?.name ?? model.name;
}
