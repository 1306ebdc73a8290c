import {
  type AbsenceStatement,
  type Question,
  type Scope,
  stateAbsence,
  type Subject,
  type SubjectItem,
} from '#engine/absence';
import type { Catalogue } from '#engine/catalogue';
import { parseCpe } from '#engine/cpe';
import type { Identifier, ProductText } from '#engine/identify';
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

/** A device as a question of absence looks at it. */
export function subjectOf(device: Device, identifier: Identifier): Subject {
  const { items } = configurationOf(device);
  const components = items.filter((it) => it.kind === 'component').length;
  return {
    deviceId: device.id,
    label: labelOf(device),
    items: items.map((it) => itemOf(it, identifier)),
    components: components === 0 ? 'none' : device.componentsComplete === true ? 'complete' : 'observed',
  };
}

function itemOf(item: ProductText, identifier: Identifier): SubjectItem {
  const { kind, manufacturer, model, version } = item;
  const cpe = item.cpe === undefined ? null : parseCpe(item.cpe);
  return {
    kind,
    text: [manufacturer, model, version].filter((it) => it !== undefined).join(' '),
    maker: manufacturer ?? cpe?.vendor ?? null,
    name: cpe === null ? model : `${model} ${cpe.product}`,
    version: version ?? null,
    links: identifier.identify(item),
  };
}

/** A question about products that sources name, whatever they are called. */
export function questionAboutProducts(
  text: string,
  products: ReadonlySet<number>,
  { directory }: Catalogue,
): Question {
  const kinds = new Kinds();
  for (const index of products) kinds.add(directory.part(index), wordsOf(directory.name(index)));
  return { text, scope: kinds.scope() ?? 'software', products, names: () => false };
}

/** Every product of the directory whose maker and name hold all words of the question. */
export function questionAbout(text: string, { directory }: Catalogue): Question {
  const asked = wordsOf(text);
  const products = new Set<number>();
  const makers = new Set<string>();
  const all = new Kinds();
  const sameName = new Kinds();
  for (let index = 0; index < directory.size && asked.length > 0; index++) {
    const maker = wordsOf(directory.vendor(index));
    const name = wordsOf(directory.name(index));
    const both = new Set([...maker, ...name]);
    if (!asked.every((it) => both.has(it)) || !asked.some((it) => name.includes(it))) continue;
    products.add(index);
    for (const word of maker) if (!name.includes(word)) makers.add(word);
    const part = directory.part(index);
    all.add(part, name);
    if (name.every((it) => asked.includes(it))) sameName.add(part, name);
  }
  const essential = asked.filter((it) => !makers.has(it));
  return {
    text,
    // "Windows 10 Update Assistant" has all words of "Windows 10" and does not make that an application.
    scope: sameName.scope() ?? all.scope() ?? 'software',
    products,
    names: ({ name, version }) => {
      // A number within a version is no name: build 10.0.17763 does not make a server "Windows 10".
      const words = new Set([...wordsOf(name), ...(version ?? '').toLowerCase().split(/\s+/)]);
      return essential.length > 0 && essential.every((it) => words.has(it));
    },
  };
}

/** What kinds of products a question may mean. */
class Kinds {
  #software = false;
  #system = false;
  #device = false;
  #named = false;

  add(part: string, name: readonly string[]): void {
    if (part === 'a' || (part === 'named' && name.some((it) => SOFTWARE_WORDS.has(it))))
      this.#software = true;
    else if (part === 'h' || name.at(-1) === 'firmware') this.#device = true;
    else if (part === 'o') this.#system = true;
    else this.#named = true;
  }

  /** A product that may be software can hide in any device, so the widest reading counts. Null: no product. */
  scope(): Scope | null {
    if (this.#software) return 'software';
    if (this.#system) return 'operating-system';
    if (this.#device) return 'device';
    return this.#named ? 'unclear' : null;
  }
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
