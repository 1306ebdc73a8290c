import { CRITICALITIES, EXPOSURES, FDA_CLASSES, PATCH_METHODS, PATCH_STATES, TIERS } from '#engine/words';
import type { FilterFields } from './read.ts';

const TEXT = { kind: 'text' } as const;
const ADDRESS = { kind: 'address' } as const;
const DAY = { kind: 'day' } as const;
const FLAG = { kind: 'flag' } as const;
const NUMBER = { kind: 'number' } as const;

/** What a device can be filtered by. */
export const DEVICE_FILTER_FIELDS = {
  manufacturer: TEXT,
  model: TEXT,
  type: TEXT,
  version: TEXT,
  os: TEXT,
  osVersion: TEXT,
  serial: TEXT,
  assetTag: TEXT,
  udi: TEXT,
  ip: ADDRESS,
  ipv6: ADDRESS,
  mac: TEXT,
  hostname: TEXT,
  vlan: TEXT,
  segment: TEXT,
  exposure: { kind: 'choice', choices: EXPOSURES },
  site: TEXT,
  building: TEXT,
  floor: TEXT,
  room: TEXT,
  department: TEXT,
  owner: TEXT,
  clinicalUse: TEXT,
  criticality: { kind: 'choice', choices: CRITICALITIES },
  fdaClass: { kind: 'choice', choices: FDA_CLASSES },
  fdaProductCode: TEXT,
  storesPhi: FLAG,
  transmitsPhi: FLAG,
  installDate: DAY,
  warrantyEnd: DAY,
  endOfSale: DAY,
  eolDate: DAY,
  eosDate: DAY,
  lastPatchDate: DAY,
  patchLevel: TEXT,
  osEosDate: DAY,
  patchMethod: { kind: 'choice', choices: PATCH_METHODS },
  supportContract: TEXT,
  contractProvider: TEXT,
  contractEnd: DAY,
  contractConditions: TEXT,
  /** It stands in a register: CMMS, vendor list or the like. */
  registered: FLAG,
  /** Devices whose sources disagree. */
  conflict: FLAG,
  /** Fields its sources disagree on. */
  conflicts: NUMBER,
  /** Sources that speak of it. */
  sources: NUMBER,
  /** One of them, by name. */
  source: TEXT,
  seen: { kind: 'instant' },
  changed: { kind: 'instant' },
  created: { kind: 'instant' },
  tag: TEXT,
  /** Controls in place, as its sources word them. */
  controls: TEXT,
  /** Id of the model it belongs to, under whichever name. */
  modelId: TEXT,
  /** What the gate decided on its model; none: it never passed. */
  clearance: { kind: 'choice', choices: ['cleared', 'conditional', 'refused'] },
  /** Last day that decision holds. */
  clearanceEnds: DAY,
  /** How far patching is; none: it is not matched against feeds yet. */
  patching: { kind: 'choice', choices: PATCH_STATES },
  /** Tier of the most urgent open finding that affects it; none: nothing is known to. */
  gravest: { kind: 'choice', choices: TIERS },
  /** Open findings that affect it. */
  openFindings: NUMBER,
} as const satisfies FilterFields;
