export { FIGURE_KEYS, type Figures, NO_FIGURES, sumOf, sumOver } from './figures.ts';
export { type Metric, METRIC_DESCRIPTIONS, METRICS, SEEN_DAYS } from './metrics.ts';
export { type Punctuality, punctualityOf } from './rhythm.ts';
export { FEED_STATES, type FeedState, feedStateOf, isInDoubt } from './feed-age.ts';
export { implausibleBecause } from './feed-answer.ts';
export { concernsOf, FEED_CONCERNS, type FeedConcern } from './feed-weight.ts';
export {
  BEYOND_DAYS,
  FIXED_DAYS,
  NO_PATCH_FIGURES,
  PATCH_FIGURE_KEYS,
  type PatchFigures,
} from './patch-figures.ts';
export {
  PATCH_MEASURE_DESCRIPTIONS,
  PATCH_MEASURES,
  type PatchMeasure,
  standingOf,
} from './patch-measures.ts';
