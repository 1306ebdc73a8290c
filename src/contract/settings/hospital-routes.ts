import * as z from 'zod';
import { route } from '../kit.ts';

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

export const readHospital = route({
  method: 'GET',
  path: '/api/v1/hospital',
  permission: 'signed-in',
  summary: 'Name and time zone of the hospital',
  response: HospitalView.extend({ version: z.number().int() }),
});

export const editHospital = route({
  method: 'PATCH',
  path: '/api/v1/hospital',
  permission: 'settings.manage',
  summary: 'Change name or time zone. 412 when somebody else was first',
  body: z.strictObject({
    version: z.number().int(),
    name: HospitalName.optional(),
    zone: Zone.optional(),
  }),
  response: HospitalView.extend({ version: z.number().int() }),
});
