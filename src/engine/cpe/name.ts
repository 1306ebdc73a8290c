import {
  ANY,
  type CpeValue,
  formatUriValue,
  formatValue,
  valueFromFormatted,
  valueFromUri,
} from './value.ts';

/** A CPE name: eleven attributes, each as `CpeValue` describes. Source: NISTIR 7695. */
export interface Cpe {
  readonly part: 'a' | 'o' | 'h';
  readonly vendor: CpeValue;
  readonly product: CpeValue;
  readonly version: CpeValue;
  readonly update: CpeValue;
  readonly edition: CpeValue;
  readonly language: CpeValue;
  readonly swEdition: CpeValue;
  readonly targetSw: CpeValue;
  readonly targetHw: CpeValue;
  readonly other: CpeValue;
}

/** Attributes in the order of a formatted string. */
export const ATTRIBUTES = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'swEdition',
  'targetSw',
  'targetHw',
  'other',
] as const satisfies readonly (keyof Cpe)[];

/** The longest name read; NVD's longest stay under 300. */
const NAME_LENGTH_MAX = 4096;
const FORMATTED_PREFIX = /^cpe:2\.3:/i;
const URI_PREFIX = /^cpe:\//i;

/** Reads a CPE 2.3 formatted string or a 2.2 URI. Null: it is neither, or not well-formed. */
export function parseCpe(text: string): Cpe | null {
  if (text.length > NAME_LENGTH_MAX) return null;
  if (FORMATTED_PREFIX.test(text)) return fromFormatted(text);
  return URI_PREFIX.test(text) ? fromUri(text) : null;
}

function fromFormatted(text: string): Cpe | null {
  const components = splitAtColons(text).slice(2);
  return components.length === ATTRIBUTES.length ? cpeOf(components.map(valueFromFormatted)) : null;
}

/** A colon after a backslash belongs to the value. */
function splitAtColons(text: string): string[] {
  const components: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === ':') {
      components.push(text.slice(start, at));
      start = at + 1;
    }
  }
  components.push(text.slice(start));
  return components;
}

function fromUri(text: string): Cpe | null {
  const components = text.slice('cpe:/'.length).split(':');
  if (components.length > 7) return null;
  const [part, vendor, product, version, update, edition = '', language] = components;
  const extended = unpackEdition(edition);
  const plain = [part, vendor, product, version, update, extended[0], language].map((it) => it ?? '');
  return cpeOf([...plain, ...extended.slice(1)].map(valueFromUri));
}

/** `~edition~sw_edition~target_sw~target_hw~other` packs five attributes into one (NISTIR 7695 §6.1.2.3). */
function unpackEdition(edition: string): string[] {
  if (!edition.startsWith('~')) return [edition, '', '', '', ''];
  const [, own = '', swEdition = '', targetSw = '', targetHw = '', ...other] = edition.split('~');
  return [own, swEdition, targetSw, targetHw, other.join('~')];
}

function cpeOf(values: readonly (CpeValue | null)[]): Cpe | null {
  const [part] = values;
  if (part !== 'a' && part !== 'o' && part !== 'h') return null;
  if (values.includes(null)) return null;
  const at = (index: number): CpeValue => values[index] ?? ANY;
  return {
    part,
    vendor: at(1),
    product: at(2),
    version: at(3),
    update: at(4),
    edition: at(5),
    language: at(6),
    swEdition: at(7),
    targetSw: at(8),
    targetHw: at(9),
    other: at(10),
  };
}

/** The name as a CPE 2.3 formatted string. */
export function formatCpe(cpe: Cpe): string {
  return `cpe:2.3:${ATTRIBUTES.map((it) => formatValue(cpe[it])).join(':')}`;
}

/** The name as a CPE 2.2 URI, extended attributes packed into the edition. */
export function formatCpeUri(cpe: Cpe): string {
  const extended = [cpe.swEdition, cpe.targetSw, cpe.targetHw, cpe.other].map(formatUriValue);
  const own = formatUriValue(cpe.edition);
  const edition = extended.every((it) => it === '') ? own : `~${own}~${extended.join('~')}`;
  const [vendor, product, version, update, language] = [
    cpe.vendor,
    cpe.product,
    cpe.version,
    cpe.update,
    cpe.language,
  ].map(formatUriValue);
  const components = [cpe.part, vendor, product, version, update, edition, language];
  return `cpe:/${components.join(':')}`.replace(/:+$/, '');
}
