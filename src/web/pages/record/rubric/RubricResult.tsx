import type { RubricScore } from '#engine/rubric';
import { countOf } from '../../../ui/words.ts';

const METRIC_WORDS = {
  AV: 'Attack vector',
  AC: 'Attack complexity',
  PR: 'Privileges required',
  UI: 'User interaction',
  S: 'Scope',
  C: 'Confidentiality',
  I: 'Integrity',
  A: 'Availability',
} as const satisfies Record<RubricScore['metrics'][number]['metric'], string>;

/** The vector and score that the answers come to, and which answer set each metric. */
export function RubricResult({ it }: { readonly it: RubricScore }) {
  return (
    <div className="stack">
      <p role="status" aria-live="polite">
        <span className="rubric-score">{it.score.toFixed(1)}</span>{' '}
        <span className="second">
          CVSS 3.1{it.environmentalScore !== null && `, base ${it.baseScore.toFixed(1)}`}
        </span>
        <span className="mono small block break">{it.vector}</span>
        <span className="muted small block">
          {it.open.length === 0
            ? 'Every question is answered'
            : `${countOf(it.open.length, 'question')} open: each counts as the graver answer`}
        </span>
      </p>
      <MetricLines it={it} />
    </div>
  );
}

export function MetricLines({ it }: { readonly it: RubricScore }) {
  return (
    <ul className="lines small">
      {it.metrics.map(({ metric, value, because, isAssumed }) => (
        <li key={metric}>
          <b className="mono">{`${metric}:${value}`}</b> {METRIC_WORDS[metric]}
          <span className="muted block">{isAssumed ? `${because} (assumed)` : because}</span>
        </li>
      ))}
    </ul>
  );
}
