import { createRandom, type Random } from '../random.ts';
import { createAddresses } from './addresses.ts';
import { placeFor, placesOver, type Place } from './places.ts';
import { createNumbers } from './numbers.ts';
import { MODELS, type Model } from './models.ts';
import { planCampaigns, type Campaigns, systemsOver, versionsOver } from './upgrades.ts';
import { addDays, dayOf, type Since, WEEKS, yearOf } from './weeks.ts';

/** A physical unit with its year. */
export interface Unit {
  readonly number: number;
  readonly model: Model;
  readonly serial: string;
  readonly tag: string;
  readonly udi: string | null;
  /** Null: it is on no network. */
  readonly mac: string | null;
  readonly hostname: string | null;
  readonly places: readonly Since<Place>[];
  readonly versions: readonly Since<string | null>[];
  /** Builds of its operating system. */
  readonly builds: readonly Since<string | null>[];
  readonly installedOn: string;
  readonly warrantyEnd: string;
  readonly contract: string | null;
  readonly supportEnd: string | null;
  readonly price: number;
  /** First week it is there; 0: it was before. */
  readonly arrives: number;
  /** First week it is gone; null: it stays. */
  readonly leaves: number | null;
}

export interface HospitalSize {
  readonly seed: number;
  /** The day its history ends. */
  readonly asOf: string;
  readonly devices: number;
}

/** A hospital that never was, with the year it had. The same size gives the same hospital. */
export interface Hospital extends HospitalSize {
  readonly units: readonly Unit[];
}

export function buildHospital(size: HospitalSize): Hospital {
  const random = createRandom(size.seed);
  const context: Building = {
    size,
    random,
    campaigns: planCampaigns(random),
    numbers: createNumbers(random),
    addresses: createAddresses(),
  };
  const models = shuffled(shareOut(size.devices), random);
  return { ...size, units: models.map((model, index) => unitOf(context, model, index + 1)) };
}

interface Building {
  readonly size: HospitalSize;
  readonly random: Random;
  readonly campaigns: Campaigns;
  readonly numbers: ReturnType<typeof createNumbers>;
  readonly addresses: ReturnType<typeof createAddresses>;
}

const ARRIVING = 0.05;
const LEAVING = 0.025;
const LEAVING_OLD = 0.09;

function unitOf(
  { size, random, campaigns, numbers, addresses }: Building,
  model: Model,
  number: number,
): Unit {
  const arrives = model.soldUntil === null && random.next() < ARRIVING ? 3 + random.below(WEEKS - 4) : 0;
  const installedOn =
    arrives > 0 ? dayOf(size.asOf, arrives, -random.below(5)) : installDay(model, size.asOf, random);
  const serial = numbers.serial(model, installedOn);
  const first = placeFor(model.type, random);
  const mac = model.type.zone === 'none' ? null : numbers.mac(model);
  const places = placesOver(first, { model, random, addresses, isNetworked: mac !== null });
  const isOld = model.supportedUntil !== null && model.supportedUntil < yearOf(size.asOf);
  return {
    number,
    model,
    serial,
    tag: `HP-${String(10_000 + number * 3 + random.below(3)).padStart(6, '0')}`,
    udi:
      model.type.fdaClass !== null && model.soldFrom >= 2013 ? numbers.udi(model, serial, installedOn) : null,
    mac,
    hostname: mac === null ? null : hostnameOf(model, first, number),
    places,
    versions: versionsOver(model, first.site, { arrives, campaigns, random }),
    builds: systemsOver(model, { arrives, random }),
    installedOn,
    warrantyEnd: addDays(installedOn, 365 * (random.next() < 0.3 ? 2 : 1)),
    contract: contractOf(model, random),
    supportEnd: model.supportedUntil === null ? null : `${model.supportedUntil}-12-31`,
    price: Math.round((model.type.price * (0.8 + random.next() * 0.45)) / 10) * 10,
    arrives,
    leaves:
      arrives === 0 && random.next() < (isOld ? LEAVING_OLD : LEAVING) ? 4 + random.below(WEEKS - 6) : null,
  };
}

/** Models in the proportions of a full-size hospital, by largest remainder. */
function shareOut(devices: number): Model[] {
  const all = MODELS.reduce((sum, it) => sum + it.units, 0);
  const shares = MODELS.map((model) => {
    const exact = (model.units * devices) / all;
    return { model, whole: Math.floor(exact), rest: exact - Math.floor(exact) };
  });
  const missing = devices - shares.reduce((sum, it) => sum + it.whole, 0);
  const favoured = new Set(shares.toSorted((a, b) => b.rest - a.rest).slice(0, missing));
  return shares.flatMap((it) =>
    Array.from({ length: it.whole + (favoured.has(it) ? 1 : 0) }, () => it.model),
  );
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const all = [...items];
  for (let last = all.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [all[last], all[other]] = [all[other] as T, all[last] as T];
  }
  return all;
}

/** Equipment is bought while it is sold, and seldom kept for more than fourteen years. */
function installDay(model: Model, asOf: string, random: Random): string {
  const now = yearOf(asOf);
  const from = Math.max(model.soldFrom, now - 14);
  const until = Math.max(from, Math.min(model.soldUntil ?? now - 1, now - 1));
  const year = from + random.below(until - from + 1);
  const day = addDays(`${year}-01-01`, random.below(365));
  const lately = dayOf(asOf, 0, -1 - random.below(200));
  return day < lately ? day : lately;
}

function hostnameOf(model: Model, { site, department }: Place, number: number): string {
  const running = String(number).padStart(4, '0');
  if (model.name === 'OptiPlex 7080' || model.name.startsWith('EliteDesk'))
    return `${site.code}WS${running}`.toLowerCase();
  return `${site.code}-${department.rooms}-${model.type.prefix}-${running}`.toLowerCase();
}

const CONTRACTS = [
  'Full service',
  'Parts and labour',
  'Software support',
  'Shared service',
  'Time and material',
];

function contractOf({ maker, supportedUntil }: Model, random: Random): string | null {
  if (random.next() < 0.28) return null;
  const kind = random.pick(CONTRACTS);
  return supportedUntil === null ? `${maker} ${kind}` : `${maker} ${kind} until ${supportedUntil}`;
}
