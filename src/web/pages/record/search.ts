import * as z from 'zod';
import { DEVICE_SORTS } from '#contract/inventory/routes';

/** What the address says about the list of devices. An unreadable part is left out rather than breaking a link. */
export const InventorySearch = z.object({
  filter: z.coerce.string().max(2000).optional().catch(undefined),
  sort: z.enum(DEVICE_SORTS).optional().catch(undefined),
});
export type InventorySearch = z.output<typeof InventorySearch>;

/** What the address says about the list of findings. */
export const FindingsSearch = z.object({
  filter: z.coerce.string().max(2000).optional().catch(undefined),
  /** Finding whose explanation is open. */
  open: z.string().optional().catch(undefined),
});
export type FindingsSearch = z.output<typeof FindingsSearch>;
