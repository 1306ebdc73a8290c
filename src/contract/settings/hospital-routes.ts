import * as z from 'zod';
import { route } from '../kit.ts';

/** ISO 4217, such as EUR; null: nobody has said which. */
const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Three capital letters of ISO 4217, such as EUR')
  .nullable();
/** An IANA time zone; the server has the list. */
const Zone = z.string().trim().min(1).max(64);
const HospitalName = z
  .string()
  .trim()
  .max(120)
  .regex(/^\P{Cc}*$/u, 'No control characters');

export const HospitalView = z.object({
  /** Empty until it is told. */
  name: HospitalName,
  /** Times are shown in it. */
  zone: Zone,
});
export type HospitalView = z.output<typeof HospitalView>;

const HospitalSettings = HospitalView.extend({
  /** In which replacement costs are told. */
  currency: Currency,
  version: z.number().int(),
});

export const readHospital = route({
  method: 'GET',
  path: '/api/v1/hospital',
  permission: 'signed-in',
  summary: 'Name, time zone and currency of the hospital',
  response: HospitalSettings,
});

export const editHospital = route({
  method: 'PATCH',
  path: '/api/v1/hospital',
  permission: 'settings.manage',
  summary: 'Change name, time zone or currency. 412 when somebody else was first',
  body: z.strictObject({
    version: z.number().int(),
    name: HospitalName.optional(),
    zone: Zone.optional(),
    currency: Currency.optional(),
  }),
  response: HospitalSettings,
});
