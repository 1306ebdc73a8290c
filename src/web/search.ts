import * as z from 'zod';
import { FINDING_SORTS } from '#contract/assessments/finding';
import { TIERS } from '#engine/words';

/** What the address says about the list of findings. An unreadable part is left out rather than breaking a link. */
export const FindingsSearch = z.object({
  tier: z.array(z.enum(TIERS)).optional().catch(undefined),
  verdict: z.enum(['affected', 'undetermined']).optional().catch(undefined),
  site: z.string().optional().catch(undefined),
  department: z.string().optional().catch(undefined),
  action: z.string().optional().catch(undefined),
  due: z.enum(['overdue', 'week', 'month']).optional().catch(undefined),
  disputed: z.literal('yes').optional().catch(undefined),
  q: z.coerce.string().optional().catch(undefined),
  sort: z.enum(FINDING_SORTS).optional().catch(undefined),
  /** Finding whose explanation is open. */
  open: z.string().optional().catch(undefined),
});
export type FindingsSearch = z.output<typeof FindingsSearch>;

export const DevicesSearch = z.object({
  state: z.enum(['affected', 'undetermined', 'unrecognised', 'clear']).optional().catch(undefined),
  q: z.coerce.string().optional().catch(undefined),
});
export type DevicesSearch = z.output<typeof DevicesSearch>;
