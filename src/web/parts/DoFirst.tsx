import { Link } from '@tanstack/react-router';
import type { AssessmentSummary } from '#contract/assessments/assessment';
import type { ActionRow } from '#contract/assessments/lists';
import { useGravest } from '../gravest.ts';
import { capital, countOf, percent, whole } from '../ui/words.ts';
import { DueText, TierPill } from './states.tsx';

interface DoFirstProps {
  readonly id: string;
  /** Worth most first. */
  readonly actions: readonly ActionRow[];
  readonly summary: AssessmentSummary;
}

/** What to do first and why, in one glance; beside it what is late already, unless that is the same act. */
export function DoFirst({ id, actions, summary }: DoFirstProps) {
  const [first] = actions;
  if (first === undefined) return <NothingFirst id={id} summary={summary} />;
  const { overdue } = summary;
  const latest = actions.reduce((most, it) => (it.overdue > most.overdue ? it : most), first);
  return (
    <section className="card do-first" aria-labelledby="do-first">
      <div className="do-first-act">
        <h2 id="do-first">Do first</h2>
        <ActionTitle id={id} it={first} />
        {first.details !== null && <p className="do-first-details second">{first.details}</p>}
        <p>
          <b>Why:</b> it clears {percent(first.share)} of all open risk, more than any other act:{' '}
          {countOf(first.vulnerabilities.length, 'CVE')} on {countOf(first.devices, 'device')}.{' '}
          <Gravest id={id} action={first.id} />
        </p>
        <p className="row-wrap">
          <TierPill tier={first.highestTier} />
          <DueText due={first.due} />
          <FindingsLink id={id} it={first} primary />
        </p>
      </div>
      {latest.overdue > 0 && latest !== first && (
        <div className="do-first-act late">
          <h3>Late already: {countOf(overdue, 'finding')}</h3>
          <ActionTitle id={id} it={latest} />
          <p>
            <b>Why next:</b> it ends {whole(latest.overdue)} of the {whole(overdue)}, more than any other act.
          </p>
          <p className="row-wrap">
            <TierPill tier={latest.highestTier} />
            <DueText due={latest.due} />
            <FindingsLink id={id} it={latest} />
          </p>
        </div>
      )}
    </section>
  );
}

/** No act is no all-clear where devices were not recognised. */
function NothingFirst({ id, summary }: Pick<DoFirstProps, 'id' | 'summary'>) {
  const unknown = summary.devices - summary.identified;
  return (
    <section className="card do-first" aria-labelledby="do-first">
      <div className="do-first-act">
        <h2 id="do-first">Do first</h2>
        <p className="do-first-title">
          {unknown === 0
            ? 'Nothing: no device is known to be affected'
            : `Find out what ${countOf(unknown, 'device is', 'devices are')}`}
        </p>
        <p>
          <b>Why:</b>{' '}
          {unknown === 0
            ? 'every device was recognised, and no feed says that its version is affected.'
            : 'no feed names a product that is surely theirs, so nothing is known of them, good or bad. Maker, model and version tell the most.'}
        </p>
        {unknown > 0 && (
          <p className="row-wrap">
            <Link to="/assessments/$id/columns" params={{ id }} className="button-link primary">
              Check the columns
            </Link>
            <Link
              to="/assessments/$id/devices"
              params={{ id }}
              search={{ state: 'unrecognised' as const }}
              className="button-link"
            >
              See the {countOf(unknown, 'device')}
            </Link>
          </p>
        )}
      </div>
    </section>
  );
}

function ActionTitle({ id, it }: { readonly id: string; readonly it: ActionRow }) {
  return (
    <p className="do-first-title">
      <Link to="/assessments/$id/findings" params={{ id }} search={{ action: it.id }}>
        {it.title}
      </Link>
    </p>
  );
}

function FindingsLink(props: { readonly id: string; readonly it: ActionRow; readonly primary?: boolean }) {
  return (
    <Link
      to="/assessments/$id/findings"
      params={{ id: props.id }}
      search={{ action: props.it.id }}
      className={props.primary === true ? 'button-link primary' : 'button-link'}
    >
      See the {countOf(props.it.findings, 'finding')}
    </Link>
  );
}

/** Where it hurts most, in the words that set its tier. */
function Gravest({ id, action }: { readonly id: string; readonly action: string }) {
  const { data } = useGravest(id, action);
  if (data == null) return null;
  return (
    <>
      Gravest: <span className="mono nowrap">{data.finding.vulnerability}</span>, {whole(data.finding.score)}{' '}
      of 100. {capital(data.because.join('. '))}.
    </>
  );
}
