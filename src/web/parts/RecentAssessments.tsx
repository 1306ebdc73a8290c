import { Link } from '@tanstack/react-router';
import type { AssessmentView } from '#contract/assessments/assessment';
import { useAbout, useAssessments } from '../data.ts';
import { Card } from '../ui/Card.tsx';
import { StateText } from '../ui/StateShape.tsx';
import { countOf, moment } from '../ui/words.ts';
import { titleOf } from './title.ts';

/** What this server still holds; nothing is shown where there is nothing. */
export function RecentAssessments() {
  const { data } = useAssessments();
  const about = useAbout();
  if (data === undefined || data.items.length === 0) return null;
  const kept = about.data === undefined ? '' : `The latest ${about.data.keptMax} are kept, `;
  return (
    <Card title="Earlier assessments" footer={`${kept}in memory only: they go when the server stops.`}>
      <ul className="list">
        {data.items.map((it) => (
          <li key={it.id}>
            <span className="grow cut">
              <Link to="/assessments/$id" params={{ id: it.id }} className="strong">
                {titleOf(it)}
              </Link>
              <span className="muted small block">
                {moment(it.createdAt)} · {it.preset} policy
              </span>
            </span>
            <Outcome it={it} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Outcome({ it }: { readonly it: AssessmentView }) {
  switch (it.state) {
    case 'running':
      return (
        <StateText shape="half" tone="accent">
          Running
        </StateText>
      );
    case 'failed':
      return (
        <StateText shape="octagon" tone="bad">
          Failed
        </StateText>
      );
    case 'cancelled':
      return (
        <StateText shape="dashed" tone="idle">
          Cancelled
        </StateText>
      );
    case 'done':
      return (
        <span className="second small nowrap">
          {countOf(it.summary?.devices ?? 0, 'device')},{' '}
          {countOf(it.summary?.byTier.critical ?? 0, 'critical finding')}
        </span>
      );
  }
}
