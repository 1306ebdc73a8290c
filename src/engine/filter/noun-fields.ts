import { CRITICALITIES, EXPOSURES, FDA_CLASSES, PATCH_METHODS } from '#engine/words';
import type { FilterFields } from './read.ts';

const TEXT = { kind: 'text' } as const;
const DAY = { kind: 'day' } as const;
const FLAG = { kind: 'flag' } as const;
const NUMBER = { kind: 'number' } as const;

/** What a model can be filtered by. */
export const MODEL_FILTER_FIELDS = {
  name: TEXT,
  vendor: TEXT,
  type: TEXT,
  criticality: { kind: 'choice', choices: CRITICALITIES },
  fdaClass: { kind: 'choice', choices: FDA_CLASSES },
  fdaProductCode: TEXT,
  storesPhi: FLAG,
  transmitsPhi: FLAG,
  patchMethod: { kind: 'choice', choices: PATCH_METHODS },
  endOfSale: DAY,
  eolDate: DAY,
  eosDate: DAY,
  osEosDate: DAY,
  devices: NUMBER,
  /** Models with a maker's security form. */
  /** What the gate decided on it; none: it never passed. */
  clearance: { kind: 'choice', choices: ['cleared', 'conditional', 'refused'] },
  /** Last day that decision holds. */
  clearanceEnds: DAY,
  mds2: FLAG,
  /** Models with a bill of materials. */
  sbom: FLAG,
} as const satisfies FilterFields;

export const VENDOR_FILTER_FIELDS = { name: TEXT, devices: NUMBER } as const satisfies FilterFields;

export const DEPARTMENT_FILTER_FIELDS = {
  name: TEXT,
  manager: TEXT,
  contact: TEXT,
  owner: TEXT,
  devices: NUMBER,
} as const satisfies FilterFields;

export const SEGMENT_FILTER_FIELDS = {
  name: TEXT,
  vlan: TEXT,
  exposure: { kind: 'choice', choices: EXPOSURES },
  devices: NUMBER,
} as const satisfies FilterFields;
