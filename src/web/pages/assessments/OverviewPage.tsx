import { Link, useParams } from '@tanstack/react-router';
import type { AssessmentSummary, AssessmentView } from '#contract/assessments/assessment';
import { useAssessment, useColumns, useTopActions } from '../../data.ts';
import { ActionList } from '../../parts/ActionList.tsx';
import { DoFirst } from '../../parts/DoFirst.tsx';
import { DownloadMenu } from '../../parts/DownloadMenu.tsx';
import { FEED_NAMES } from '../../parts/feeds.ts';
import { RiskMap } from '../../parts/RiskMap.tsx';
import { Tiles } from '../../parts/Tiles.tsx';
import { titleOf } from '../../parts/title.ts';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { StateText } from '../../ui/StateShape.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { countOf, day, whole } from '../../ui/words.ts';

/** What the assessment found, and the acts that clear most of it. */
export function OverviewPage() {
  const { id } = useParams({ from: '/assessments/$id' });
  const { data } = useAssessment(id);
  if (data?.summary == null) return null;
  return (
    <div className="page">
      <OverviewHead it={data} summary={data.summary} />
      <FirstAct id={id} summary={data.summary} />
      <Tiles id={id} summary={data.summary} />
      <div className="columns">
        <div className="stack">
          <TopActions id={id} summary={data.summary} />
          <RiskMap id={id} />
        </div>
        <div className="stack">
          <InventoryCard id={id} summary={data.summary} />
          <FeedsCard summary={data.summary} />
          <Notices summary={data.summary} />
        </div>
      </div>
    </div>
  );
}

function OverviewHead({ it, summary }: { readonly it: AssessmentView; readonly summary: AssessmentSummary }) {
  return (
    <div className="head">
      <div>
        <h1>{titleOf(it)}</h1>
        <p className="muted">
          {countOf(summary.devices, 'device')} · due dates as of {day(summary.asOf)} · policy {summary.policy}
        </p>
      </div>
      <div className="head-acts">
        <DownloadMenu id={it.id} />
        <Link to="/assessments/$id/findings" params={{ id: it.id }} className="button-link">
          {`All ${countOf(summary.findingsAffected + summary.findingsUndetermined, 'finding')}`}
        </Link>
      </div>
    </div>
  );
}

const TOP = 6;
/** Among so many acts the one that is latest is looked for. */
const LOOKED_AT = 60;

function FirstAct({ id, summary }: { readonly id: string; readonly summary: AssessmentSummary }) {
  const { data } = useTopActions(id, LOOKED_AT);
  return data === undefined ? null : <DoFirst id={id} actions={data.items} summary={summary} />;
}

function TopActions({ id, summary }: { readonly id: string; readonly summary: AssessmentSummary }) {
  const { data, error } = useTopActions(id, LOOKED_AT);
  return (
    <Card
      title="Actions"
      note="the one that clears most risk first"
      acts={
        summary.actions > TOP && (
          <Link to="/assessments/$id/actions" params={{ id }}>
            All {whole(summary.actions)} actions
          </Link>
        )
      }
      footer={`Risk points: sum of the scores (0–100) an action clears. All affected findings together: ${whole(summary.riskPoints)}.`}
    >
      {error !== null && <Empty title="The actions could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting />
        </div>
      )}
      {data !== undefined && data.items.length === 0 && (
        <Empty title="Nothing to do">No device is known to be affected by anything these feeds name.</Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <ActionList id={id} actions={data.items.slice(0, TOP)} />
      )}
    </Card>
  );
}

function InventoryCard({ id, summary }: { readonly id: string; readonly summary: AssessmentSummary }) {
  const { data } = useColumns(id);
  const columns = data?.columns ?? [];
  const of = (state: string) => columns.filter((it) => it.state === state);
  const refused = of('refused');
  const unmapped = of('unmapped');
  return (
    <Card
      title="How the file was read"
      acts={
        <Link to="/assessments/$id/columns" params={{ id }}>
          Check columns
        </Link>
      }
    >
      <ul className="list">
        <li>
          <span className="grow">Columns understood</span>
          <StateText shape="check" tone="good">
            {`${of('mapped').length} of ${columns.length}`}
          </StateText>
        </li>
        {unmapped.length > 0 && (
          <li>
            <span className="grow cut">
              Columns kept, not used
              <span className="muted small block cut">{unmapped.map((it) => it.column).join(', ')}</span>
            </span>
            <StateText shape="dashed" tone="idle">
              {whole(unmapped.length)}
            </StateText>
          </li>
        )}
        {refused.length > 0 && (
          <li>
            <span className="grow cut">
              Patient data, not kept
              <span className="muted small block cut">{refused.map((it) => it.column).join(', ')}</span>
            </span>
            <StateText shape="triangle" tone="warn">
              {whole(refused.length)}
            </StateText>
          </li>
        )}
        <li>
          <span className="grow">
            <Link to="/assessments/$id/rejects" params={{ id }}>
              Rejected rows
            </Link>
          </span>
          {summary.rejected === 0 ? (
            <StateText shape="check" tone="good">
              none
            </StateText>
          ) : (
            <StateText shape="octagon" tone="bad">
              {whole(summary.rejected)}
            </StateText>
          )}
        </li>
        {summary.contradictions > 0 && (
          <li>
            <span className="grow">
              <Link to="/assessments/$id/findings" params={{ id }} search={{ disputed: 'yes' as const }}>
                Sources disagree
              </Link>
            </span>
            <StateText shape="diamond" tone="warn">
              {countOf(summary.contradictions, 'finding')}
            </StateText>
          </li>
        )}
      </ul>
    </Card>
  );
}

/** A feed older than this may well miss what is new. */
const STALE_DAYS = 14;

function FeedsCard({ summary }: { readonly summary: AssessmentSummary }) {
  return (
    <Card
      title="Advisories used"
      note="newest entry of each"
      footer={`Stale: nothing newer than ${STALE_DAYS} days, so new weaknesses may be missing.`}
    >
      {summary.feeds.length === 0 ? (
        <Empty title="No feed was read">
          Without advisories nothing can be found: this is not an all-clear.
        </Empty>
      ) : (
        <ul className="list">
          {summary.feeds.map((it) => (
            <li key={it.feed}>
              <span className="grow">
                {FEED_NAMES[it.feed]} <span className="muted small">{countOf(it.records, 'record')}</span>
              </span>
              {it.newestOn === null ? (
                <span className="muted small">no date</span>
              ) : (
                <span className="small nowrap">
                  {ageInDays(it.newestOn, summary.asOf) > STALE_DAYS ? (
                    <StateText shape="dashed" tone="warn">
                      {`Stale, ${day(it.newestOn)}`}
                    </StateText>
                  ) : (
                    day(it.newestOn)
                  )}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function ageInDays(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

const NOTICES_SHOWN = 8;

/** A notice may end in the option that the command line has for it. */
function withoutOption(notice: string): string {
  return notice.replace(/: run with --.*$/, '');
}

function Notices({ summary }: { readonly summary: AssessmentSummary }) {
  if (summary.notices.length === 0) return null;
  const more = summary.notices.length - NOTICES_SHOWN;
  return (
    <Card title="Good to know" note={whole(summary.notices.length)}>
      <ul className="list small">
        {summary.notices.slice(0, NOTICES_SHOWN).map((it) => (
          <li key={it}>
            <span className="break">{withoutOption(it)}</span>
          </li>
        ))}
        {more > 0 && <li className="muted">{countOf(more, 'more notice')} in the downloads</li>}
      </ul>
    </Card>
  );
}
