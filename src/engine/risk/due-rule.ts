import { addDays, type CivilDate, daysBetween } from './civil-date.ts';
import { type Clock, mayRule } from './clocks.ts';

/**
 * When the strictest clock runs out, apart from the day a finding was first seen on a device: what devices in the same
 * place with the same configuration share, although some have had the finding for longer than others.
 */
export interface DueRule {
  /** Days from the day it was first seen; null: no such clock runs. */
  readonly afterDays: number | null;
  /** The earliest date that does not depend on that day; null: none. */
  readonly byOn: CivilDate | null;
}

export function dueRuleOf(clocks: readonly Clock[]): DueRule {
  let afterDays: number | null = null;
  let byOn: CivilDate | null = null;
  for (const it of clocks.filter(mayRule)) {
    if (it.dueBy === null) continue;
    // The KEV catalogue brings its own dates, whatever starts its clock.
    if (it.anchor?.what === 'detected' && it.kind !== 'kev')
      afterDays = Math.min(daysBetween(it.anchor.on, it.dueBy), afterDays ?? Number.POSITIVE_INFINITY);
    else if (byOn === null || it.dueBy < byOn) byOn = it.dueBy;
  }
  return { afterDays, byOn };
}

export function dueOn({ afterDays, byOn }: DueRule, detectedOn: CivilDate): CivilDate | null {
  if (afterDays === null) return byOn;
  const after = addDays(detectedOn, afterDays);
  return byOn === null || after < byOn ? after : byOn;
}
