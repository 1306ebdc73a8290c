export { FIGURE_KEYS, type Figures, NO_FIGURES, sumOf } from './figures.ts';
export { type Metric, METRIC_DESCRIPTIONS, METRICS, SEEN_DAYS } from './metrics.ts';
export { type Punctuality, punctualityOf } from './rhythm.ts';
export { FEED_STATES, type FeedState, feedStateOf, isInDoubt } from './feed-age.ts';
export { implausibleBecause } from './feed-answer.ts';
export { concernsOf, FEED_CONCERNS, type FeedConcern } from './feed-weight.ts';
