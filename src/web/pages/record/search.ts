import * as z from 'zod';
import { ROLES } from '#engine/access';

/** What the address says about the list of devices. An unreadable part is left out rather than breaking a link. */
export const InventorySearch = z.object({
  filter: z.coerce.string().max(2000).optional().catch(undefined),
  sort: z.string().max(200).optional().catch(undefined),
});
export type InventorySearch = z.output<typeof InventorySearch>;

/** What the address says about the list of findings. */
export const FindingsSearch = z.object({
  filter: z.coerce.string().max(2000).optional().catch(undefined),
  /** Finding whose explanation is open. */
  open: z.string().optional().catch(undefined),
});
export type FindingsSearch = z.output<typeof FindingsSearch>;

/** What the address says about the list of people. */
export const PeopleSearch = z.object({
  q: z.coerce.string().max(200).optional().catch(undefined),
  kind: z.enum(['person', 'service']).optional().catch(undefined),
  role: z.enum(ROLES).optional().catch(undefined),
  state: z.enum(['active', 'disabled']).optional().catch(undefined),
});
export type PeopleSearch = z.output<typeof PeopleSearch>;
