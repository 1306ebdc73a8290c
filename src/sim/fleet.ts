import type { Catalogue } from '#engine/catalogue';
import type { ProductText } from '#engine/identify';
import type { Configuration } from '#engine/match';
import { createRandom, type Random } from './random.ts';

/** Many devices of few configurations, as hospitals have them: large groups of the same pump, single analysers. */
export interface Fleet {
  readonly configurations: readonly Configuration[];
  /** By device. */
  readonly configurationOf: Int32Array;
  /** Points that each device's clinical context adds to the score of every finding on it. */
  readonly contextPoints: Float32Array;
}

export interface FleetSize {
  readonly seed: number;
  readonly devices: number;
  readonly configurations: number;
}

const COMPONENTS_MEAN = 5;
/** What a fleet is made of: hospitals share models, systems and libraries. */
const MODELS = 1500;
const SYSTEMS = 60;
const COMPONENTS = 20_000;
const DISTINCT_LINES = 100_000;
/** Points as the risk score gives them for criticality, exposure and patient data; most devices are ordinary. */
const CONTEXT_POINTS = [0, 4, 8, 8, 12, 12, 16, 20, 24, 30, 36, 42] as const;

/** Draws a fleet from the products and versions the catalogue names; the same seed draws the same fleet. */
export function drawFleet(catalogue: Catalogue, { seed, devices, configurations }: FleetSize): Fleet {
  const random = createRandom(seed);
  const draw = createProductDraw(catalogue, random);
  const models = Array.from({ length: MODELS }, () => draw.device());
  const systems = Array.from({ length: SYSTEMS }, () => draw.system());
  const components = Array.from({ length: COMPONENTS }, () => draw.component());
  const configurationOf = new Int32Array(devices);
  const contextPoints = new Float32Array(devices);
  for (let i = 0; i < devices; i++) {
    // Every configuration is used once; the rest are drawn with the square's skew towards the first.
    configurationOf[i] = i < configurations ? i : Math.floor(random.next() ** 2 * configurations);
    contextPoints[i] = CONTEXT_POINTS[random.below(CONTEXT_POINTS.length)] ?? 0;
  }
  return {
    configurations: Array.from({ length: configurations }, () => ({
      items: [random.pick(models), random.pick(systems), ...someOf(components, random)],
    })),
    configurationOf,
    contextPoints,
  };
}

/** CPE names as a scanner lists them, with the skew of what is installed everywhere. */
export function drawCpeLines(catalogue: Catalogue, seed: number, lines: number): string[] {
  const random = createRandom(seed);
  const draw = createProductDraw(catalogue, random);
  const distinct = Array.from({ length: Math.min(lines, DISTINCT_LINES) }, () => draw.cpe());
  return Array.from({ length: lines }, () => pickSkewed(distinct, random));
}

function someOf(components: readonly ProductText[], random: Random): ProductText[] {
  const count = COMPONENTS_MEAN - 2 + random.below(5);
  return Array.from({ length: count }, () => pickSkewed(components, random));
}

/** The first are the ones found everywhere. */
function pickSkewed<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random.next() ** 2 * from.length)] as T;
}

interface ProductDraw {
  device(): ProductText;
  system(): ProductText;
  component(): ProductText;
  cpe(): string;
}

/** A product is drawn as often as criteria name it, so that what has many weaknesses is what is installed most. */
function createProductDraw(catalogue: Catalogue, random: Random): ProductDraw {
  const { tables, directory } = catalogue;
  const byPart = { a: [] as number[], o: [] as number[], h: [] as number[] };
  for (let product = 0; product < directory.size; product++) {
    const part = directory.part(product);
    if (part !== 'named') byPart[part].push(product);
  }
  const common = {
    a: mostNamed(tables.criterionStarts, byPart.a),
    o: mostNamed(tables.criterionStarts, byPart.o),
  };

  /** One in two is of the few hundred products that are everywhere. */
  function product(part: 'a' | 'o'): number {
    return random.next() < 0.5 ? random.pick(common[part]) : random.pick(byPart[part]);
  }

  /** A version that some criterion of the product names, or the one after it. */
  function version(of: number): string {
    const start = tables.criterionStarts[of] as number;
    const count = (tables.criterionStarts[of + 1] as number) - start;
    for (let attempt = 0; attempt < 4 && count > 0; attempt++) {
      const criterion = start + random.below(count);
      const named = tables.criterionVersions[criterion] as number;
      if (named >= 0) return tables.versions.text(named);
      const bounds = tables.criterionBounds[criterion] as number;
      const bound = bounds === -1 ? -1 : (tables.bounds[bounds * 4 + random.below(4)] as number);
      if (bound !== -1)
        return random.next() < 0.7 ? tables.versions.text(bound) : `${tables.versions.text(bound)}.1`;
    }
    return `${1 + random.below(9)}.${random.below(20)}.${random.below(10)}`;
  }

  const names = new Map<number, string>();

  function cpeOf(part: 'a' | 'o' | 'h', index: number, its: string): string {
    let name = names.get(index);
    if (name === undefined) {
      name = `cpe:2.3:${part}:${escape(directory.vendor(index))}:${escape(directory.name(index))}`;
      names.set(index, name);
    }
    return `${name}:${escape(its)}:*:*:*:*:*:*:*`;
  }

  return {
    device() {
      const index = random.pick(byPart.h);
      const [vendor, name] = [directory.vendor(index), directory.name(index)];
      const firmware = directory.find('o', vendor, `${name}_firmware`);
      const its = version(firmware === -1 ? index : firmware);
      return {
        kind: 'device',
        manufacturer: vendor.replaceAll('_', ' '),
        model: name.replaceAll('_', ' '),
        version: its,
        cpe: cpeOf('h', index, its),
      };
    },
    system() {
      const index = product('o');
      const its = version(index);
      return { kind: 'os', model: directory.name(index), version: its, cpe: cpeOf('o', index, its) };
    },
    component() {
      const index = product('a');
      const its = version(index);
      return {
        kind: 'component',
        manufacturer: directory.vendor(index),
        model: directory.name(index),
        version: its,
        cpe: cpeOf('a', index, its),
      };
    },
    cpe() {
      const part = random.next() < 0.8 ? 'a' : 'o';
      const index = product(part);
      return cpeOf(part, index, version(index));
    },
  };
}

const COMMON_PRODUCTS = 400;

function mostNamed(criterionStarts: Int32Array, products: readonly number[]): number[] {
  const criteria = (it: number) => (criterionStarts[it + 1] as number) - (criterionStarts[it] as number);
  return [...products].sort((a, b) => criteria(b) - criteria(a)).slice(0, COMMON_PRODUCTS);
}

function escape(text: string): string {
  return text.replaceAll(/[^\w.-]/g, '\\$&');
}
