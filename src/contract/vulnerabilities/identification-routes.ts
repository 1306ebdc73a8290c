import * as z from 'zod';
import { CONFIDENCES } from '#engine/words';
import { route } from '../kit.ts';
import { pageOf, PageQuery } from '../page.ts';

const count = z.number().int().nonnegative();
const Product = z.object({ vendor: z.string(), product: z.string() });

/** A text of the inventory that is not recognised with certainty, with all like devices. */
export const IdentificationView = z.object({
  key: z.string(),
  kind: z.enum(['device', 'os']),
  manufacturer: z.string(),
  model: z.string(),
  /** The best there is. */
  confidence: z.enum(['probable', 'candidate']),
  devices: count,
  /** Findings of all of them together that would come or go. */
  findings: count,
  riskPoints: z.number(),
  /** What it may be, the surest first. */
  products: z
    .array(
      Product.extend({
        /** Application, operating system, hardware; or named by an advisory. */
        part: z.enum(['a', 'o', 'h', 'named']),
        confidence: z.enum(CONFIDENCES),
        evidence: z
          .array(z.object({ field: z.string(), ours: z.string(), theirs: z.string(), how: z.string() }))
          .readonly(),
      }),
    )
    .readonly(),
});
export type IdentificationView = z.output<typeof IdentificationView>;

/** What a person said about a text: it is, or is not, a product of the feeds. */
export const SaidView = z.object({
  id: z.string(),
  /** The same for everything that was said at once; it is taken back together. */
  act: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  vendor: z.string(),
  product: z.string(),
  same: z.boolean(),
  reason: z.string().nullable(),
  at: z.string(),
  by: z.string(),
  revokedAt: z.string().nullable(),
  revokedBy: z.string().nullable(),
});
export type SaidView = z.output<typeof SaidView>;

export const listIdentifications = route({
  method: 'GET',
  path: '/api/v1/identifications',
  permission: 'findings.read',
  summary:
    'Texts of the inventory that are not recognised with certainty, those that most risk hangs on first',
  query: PageQuery.extend({ cursor: z.string().max(2000).optional(), text: z.string().max(200).default('') }),
  response: pageOf(IdentificationView),
});

export const findProducts = route({
  method: 'GET',
  path: '/api/v1/identifications/products',
  permission: 'findings.read',
  summary: 'Products of the feeds whose vendor and name hold all words',
  query: z.object({ text: z.string().max(200).default('') }),
  response: z.object({ items: z.array(Product).readonly() }),
});

export const settleIdentification = route({
  method: 'POST',
  path: '/api/v1/identifications/settle',
  permission: 'inventory.reconcile',
  summary: 'Say once for all like devices what they are: one product, or none of those they were taken for',
  body: z.strictObject({
    key: z.string().min(1).max(1000),
    chosen: z.strictObject({ vendor: z.string().max(500), product: z.string().max(500) }).nullable(),
    reason: z.string().trim().max(1000).nullable().default(null),
  }),
  response: z.undefined(),
  status: 204,
});

export const listSaid = route({
  method: 'GET',
  path: '/api/v1/identifications/said',
  permission: 'findings.read',
  summary: 'What people said about texts of the inventory, newest first, those taken back among it',
  query: PageQuery,
  response: z.object({ items: z.array(SaidView).readonly(), next: z.string().nullable() }),
});

export const revokeIdentification = route({
  method: 'DELETE',
  path: '/api/v1/identifications/said/:id',
  permission: 'inventory.reconcile',
  summary: 'Take back what was said at once; the id is that of the act',
  params: z.object({ id: z.uuid() }),
  response: z.undefined(),
  status: 204,
});

const AliasText = z.string().max(500);
const AliasView = z.object({
  manufacturer: z.string(),
  model: z.string(),
  vendor: z.string(),
  product: z.string(),
  same: z.boolean(),
  source: z.string(),
});

export const takeAliases = route({
  method: 'POST',
  path: '/api/v1/identifications/aliases',
  permission: 'inventory.reconcile',
  summary:
    'Take in what an alias file says of texts: that they are, or are not, a product of the feeds. With `dryRun` nothing is changed',
  query: z.object({ dryRun: z.stringbool().default(false) }),
  /** As the alias file has it. */
  body: z.object({
    products: z
      .array(
        z.object({
          manufacturer: AliasText,
          model: AliasText,
          vendor: AliasText,
          product: AliasText,
          same: z.boolean(),
          source: z.string().min(1).max(1000),
        }),
      )
      .max(5000)
      .default([]),
    companies: z.array(z.unknown()).default([]),
    words: z.array(z.unknown()).default([]),
    about: z.string().max(2000).optional(),
  }),
  response: z.object({
    /** New here. */
    taken: z.array(AliasView).readonly(),
    /** Said here already. */
    known: count,
    /** No feed names the product. */
    unknown: z.array(AliasView).readonly(),
    /** People here said the opposite, which goes before a file. */
    contradicted: z.array(AliasView).readonly(),
    /** Other names of makers and words: the record goes by those that ship. */
    passedOver: z.object({ companies: count, words: count }),
  }),
});

export const exportAliases = route({
  method: 'GET',
  path: '/api/v1/identifications/aliases',
  permission: 'findings.read',
  summary: 'What people said, as an alias file that the command line and other hospitals can read',
  response: z.unknown(),
  media: 'application/octet-stream',
});
