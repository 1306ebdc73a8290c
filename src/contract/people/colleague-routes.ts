import * as z from 'zod';
import { route } from '../kit.ts';

export const listColleagues = route({
  method: 'GET',
  path: '/api/v1/colleagues',
  permission: 'inventory.reconcile',
  summary: 'People who can be given work on the inventory, by name',
  query: z.object({
    text: z.string().max(200).default(''),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  response: z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })).readonly() }),
});
