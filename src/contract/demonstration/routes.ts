import * as z from 'zod';
import { route } from '../kit.ts';
import { GrantView, Me } from '../people/person.ts';

const DemonstrationView = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('none'),
    /** Only into an empty inventory: invented devices must not stand among real ones. */
    possible: z.boolean(),
  }),
  z.object({
    /** Its year of history is still coming in; or all of it is there. */
    state: z.enum(['arriving', 'ready']),
    /** The day its history ends. */
    asOf: z.iso.date(),
    /** Files that are in. */
    files: z.number().int(),
    /** Files there are, about. */
    filesAbout: z.number().int(),
    /** Days of new advisories that were played after its history, of so many. */
    played: z.number().int(),
    days: z.number().int(),
    /** The job that plays a day now; null: none does. */
    jobId: z.string().nullable(),
    /** Titles of the advisories that the next day brings. */
    next: z.array(z.string()).readonly(),
    /** Through whose eyes one may look. */
    people: z
      .array(z.object({ id: z.string(), name: z.string(), title: z.string(), grant: GrantView }))
      .readonly(),
  }),
]);
export type DemonstrationView = z.output<typeof DemonstrationView>;

export const readDemonstration = route({
  method: 'GET',
  path: '/api/v1/demonstration',
  permission: 'anybody',
  summary: 'Whether this is a demonstration, and its people',
  response: DemonstrationView,
});

export const beginDemonstration = route({
  method: 'POST',
  path: '/api/v1/demonstration',
  permission: 'demonstration.manage',
  summary: 'Bring the demonstration hospital into an empty inventory, with a year of history',
  body: z.strictObject({ size: z.enum(['full', 'small']) }),
  response: DemonstrationView,
  status: 202,
});

export const playDemonstrationDay = route({
  method: 'POST',
  path: '/api/v1/demonstration/days',
  permission: 'demonstration.manage',
  summary: 'Have the next day of invented advisories arrive, as feeds bring them',
  response: DemonstrationView,
  status: 202,
});

export const startDemonstrationOver = route({
  method: 'DELETE',
  path: '/api/v1/demonstration/days',
  permission: 'demonstration.manage',
  summary: 'Take the played days back, so that they can be played again',
  response: DemonstrationView,
  status: 202,
});

export const removeDemonstration = route({
  method: 'DELETE',
  path: '/api/v1/demonstration',
  permission: 'demonstration.manage',
  summary: 'Take the demonstration hospital away, with everything in it; the audit log stays',
  response: z.undefined(),
  status: 204,
});

export const enterDemonstration = route({
  method: 'POST',
  path: '/api/v1/demonstration/session',
  permission: 'anybody',
  summary: 'Look through the eyes of one of the demonstration’s people; the session comes as a cookie',
  body: z.strictObject({ personId: z.uuid() }),
  response: Me,
});
