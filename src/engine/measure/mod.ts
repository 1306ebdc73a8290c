export { FIGURE_KEYS, type Figures, NO_FIGURES, sumOf } from './figures.ts';
export { type Metric, METRIC_DESCRIPTIONS, METRICS, SEEN_DAYS } from './metrics.ts';
export { type Punctuality, punctualityOf } from './rhythm.ts';
