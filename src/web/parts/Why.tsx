import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Explanation } from '#contract/assessments/finding';
import { useExplanation } from '../data.ts';
import { ActionIcon } from '@mantine/core';
import { Empty } from '../ui/Empty.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { capital, day, percent, valueWords } from '../ui/words.ts';
import { Clocks } from './Clocks.tsx';
import { SAYER_NAMES } from './feeds.ts';
import { IdentifiedAs } from './IdentifiedAs.tsx';
import { Impact } from './Impact.tsx';
import { ScoreBar } from './ScoreBar.tsx';
import { Ssvc } from './Ssvc.tsx';
import { DueText, TIER_LOOKS, TierPill, VerdictText } from './states.tsx';

interface WhyProps {
  readonly assessmentId: string;
  readonly findingId: string;
  readonly onClose: () => void;
}

/** Why a finding of an assessment is what it is. */
export function Why({ assessmentId, findingId, onClose }: WhyProps) {
  const { data, error } = useExplanation(assessmentId, findingId);
  const device = data?.finding.deviceId;
  return (
    <WhyPanel
      data={data}
      error={error}
      onClose={onClose}
      device={
        device !== undefined && (
          <Link
            className="mono"
            to="/assessments/$id/devices/$deviceId"
            params={{ id: assessmentId, deviceId: device }}
          >
            {device}
          </Link>
        )
      }
    />
  );
}

interface WhyPanelProps {
  readonly data: Explanation | undefined;
  readonly error: Error | null;
  /** Leads to the device. */
  readonly device: ReactNode;
  readonly onClose: () => void;
  /** What a person can do about it. */
  readonly acts?: ReactNode;
  /** What is to be known before reading it. */
  readonly above?: ReactNode;
  /** It rests on something that cannot be leaned on now. */
  readonly isDoubtful?: boolean;
}

/** Why a finding is what it is, in six steps that end in its clocks. */
export function WhyPanel({ data, error, device, onClose, acts, above, isDoubtful = false }: WhyPanelProps) {
  return (
    <div className="why">
      <div className="why-head">
        <h2>
          {data === undefined ? 'Why' : titleOf(data)}
          {data !== undefined && <span className="mono">{data.finding.vulnerability}</span>}
        </h2>
        <ActionIcon variant="subtle" size={28} aria-label="Close explanation" onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      {error !== null && <Empty title="The explanation could not be read">{error.message}</Empty>}
      {data === undefined && error === null && <Waiting lines={9} label="Loading explanation" />}
      {above}
      {data !== undefined && (
        <div className={isDoubtful ? 'in-doubt' : ''}>
          <WhyBody it={data} device={device} />
        </div>
      )}
      {data !== undefined && acts}
    </div>
  );
}

function titleOf({ finding }: Explanation): string {
  return finding.verdict === 'undetermined'
    ? 'Why it can’t be told · '
    : `Why ${TIER_LOOKS[finding.tier].word} · `;
}

function WhyBody({ it, device }: { readonly it: Explanation; readonly device: ReactNode }) {
  const { finding } = it;
  return (
    <>
      <div className="why-about">
        <p>
          <b>{finding.deviceLabel}</b> {device}
        </p>
        {finding.summary !== null && <p className="second">{finding.summary}</p>}
        <p className="why-do">
          <b>{capital(finding.fix)}</b>
          {finding.due !== null && <DueText due={finding.due} />}
        </p>
      </div>
      <ol className="steps">
        <Step title="Identified as" number={1}>
          <IdentifiedAs links={it.identified} />
        </Step>
        <Step title={finding.verdict === 'affected' ? 'Criterion met' : 'Criterion'} number={2}>
          <Criteria it={it} />
        </Step>
        <Step title="Versions compared" number={3}>
          <Compared it={it} />
        </Step>
        <Step title="Score" number={4}>
          <ScoreBar score={finding.score} contributions={it.contributions} />
        </Step>
        <Step title="Tier" number={5}>
          <p>
            <TierPill tier={finding.tier} />{' '}
            <span className="second">{withoutTier(it.because.join('. '))}</span>
          </p>
          <Ssvc it={it.ssvc} />
        </Step>
        <Step title="Clocks side by side" number={6}>
          <Clocks clocks={it.clocks} />
        </Step>
      </ol>
      <Impact facts={it.impact} />
      <Remedies it={it} />
      <Facts it={it} />
    </>
  );
}

/** The pill beside it has said the tier already. */
function withoutTier(because: string): string {
  return capital(because.replace(/^(?:Critical|High|Unscored|Medium|Low): /, ''));
}

function Step({
  number,
  title,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <li>
      <span className="step-number" aria-hidden="true">
        {number}
      </span>
      <div>
        <h3>{title}</h3>
        {children}
      </div>
    </li>
  );
}

function Criteria({ it }: { readonly it: Explanation }) {
  return (
    <ul className="lines">
      {it.grounds.map((ground) => (
        <li key={`${ground.source}${ground.reference}${ground.item}${ground.because}`}>
          <span>
            {SAYER_NAMES[ground.source]} <span className="mono wrap">{ground.reference}</span>
          </span>
          <span className="second">
            names “{ground.product}”: {ground.because} <VerdictText verdict={ground.says} />
          </span>
        </li>
      ))}
      {it.contradiction !== null && (
        <li>
          <Notice tone="warn" title="Sources disagree">
            {it.contradiction}
          </Notice>
        </li>
      )}
    </ul>
  );
}

function Compared({ it }: { readonly it: Explanation }) {
  const { verdict } = it.finding;
  const deciding = it.grounds.find((ground) => ground.says === verdict) ?? it.grounds[0];
  if (deciding === undefined) return <p className="muted">Nothing was compared.</p>;
  const fixedIn = deciding.fixedIn ?? it.fix.version;
  return (
    <>
      <div className="compared">
        <span>
          <span className="tiny muted">on device</span>
          <b className="mono">{deciding.version ?? 'not known'}</b>
        </span>
        {fixedIn !== null && (
          <>
            <Icon name="right" />
            <span>
              <span className="tiny muted">fixed in</span>
              <b className="mono">{fixedIn}</b>
            </span>
          </>
        )}
        <VerdictText verdict={verdict} />
      </div>
      <p className="small muted">{capital(deciding.because)}</p>
    </>
  );
}

function Remedies({ it }: { readonly it: Explanation }) {
  return (
    <section className="why-more" aria-label="What can be done">
      <h3>What can be done</h3>
      <p>
        <b>{capital(it.readiness.state)}</b> <span className="second">{it.readiness.because}</span>
      </p>
      {it.remedies.length === 0 ? (
        <p className="muted">No source names a fix or a mitigation.</p>
      ) : (
        <ul className="lines">
          {it.remedies.map((remedy) => (
            <li key={`${remedy.advisory}${remedy.details}`}>
              <span>
                <span className="tag">{valueWords(remedy.category)}</span>{' '}
                <span className="mono small">{remedy.advisory}</span>
              </span>
              <span className="second">
                {remedy.details} {remedy.url !== null && <OutLink href={remedy.url} />}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function OutLink({ href }: { readonly href: string }) {
  if (!/^https?:/i.test(href)) return null;
  return (
    <a href={href} target="_blank" rel="noreferrer" className="nowrap">
      {new URL(href).hostname} <Icon name="external" size={12} />
    </a>
  );
}

function Facts({ it }: { readonly it: Explanation }) {
  const { facts } = it;
  const lines: readonly (readonly [string, string | null])[] = [
    ['Published', facts.publishedAt === null ? null : day(facts.publishedAt)],
    ['CVSS vector', facts.vector],
    ['Scored by', facts.scoredBy],
    ['EPSS', facts.epss === null ? null : `${percent(facts.epss)} chance of exploitation in 30 days`],
    [
      'Exploited since',
      facts.exploitedSince === null
        ? null
        : `${day(facts.exploitedSince)}${facts.ransomware ? ', used by ransomware' : ''}`,
    ],
    ['Weakness', facts.cwes.join(', ') || null],
    ['Also known as', facts.aliases.join(', ') || null],
    ['Advisories', facts.advisories.join(', ') || null],
    ...it.device.map(({ field, value }) => [field, value] as const),
  ];
  return (
    <details className="why-more">
      <summary>All facts about the weakness and the device</summary>
      <dl className="facts">
        {lines
          .filter((line) => line[1] !== null)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={name === 'CVSS vector' ? 'mono wrap' : ''}>{value}</dd>
            </div>
          ))}
      </dl>
    </details>
  );
}
