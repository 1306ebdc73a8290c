import { READINESS_KINDS, READINESS_REASONS } from '#engine/triage';
import { TIERS } from '#engine/words';
import { DEVICE_FILTER_FIELDS } from './device-fields.ts';
import type { FilterFields } from './read.ts';

const TEXT = { kind: 'text' } as const;
const NUMBER = { kind: 'number' } as const;

/** What a finding can be filtered by: everything its device can, and its own. */
export const FINDING_FILTER_FIELDS = {
  ...DEVICE_FILTER_FIELDS,
  /** Id of the device, as its address has it. */
  device: TEXT,
  tier: { kind: 'choice', choices: TIERS },
  verdict: { kind: 'choice', choices: ['affected', 'undetermined'] },
  confidence: { kind: 'choice', choices: ['confirmed', 'probable'] },
  vulnerability: TEXT,
  /** An advisory among its grounds. */
  advisory: TEXT,
  /** Number of the act that settles it. */
  action: NUMBER,
  exploited: { kind: 'flag' },
  score: NUMBER,
  cvss: NUMBER,
  epss: NUMBER,
  due: { kind: 'day' },
  detected: { kind: 'day' },
  fix: { kind: 'choice', choices: ['vendor-fix', 'mitigation', 'none'] },
  fixVersion: TEXT,
  /** What a person said before what is derived. */
  readiness: { kind: 'choice', choices: READINESS_KINDS },
  readinessReason: { kind: 'choice', choices: READINESS_REASONS },
  /** Somebody said how ready the device is, against what is derived. */
  overridden: { kind: 'flag' },
  /** Covered by an approved decision; a filter that does not ask leaves these out. */
  decided: { kind: 'flag' },
  /** Sources disagree. */
  disputed: { kind: 'flag' },
} as const satisfies FilterFields;
