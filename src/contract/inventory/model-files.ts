import * as z from 'zod';
import { PATCH_METHODS } from '#engine/words';
import { ComponentView } from './device.ts';

const count = z.number().int();

/** A maker's security form (MDS2) as it is kept. */
export const FormView = z.object({
  id: z.string(),
  modelId: z.string(),
  /** The software version it speaks of; null: any. */
  version: z.string().nullable(),
  file: z.string(),
  /** As the form names them. */
  maker: z.string().nullable(),
  modelName: z.string().nullable(),
  /** Rows that could not be taken. */
  rejects: z
    .array(z.object({ sheet: z.string(), row: count, question: z.string().nullable(), reason: z.string() }))
    .readonly(),
  /** Sections that the form does not answer. */
  missingSections: z.array(z.string()).readonly(),
  at: z.string(),
  by: z.string(),
});
export type FormView = z.output<typeof FormView>;

const AnswerWord = z.enum(['yes', 'no', 'not-applicable', 'see-note']).nullable();

export const FormDetail = FormView.extend({
  answers: z
    .array(
      z.object({
        question: z.string(),
        /** The question as this form words it. */
        text: z.string(),
        /** Null: none, or none that can be told. */
        answer: AnswerWord,
        note: z.string(),
        sheet: z.string(),
        row: count,
      }),
    )
    .readonly(),
  /** The form names another maker or model. */
  notices: z.array(z.string()).readonly(),
});
export type FormDetail = z.output<typeof FormDetail>;

export const SbomView = z.object({
  id: z.string(),
  modelId: z.string(),
  /** The software version it lists; null: any. */
  version: z.string().nullable(),
  file: z.string(),
  format: z.string(),
  count,
  /** Whether it claims to be the whole list. */
  isComplete: z.boolean(),
  at: z.string(),
  by: z.string(),
});
export type SbomView = z.output<typeof SbomView>;

export const SbomDetail = SbomView.extend({ components: z.array(ComponentView).readonly() });

export const SbomDifference = z.object({
  added: z.array(ComponentView).readonly(),
  removed: z.array(ComponentView).readonly(),
  changed: z.array(z.object({ before: ComponentView, after: ComponentView })).readonly(),
});
export type SbomDifference = z.output<typeof SbomDifference>;

export const AttachmentView = z.object({
  id: z.string(),
  name: z.string(),
  /** Media type, told by content. */
  media: z.string(),
  bytes: count,
  sha256: z.string(),
  at: z.string(),
  by: z.string(),
});
export type AttachmentView = z.output<typeof AttachmentView>;

export const RegisterTaken = z.object({
  /** Devices of the register, by device identifier. */
  records: count,
  /** Product codes of the classification. */
  codes: count,
  /** Models that a record speaks for. */
  models: count,
  /** Devices that inherit something else now. */
  devices: count,
  rejects: z.array(z.object({ record: count, reason: z.string() })).readonly(),
});
export type RegisterTaken = z.output<typeof RegisterTaken>;

const Said = z.object({ question: z.string(), answer: AnswerWord, note: z.string() });

const LabelDay = z.object({ day: z.string(), isWholeMonth: z.boolean() }).nullable();

/** How far a device can be kept up to date, and on what grounds. */
export const DeviceSupportView = z.object({
  status: z.object({
    state: z.enum(['ended', 'os-ended', 'ending', 'supported', 'unknown']),
    because: z.string(),
    day: z.string().nullable(),
    daysLeft: count.nullable(),
    /** Months until it ends, at most; null: no end is known. */
    horizon: z.enum(['past', '6', '12', '24', 'later']).nullable(),
    /** Null: nobody says whether there is a contract. */
    hasContract: z.boolean().nullable(),
  }),
  /** Who can patch it, as a person set it for the model. */
  setMethod: z.enum(PATCH_METHODS).nullable(),
  /** The same by the maker's form; null: there is none. */
  path: z
    .object({
      /** Null: it cannot be told. */
      path: z.enum(PATCH_METHODS).nullable(),
      because: z.string(),
      parts: z
        .array(
          z.object({
            part: z.string(),
            path: z.enum([...PATCH_METHODS, 'not-present']).nullable(),
            because: z.string(),
            /** Answers that decided it, or that leave it open. */
            answers: z.array(Said).readonly(),
          }),
        )
        .readonly(),
    })
    .nullable(),
  form: FormView.pick({ id: true, version: true, file: true, at: true }).nullable(),
  activeScan: z.enum(['allowed', 'not-allowed']).nullable(),
  scanGuidance: z.string().nullable(),
  supportTerms: z.string().nullable(),
  replacementCost: count.nullable(),
  udi: z
    .union([
      z.object({ problem: z.string() }),
      z.object({
        agency: z.enum(['GS1', 'HIBCC', 'ICCBBA']),
        di: z.string().nullable(),
        lot: z.string().nullable(),
        serial: z.string().nullable(),
        expiry: LabelDay,
        manufactured: LabelDay,
        version: z.string().nullable(),
        parts: z.array(z.object({ code: z.string(), value: z.string() })).readonly(),
        problems: z.array(z.string()).readonly(),
      }),
    ])
    .nullable(),
  /** The bill of materials of its model for its version. */
  bill: SbomView.pick({ id: true, version: true, file: true, format: true, count: true })
    .extend({ isUsed: z.boolean() })
    .nullable(),
});
export type DeviceSupportView = z.output<typeof DeviceSupportView>;
