import { TIERS } from '#engine/words';
import { DEVICE_FILTER_FIELDS } from './device-fields.ts';
import type { FilterFields } from './read.ts';

/** What a finding that ended because its device changed can be filtered by: everything its device can, and its own. */
export const FIXED_FINDING_FILTER_FIELDS = {
  ...DEVICE_FILTER_FIELDS,
  vulnerability: { kind: 'text' },
  /** Tier it had when it ended. */
  tier: { kind: 'choice', choices: TIERS },
  detected: { kind: 'day' },
  fixed: { kind: 'day' },
  /** Days from when it was first seen on the device until it ended. */
  took: { kind: 'number' },
} as const satisfies FilterFields;
