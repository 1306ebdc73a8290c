import { Link } from '@tanstack/react-router';
import type { TodayWorkView } from '#contract/today/routes';
import type { FindingSummary } from '#contract/vulnerabilities/finding';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { StatePill } from '../../../ui/StateShape.tsx';
import { TierPill } from '../../../parts/states.tsx';
import { asOfWords, countedWords, doubtsOn } from '../../../parts/standing.tsx';
import { countOf, span } from '../../../ui/words.ts';
import { useFindingSummary, useTodayWork } from './today-data.ts';

type Work = TodayWorkView['overdue'][number];

/** Overdue and due soon, gravest first, one row for each vulnerability of a model. */
export function WorkCard() {
  const { data, error } = useTodayWork(true);
  const summary = useFindingSummary(true);
  const failed = error ?? summary.error;
  const isRead = data !== undefined && summary.data !== undefined;
  return (
    <Card
      title="Needs you now"
      note={
        data === undefined || data.countedAt === null
          ? 'gravest first'
          : `gravest first · ${countedWords(data.countedAt)}`
      }
      footer="One row for each vulnerability of a model; the date is the earliest of its devices, by the strictest switched-on clock."
    >
      {failed !== null && <Empty title="The findings could not be read">{failed.message}</Empty>}
      {!isRead && failed === null && (
        <div className="card-body">
          <Waiting lines={8} label="Loading findings" />
        </div>
      )}
      {isRead && <Groups data={data} summary={summary.data} />}
    </Card>
  );
}

function Groups({ data, summary }: { readonly data: TodayWorkView; readonly summary: FindingSummary }) {
  if (summary.catalogue === null)
    return (
      <Empty title="No feed that names a product has been read">
        Without advisories nothing can be found: this is not an all-clear.
      </Empty>
    );
  const doubts = doubtsOn(summary.standing, ['verdicts', 'exploitation', 'scores']);
  if (data.overdue.length + data.dueSoon.length === 0 && data.countedAt !== null)
    return (
      <Empty title="Nothing was known to be due">
        {countedWords(data.countedAt)}. This is not an all-clear.
      </Empty>
    );
  if (data.overdue.length + data.dueSoon.length === 0)
    return doubts.length === 0 ? (
      <Empty title="Nothing is due">No affected finding is overdue or due soon.</Empty>
    ) : (
      <Empty title="Nothing is known to be due">{asOfWords(doubts)}. This is not an all-clear.</Empty>
    );
  return (
    <>
      <Group
        title="Overdue"
        count={summary.overdue}
        rows={data.overdue}
        on={data.on}
        filter="verdict:affected due:<today"
      />
      <Group
        title={`Due within ${countOf(data.dueSoonDays, 'day')}`}
        count={summary.dueSoon}
        rows={data.dueSoon}
        on={data.on}
        filter={`verdict:affected due:today..today+${data.dueSoonDays}d`}
      />
    </>
  );
}

interface GroupProps {
  readonly title: string;
  readonly count: number;
  readonly rows: readonly Work[];
  readonly on: string;
  readonly filter: string;
}

function Group({ title, count, rows, on, filter }: GroupProps) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={title}>
      <p className="work-head">
        <span>
          <b>{title}</b> <span className="muted">{countOf(count, 'finding')}</span>
        </span>
        <Link to="/findings" search={{ filter }}>
          Show all
        </Link>
      </p>
      <ul className="work">
        {rows.map((it) => (
          <WorkRow key={`${it.vulnerability} ${it.modelId ?? it.label}`} it={it} on={on} within={filter} />
        ))}
      </ul>
    </section>
  );
}

interface WorkRowProps {
  readonly it: Work;
  readonly on: string;
  /** Of which findings the row is. */
  readonly within: string;
}

function WorkRow({ it, on, within }: WorkRowProps) {
  const model = it.modelId === null ? `"${it.label.replaceAll('"', '')}"` : `modelId:=${it.modelId}`;
  const filter = `${within} vulnerability:="${it.vulnerability}" ${model}`;
  return (
    <li>
      <span className="work-due">
        <DuePill dueOn={it.dueOn} on={on} />
      </span>
      <span className="work-what">
        <Link to="/findings" search={{ filter }} className="strong">
          {`${it.vulnerability} · ${it.label}`}
        </Link>
        <span className="muted small cut block">
          {it.exploited ? 'Actively exploited. ' : ''}
          {it.summary ?? ''}
        </span>
      </span>
      <span className="work-where small">
        <span className="cut block">{sayWhere(it)}</span>
        <span className="muted">{countOf(it.devices, 'device')}</span>
      </span>
      <TierPill tier={it.tier} />
    </li>
  );
}

function sayWhere({ site, department }: Work): string {
  if (site === null) return 'Several sites';
  return department === null ? site : `${site} › ${department}`;
}

function DuePill({ dueOn, on }: { readonly dueOn: string; readonly on: string }) {
  const days = Math.round((Date.parse(dueOn) - Date.parse(on)) / 86_400_000);
  if (days < 0)
    return (
      <StatePill shape="octagon" tone="bad">
        {`${span(-days)} over`}
      </StatePill>
    );
  return (
    <StatePill shape="triangle" tone="warn">
      {days === 0 ? 'today' : `in ${span(days)}`}
    </StatePill>
  );
}
