import * as z from 'zod';
import { CRITICALITIES, EVIDENCE_GRADES, EXPOSURES, FDA_CLASSES, SOURCE_KINDS, TIERS } from '#engine/words';
import { Due } from '../assessments/finding.ts';

const Text = z.string().optional();
const IsoDay = z.string().optional();

/** Every field a device may have (INV-01); a field that no source speaks of is left out. */
const DeviceFieldsView = z.object({
  manufacturer: Text,
  model: Text,
  deviceType: Text,
  version: Text,
  os: Text,
  osVersion: Text,
  serial: Text,
  assetTag: Text,
  udi: Text,
  ip: Text,
  ipv6: Text,
  mac: Text,
  hostname: Text,
  vlan: Text,
  segment: Text,
  exposure: z.enum(EXPOSURES).optional(),
  site: Text,
  building: Text,
  floor: Text,
  room: Text,
  department: Text,
  owner: Text,
  clinicalUse: Text,
  criticality: z.enum(CRITICALITIES).optional(),
  fdaClass: z.enum(FDA_CLASSES).optional(),
  fdaProductCode: Text,
  storesPhi: z.boolean().optional(),
  transmitsPhi: z.boolean().optional(),
  installDate: IsoDay,
  warrantyEnd: IsoDay,
  endOfSale: IsoDay,
  eolDate: IsoDay,
  eosDate: IsoDay,
  supportContract: Text,
  contractProvider: Text,
  contractEnd: IsoDay,
  contractConditions: Text,
  lastPatchDate: IsoDay,
  patchLevel: Text,
  controls: Text,
});

export const ComponentView = z.object({
  kind: z.enum(['application', 'operating-system', 'firmware', 'library', 'hardware']).optional(),
  vendor: Text,
  name: z.string(),
  version: Text,
  cpe: Text,
  purl: Text,
});

/** A value the device has from its model or its segment, and where it is from. */
export const InheritedView = z.object({
  value: z.union([z.string(), z.boolean()]),
  from: z.enum(['model', 'mds2', 'register', 'segment', 'segment-by-ip', 'udi']),
  /** The model, the question of the form, or the segment and its block. */
  what: z.string(),
});
export type InheritedView = z.output<typeof InheritedView>;

/** What is open on a device, without what approved decisions cover. */
const DeviceRiskView = z.object({
  /** The gravest of what affects it; null: nothing is known to. */
  tier: z.enum(TIERS).nullable(),
  /** The highest score among those, 0 to 100. */
  score: z.number().int(),
  affected: z.number().int(),
  undetermined: z.number().int(),
  /** The first clock of what affects it. */
  due: Due.nullable(),
  /** Whether a feed names the device itself, not only its operating system or a part: if not, that nothing is found says little. */
  isKnown: z.boolean(),
});

/** A row of the device list. */
export const DeviceRow = z.object({
  id: z.string(),
  /** What its sources call it: id, asset tag, serial number, address …; null: nothing. */
  name: z.string().nullable(),
  /** What people call it: maker and model, or the strongest name there is. */
  label: z.string(),
  /** What its sources say. */
  fields: DeviceFieldsView,
  /** What it has from its model and segment, by field; where `fields` says something, that counts. */
  inherited: z.record(z.string(), InheritedView),
  /** How many sources speak of it now. */
  sources: z.number().int(),
  /** How many fields its sources disagree on. */
  conflicts: z.number().int(),
  /** When a source last spoke of it. */
  seenAt: z.string(),
  changedAt: z.string(),
  tags: z.array(z.string()).readonly(),
  /** Values of custom fields, by key: ISO days, yes or no, plain numbers. */
  custom: z.record(z.string(), z.string()),
  /** Null: it has not been matched since it changed, or its findings are not yours to see. */
  risk: DeviceRiskView.nullable(),
});
export type DeviceRow = z.output<typeof DeviceRow>;

/** How a statement came about; strongest first. */

const SourceKindView = z.enum(SOURCE_KINDS);

const SayingView = z.object({
  value: z.unknown(),
  /** The same, fit to be shown. */
  text: z.string(),
  source: z.string(),
  kind: SourceKindView,
  /** Who entered it by hand; null: an import brought it. */
  by: z.string().nullable(),
  /** When the source said it. */
  at: z.string(),
  grade: z.enum(EVIDENCE_GRADES),
  /** Whether this is the value that holds. */
  rules: z.boolean(),
  /** Why it rules over no other value: it is a placeholder, such as "Default string"; null: it is a value. */
  junk: z.string().nullable(),
});

/** One field of a device, and who says what about it: the ruling statement first (INV-07). */
const ProvenanceView = z.object({
  field: z.string(),
  /** The sources do not agree; placeholders disagree with nobody. */
  isConflict: z.boolean(),
  sayings: z.array(SayingView).readonly(),
});

/** What one source now says about the device, whole. */
const ObservationView = z.object({
  id: z.string(),
  source: z.string(),
  kind: SourceKindView,
  at: z.string(),
  /** Null: a person entered it. */
  importId: z.string().nullable(),
  /** Who entered it by hand; null: an import brought it. */
  by: z.string().nullable(),
  /** Why, if they said so. */
  reason: z.string().nullable(),
  /** Line, row or record in the file. */
  line: z.number().int().nullable(),
  fields: z.record(z.string(), z.unknown()),
  /** Columns that map to no field, by name. */
  unmapped: z.record(z.string(), z.string()),
  /** CVE ids a scanner claims. */
  reported: z.array(z.string()).readonly(),
});

export const FieldChange = z.object({
  field: z.string(),
  /** Null: there was none. */
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type FieldChange = z.output<typeof FieldChange>;

/** What happened to the device, newest first. */
const DeviceEvent = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(['created', 'changed', 'edited', 'merged', 'split', 'undone']),
  by: z.string(),
  importId: z.string().nullable(),
  source: z.string(),
  changes: z.array(FieldChange).readonly(),
  /** What else there is to know: the reason given, the other device. */
  note: z.string().nullable(),
});

export const DeviceDetail = DeviceRow.extend({
  /** Counts changes; the ETag. */
  version: z.number().int(),
  createdAt: z.string(),
  /** The nouns it belongs to; null: it names none. */
  belongs: z.object({
    vendorId: z.string().nullable(),
    modelId: z.string().nullable(),
    locationId: z.string().nullable(),
    departmentId: z.string().nullable(),
    segmentId: z.string().nullable(),
  }),
  components: z.array(ComponentView).readonly(),
  /** True when a source claims that `components` is the whole list. */
  componentsComplete: z.boolean(),
  provenance: z.array(ProvenanceView).readonly(),
  observations: z.array(ObservationView).readonly(),
  timeline: z.array(DeviceEvent).readonly(),
  /** Versions that rest on less than the policy asks for before it clears a device. */
  unproven: z.array(z.enum(['version', 'osVersion'])).readonly(),
});
export type DeviceDetail = z.output<typeof DeviceDetail>;
