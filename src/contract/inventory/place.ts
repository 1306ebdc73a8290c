import * as z from 'zod';
import { LOCATION_KINDS } from '#engine/inherit';
import { EXPOSURES } from '#engine/words';

const Text = (max: number) => z.string().trim().max(max);
export const PlaceName = Text(200).min(1);

export const LocationView = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  kind: z.enum(LOCATION_KINDS),
  name: z.string(),
  /** Devices in it and in all places within it that you may see. */
  devices: z.number().int(),
  /** Places right within it. */
  places: z.number().int(),
  /** Counts changes; the ETag. */
  version: z.number().int(),
});
export type LocationView = z.output<typeof LocationView>;

export const LocationDetail = LocationView.extend({
  /** The places around it, outermost first. */
  around: z.array(LocationView).readonly(),
});
export type LocationDetail = z.output<typeof LocationDetail>;

const DepartmentDetails = {
  manager: Text(200),
  contact: Text(500),
  owner: Text(200),
  notes: Text(4000),
};

export const DepartmentView = z.object({
  id: z.string(),
  name: z.string(),
  details: z.object(DepartmentDetails).partial(),
  /** Devices of it that you may see. */
  devices: z.number().int(),
  /** Counts changes; an edit names the version it was made on. */
  version: z.number().int(),
});
export type DepartmentView = z.output<typeof DepartmentView>;

export const DepartmentNew = z.strictObject({
  name: PlaceName,
  details: z.strictObject(DepartmentDetails).partial().default({}),
});

/** What is left out stays; null takes a value away. */
export const DepartmentEdit = z.strictObject({
  version: z.number().int(),
  name: PlaceName.optional(),
  details: z
    .strictObject({
      manager: DepartmentDetails.manager.nullable().optional(),
      contact: DepartmentDetails.contact.nullable().optional(),
      owner: DepartmentDetails.owner.nullable().optional(),
      notes: DepartmentDetails.notes.nullable().optional(),
    })
    .optional(),
});

const Cidrs = z.array(Text(60)).max(200);
const Vlan = Text(60).nullable();
const ExposureView = z.enum(EXPOSURES).nullable();

export const SegmentView = z.object({
  id: z.string(),
  name: z.string(),
  /** Blocks of addresses, IPv4 and IPv6; the longest prefix rules. */
  cidrs: z.array(z.string()).readonly(),
  vlan: z.string().nullable(),
  /** Null: not known, which is never taken for isolated. */
  exposure: ExposureView,
  notes: z.string(),
  /** Devices in it that you may see. */
  devices: z.number().int(),
  version: z.number().int(),
});
export type SegmentView = z.output<typeof SegmentView>;

export const SegmentDetail = SegmentView.extend({
  /** How its blocks lie beside those of other segments. */
  overlaps: z.array(z.string()).readonly(),
});
export type SegmentDetail = z.output<typeof SegmentDetail>;

export const SegmentNew = z.strictObject({
  name: PlaceName,
  cidrs: Cidrs.default([]),
  vlan: Vlan.default(null),
  exposure: ExposureView.default(null),
  notes: Text(4000).default(''),
});

/** What is left out stays. */
export const SegmentEdit = z.strictObject({
  version: z.number().int(),
  name: PlaceName.optional(),
  cidrs: Cidrs.optional(),
  vlan: Vlan.optional(),
  exposure: ExposureView.optional(),
  notes: Text(4000).optional(),
});

export const SegmentsImported = z.object({
  made: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  rejects: z
    .array(z.object({ line: z.number().int(), field: z.string().nullable(), reason: z.string() }))
    .readonly(),
});
export type SegmentsImported = z.output<typeof SegmentsImported>;
