import {
  type AbsenceStatement,
  type Question,
  type Scope,
  stateAbsence,
  type Subject,
} from '#engine/absence';
import type { Catalogue } from '#engine/catalogue';
import type { Identifier } from '#engine/identify';
import { configurationOf } from '#engine/match';
import type { Device } from '#engine/words';
import { labelOf } from './judge.ts';

/**
 * Says where a product is, where it is known not to be, and where that cannot be told.
 * @param product as a person writes it: "Microsoft SQL Server"
 * @param asOf ISO date of the inventory
 */
export function absenceOf(
  product: string,
  devices: readonly Device[],
  catalogue: Catalogue,
  identifier: Identifier,
  asOf: string,
): AbsenceStatement {
  const question = questionAbout(product, catalogue);
  return stateAbsence(
    devices.map((it) => subjectOf(it, identifier)),
    question,
    asOf,
  );
}

function subjectOf(device: Device, identifier: Identifier): Subject {
  const { items } = configurationOf(device);
  const components = items.filter((it) => it.kind === 'component').length;
  return {
    deviceId: device.id,
    label: labelOf(device),
    items: items.map((item) => ({
      kind: item.kind,
      text: [item.manufacturer, item.model, item.version].filter((it) => it !== undefined).join(' '),
      links: identifier.identify(item),
    })),
    components: components === 0 ? 'none' : device.componentsComplete === true ? 'complete' : 'observed',
  };
}

/** Every product of the directory whose maker and name hold all words of the question. */
function questionAbout(text: string, { directory }: Catalogue): Question {
  const asked = wordsOf(text);
  const products = new Set<number>();
  const makers = new Set<string>();
  const systems = new Set<boolean>();
  let hasApplication = false;
  for (let index = 0; index < directory.size && asked.length > 0; index++) {
    const maker = wordsOf(directory.vendor(index));
    const name = wordsOf(directory.name(index));
    const all = new Set([...maker, ...name]);
    if (!asked.every((it) => all.has(it)) || !asked.some((it) => name.includes(it))) continue;
    products.add(index);
    for (const word of maker) if (!name.includes(word)) makers.add(word);
    const part = directory.part(index);
    if (part === 'a' || (part === 'named' && name.some((it) => SOFTWARE_WORDS.has(it))))
      hasApplication = true;
    if (part === 'o') systems.add(name.at(-1) !== 'firmware');
  }
  const essential = asked.filter((it) => !makers.has(it));
  return {
    text,
    scope: scopeOf(hasApplication || products.size === 0, systems.has(true)),
    products,
    names: (candidate) => {
      const words = new Set(wordsOf(candidate));
      return essential.length > 0 && essential.every((it) => words.has(it));
    },
  };
}

/** A product that may be software can hide in any device, so the widest reading counts. */
function scopeOf(maybeSoftware: boolean, operatingSystem: boolean): Scope {
  if (maybeSoftware) return 'software';
  return operatingSystem ? 'operating-system' : 'device';
}

/** Words by which an advisory shows that a product it names is software and not a device. */
const SOFTWARE_WORDS = new Set(
  'software application app server suite portal sdk library stack platform client viewer database service toolkit'.split(
    ' ',
  ),
);

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((it) => it !== '');
}
