import { styleText } from 'node:util';
import type { Tier } from '#engine/words';
import type { Io } from './io.ts';

/** Colour as a second sign beside the word, never instead of it; plain text where colours are unwanted. */
export interface Paint {
  heading(text: string): string;
  quiet(text: string): string;
  warning(text: string): string;
  tier(text: string, tier: Tier): string;
}

const TIER_STYLE = {
  critical: ['bold', 'red'],
  high: ['red'],
  unscored: ['magenta'],
  medium: ['yellow'],
  low: ['green'],
} as const satisfies Record<Tier, readonly string[]>;

export function paintFor(io: Pick<Io, 'colour'>): Paint {
  if (!io.colour) return { heading: same, quiet: same, warning: same, tier: same };
  return {
    heading: (text) => styled(['bold'], text),
    quiet: (text) => styled(['dim'], text),
    warning: (text) => styled(['yellow'], text),
    tier: (text, tier) => styled(TIER_STYLE[tier], text),
  };
}

function same(text: string): string {
  return text;
}

function styled(
  style: readonly ('bold' | 'dim' | 'red' | 'magenta' | 'yellow' | 'green')[],
  text: string,
): string {
  return styleText([...style], text, { validateStream: false });
}
