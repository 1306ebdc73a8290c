import { Link } from '@tanstack/react-router';
import type { ReadinessOverview } from '#contract/vulnerabilities/readiness';
import { countOf } from '../../../ui/words.ts';
import { besideWords, ReadinessState, reasonWords } from './ReadinessText.tsx';

interface ReadinessLinesProps {
  readonly it: ReadinessOverview;
  /** Of which findings, in the filter grammar. */
  readonly filter: string;
}

/** Findings by how ready they are and why; each line opens its findings. */
export function ReadinessLines({ it, filter }: ReadinessLinesProps) {
  return (
    <ul className="lines">
      {it.counts.map((line) => (
        <li key={JSON.stringify([line.counts, line.derived, line.said])}>
          <span className="row-wrap">
            <ReadinessState kind={line.counts.kind} />
            <span className="second">{reasonWords(line.counts)}</span>
            <Link to="/findings" search={{ filter: filterOf(filter, line) }}>
              {countOf(line.findings, 'finding')}
            </Link>
          </span>
          {line.said !== 'nothing' && <span className="muted small block">{besideWords(line)}</span>}
        </li>
      ))}
    </ul>
  );
}

function filterOf(filter: string, { counts }: ReadinessOverview['counts'][number]): string {
  const reason = counts.reason === null ? '' : ` readinessReason:${counts.reason}`;
  return `${filter} verdict:affected readiness:${counts.kind}${reason}`.trim();
}
