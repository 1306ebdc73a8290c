import type { Fix } from './fix.ts';
import { READINESS_KINDS } from './readiness.ts';
import { type ReadinessKind, type ReadinessReason, SAID_REASONS } from './readiness-reasons.ts';

export interface StatedReadiness {
  readonly kind: ReadinessKind;
  /** Null: kept by a version that did not note it. */
  readonly reason: ReadinessReason | null;
}

/** What counts, and whether what a person said does. */
export interface EffectiveReadiness extends StatedReadiness {
  /** `no-fix`: said to be patchable, and there is nothing to patch it with, so that what is derived stands. */
  readonly said: 'nothing' | 'counts' | 'no-fix';
}

/** What a person said goes before what is derived, except that nobody can say a fix into being. */
export function effectiveReadiness(
  derived: StatedReadiness,
  fix: Fix['kind'],
  said: StatedReadiness | null,
): EffectiveReadiness {
  if (said === null) return { ...derived, said: 'nothing' };
  if (said.kind === 'patchable' && fix !== 'vendor-fix') return { ...derived, said: 'no-fix' };
  return { ...said, said: 'counts' };
}

export function isReasonFor(kind: ReadinessKind, reason: ReadinessReason): boolean {
  return (SAID_REASONS[kind] as readonly ReadinessReason[]).includes(reason);
}

/** A device is as ready as the least ready of its findings; null: it has none. */
export function leastReady(kinds: Iterable<ReadinessKind>): ReadinessKind | null {
  let least = -1;
  for (const it of kinds) least = Math.max(least, READINESS_KINDS.indexOf(it));
  return READINESS_KINDS[least] ?? null;
}
