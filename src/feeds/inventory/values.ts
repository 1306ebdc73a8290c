import type { DeviceFields } from '#engine/words';
import { readComponents } from './value-components.ts';
import { type DayOrder, readDate } from './value-dates.ts';
import { readIp, readIpv6, readMac } from './value-network.ts';
import { readAnswer, readCriticality, readExposure, readFdaClass } from './value-words.ts';

/** A value, a problem with it, or null: the cell says nothing. */
export type ValueRead<T> =
  | { readonly value: T /** The cell said more than the field holds. */; readonly partial?: boolean }
  | { readonly problem: string }
  | null;

/** A cell longer than this is no name, number or address. */
const TEXT_CHARS_MAX = 4096;
/** A device with more text than this in its component list is refused that list. */
const LIST_CHARS_MAX = 16 * 1024 * 1024;

const SAYS_NOTHING =
  /^(?:[-–—.?_*/\s]*|n\/?a\.?|#n\/a|null|nil|none|undefined|unknown|unk|unbekannt|desconocido|inconnu|tbd|tbc|not (?:applicable|available|known|set|specified)|\(blank\)|\(none\)|\(empty\))$/i;
const BLANK = /^[-–—\s]*$/;

/** Fields under construction. */
export type FieldsDraft = { -readonly [Field in keyof DeviceFields]: DeviceFields[Field] };

type FieldReaders = {
  readonly [Field in keyof Required<DeviceFields>]: Reader<Required<DeviceFields>[Field]>;
};

type Reader<T> = (text: string, order: DayOrder) => ValueRead<T>;

const plain: Reader<string> = (text) => (BLANK.test(text) ? null : shortEnough(text));
const meaningful: Reader<string> = (text) => (SAYS_NOTHING.test(text) ? null : shortEnough(text));
const identifying: Reader<string> = (text) =>
  SPREADSHEET_ROUNDED.test(text)
    ? { problem: `"${text}" was shortened by a spreadsheet: format the column as text` }
    : meaningful(text, null);
const date: Reader<string> = (text, order) =>
  SAYS_NOTHING.test(text) || /^0000-00-00|^0+$/.test(text) ? null : readDate(text, order);

const SPREADSHEET_ROUNDED = /^\d(?:[.,]\d+)?E\+\d+$/i;

function shortEnough(text: string): ValueRead<string> {
  return text.length <= TEXT_CHARS_MAX
    ? { value: text }
    : { problem: `the value is longer than ${TEXT_CHARS_MAX} characters` };
}

function unlessNothing<T>(read: (text: string) => ValueRead<T>): Reader<T> {
  return (text) => (SAYS_NOTHING.test(text) ? null : read(text));
}

/** How each field reads its cell. */
const READERS: FieldReaders = {
  id: identifying,
  manufacturer: meaningful,
  model: meaningful,
  deviceType: meaningful,
  version: meaningful,
  os: meaningful,
  osVersion: meaningful,
  serial: identifying,
  assetTag: identifying,
  udi: identifying,
  components: (text) =>
    SAYS_NOTHING.test(text)
      ? null
      : text.length > LIST_CHARS_MAX
        ? { problem: 'the list of components is too long' }
        : readComponents(text),
  componentsComplete: unlessNothing(readAnswer),
  ip: unlessNothing(readIp),
  ipv6: unlessNothing(readIpv6),
  mac: unlessNothing(readMac),
  hostname: (text) => meaningful(text.replace(/\.$/, ''), null),
  vlan: plain,
  segment: plain,
  exposure: unlessNothing(readExposure),
  site: plain,
  building: plain,
  floor: plain,
  room: plain,
  department: plain,
  owner: plain,
  clinicalUse: plain,
  criticality: unlessNothing(readCriticality),
  fdaClass: unlessNothing(readFdaClass),
  fdaProductCode: meaningful,
  storesPhi: (text) => (/^none$/i.test(text) || !SAYS_NOTHING.test(text) ? readAnswer(text) : null),
  transmitsPhi: (text) => (/^none$/i.test(text) || !SAYS_NOTHING.test(text) ? readAnswer(text) : null),
  installDate: date,
  warrantyEnd: date,
  endOfSale: date,
  eolDate: date,
  eosDate: date,
  lastPatchDate: date,
  supportContract: plain,
  contractProvider: plain,
  contractEnd: date,
  contractConditions: plain,
  patchLevel: plain,
  controls: plain,
};

/** Reads one cell into the draft. The problem with it, or null. `partial`: the cell held more than one value. */
export function readInto<Field extends keyof DeviceFields>(
  draft: Partial<Record<Field, Required<DeviceFields>[Field]>>,
  field: Field,
  text: string,
  order: DayOrder,
): { readonly problem: string | null; readonly partial: boolean } {
  const read = READERS[field](text, order);
  if (read === null) return FINE;
  if ('problem' in read) return { problem: read.problem, partial: false };
  draft[field] = read.value;
  return read.partial === true ? PARTIAL : FINE;
}

const FINE = { problem: null, partial: false } as const;
const PARTIAL = { problem: null, partial: true } as const;
