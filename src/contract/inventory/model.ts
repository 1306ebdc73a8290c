import * as z from 'zod';
import { LIKENESSES } from '#engine/identify';
import { CRITICALITIES, FDA_CLASSES, PATCH_METHODS } from '#engine/words';
import { InheritedView } from './device.ts';

const Text = (max: number) => z.string().trim().max(max);
const Name = Text(200).min(1);
const Day = z.iso.date();

/** What a person sets for all devices of a model. */
const Defaults = {
  deviceType: Text(200),
  criticality: z.enum(CRITICALITIES),
  fdaClass: z.enum(FDA_CLASSES),
  fdaProductCode: Text(20),
  storesPhi: z.boolean(),
  transmitsPhi: z.boolean(),
  endOfSale: Day,
  /** End of life. */
  eolDate: Day,
  /** End of support by the maker. */
  eosDate: Day,
  /** End of support of its operating system. */
  osEosDate: Day,
  patchMethod: z.enum(PATCH_METHODS),
};

const Details = {
  activeScan: z.enum(['allowed', 'not-allowed']),
  scanGuidance: Text(2000),
  /** In whole units of the hospital's currency. */
  replacementCost: z.number().int().min(0).max(1_000_000_000),
  supportTerms: Text(2000),
  notes: Text(4000),
};

/** A row of the list of models. */
export const ModelRow = z.object({
  id: z.string(),
  name: z.string(),
  vendor: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** What its devices inherit by all that speak for it, by field. */
  passesOn: z.record(z.string(), InheritedView),
  /** Devices of it that you may see. */
  devices: z.number().int(),
  hasMds2: z.boolean(),
  hasSbom: z.boolean(),
  replacementCost: z.number().int().nullable(),
});
export type ModelRow = z.output<typeof ModelRow>;

const ComparedModel = z.object({
  id: z.string(),
  name: z.string(),
  vendor: z.string().nullable(),
  devices: z.number().int(),
});

/** Two models that may be one. */
export const AlikeModels = z.object({
  /** The one with fewer devices. */
  from: ComparedModel,
  into: ComparedModel,
  likeness: z.enum(LIKENESSES),
});
export type AlikeModels = z.output<typeof AlikeModels>;

/** A vendor or model that was put into this one. */
export const MergeView = z.object({
  id: z.string(),
  /** Names that went over. */
  names: z.number().int(),
  at: z.string(),
  by: z.string(),
});
export type MergeView = z.output<typeof MergeView>;

export const ModelDetail = ModelRow.extend({
  /** Counts changes; an edit names the version it was made on. */
  version: z.number().int(),
  defaults: z.object(Defaults).partial(),
  details: z.object(Details).partial(),
  /** Under which names devices speak of it. */
  names: z.array(z.string()).readonly(),
  merges: z.array(MergeView).readonly(),
  /** The record of a public register that speaks for it. */
  registered: z
    .object({
      di: z.string(),
      company: z.string().nullable(),
      brand: z.string().nullable(),
      modelNumber: z.string().nullable(),
      fdaClass: z.enum(FDA_CLASSES).nullable(),
      fdaProductCode: z.string().nullable(),
      description: z.string().nullable(),
    })
    .nullable(),
});
export type ModelDetail = z.output<typeof ModelDetail>;

function changesOf<S extends Readonly<Record<string, z.ZodType>>>(shape: S) {
  const nullable = Object.fromEntries(
    Object.entries(shape).map(([name, it]) => [name, it.nullable().optional()]),
  );
  return z.strictObject(nullable as { [F in keyof S]: z.ZodOptional<z.ZodNullable<S[F]>> });
}

/** What is left out stays; null takes a value away. */
export const ModelEdit = z.strictObject({
  version: z.number().int(),
  name: Name.optional(),
  defaults: changesOf(Defaults).optional(),
  details: changesOf(Details).optional(),
});

const VendorDetails = {
  contact: Text(500),
  supportPhone: Text(100),
  supportEmail: Text(200),
  supportTerms: Text(2000),
  securityPage: Text(500),
  /** Where weaknesses are to be reported to. */
  disclosure: Text(500),
  notes: Text(4000),
};

export const VendorRow = z.object({
  id: z.string(),
  name: z.string(),
  /** Devices of it that you may see. */
  devices: z.number().int(),
  models: z.number().int(),
  details: z.object(VendorDetails).partial(),
});
export type VendorRow = z.output<typeof VendorRow>;

export const VendorDetail = VendorRow.extend({
  version: z.number().int(),
  names: z.array(z.string()).readonly(),
  merges: z.array(MergeView).readonly(),
});
export type VendorDetail = z.output<typeof VendorDetail>;

export const VendorEdit = z.strictObject({
  version: z.number().int(),
  name: Name.optional(),
  details: changesOf(VendorDetails).optional(),
});
