import type { Clock } from '#engine/risk';
import { daysBetween } from '#engine/risk';
import { counted } from './layout.ts';

/** "2026-03-01, 3 days over", "2026-03-08, in 7 days"; nothing where no deadline runs. */
export function dueWords(dueBy: string | null, asOf: string): string {
  if (dueBy === null) return '';
  const days = daysBetween(asOf, dueBy);
  if (days === 0) return `${dueBy}, today`;
  return days < 0 ? `${dueBy}, ${counted(-days, 'day')} over` : `${dueBy}, in ${counted(days, 'day')}`;
}

const ANCHOR_WORDS = {
  published: 'published',
  detected: 'first seen here',
  'patch-available': 'patch available',
  'kev-added': 'listed as exploited',
} as const satisfies Record<NonNullable<Clock['anchor']>['what'], string>;

/** How one clock stands, in words. */
export function clockWords(clock: Clock, asOf: string): string {
  const since =
    clock.anchor === null ? '' : `, counted from ${ANCHOR_WORDS[clock.anchor.what]} ${clock.anchor.on}`;
  const off = clock.switchedOn ? '' : ', switched off';
  const note = clock.note === null ? '' : ` (${clock.note})`;
  return `${stateWords(clock, asOf)}${since}${off}${note}`;
}

function stateWords(clock: Clock, asOf: string): string {
  switch (clock.state) {
    case 'runs':
      return `due ${dueWords(clock.dueBy, asOf)}`;
    case 'waits':
      return 'waits';
    case 'met':
      return 'met';
    case 'routine':
      return 'with routine updates, no date';
  }
}
