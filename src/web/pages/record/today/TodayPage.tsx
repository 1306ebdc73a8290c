import { ROLE_DESCRIPTIONS } from '#engine/access';
import type { Me } from '#contract/people/person';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, midSentence, moment } from '../../../ui/words.ts';
import { StartHere } from './StartHere.tsx';
import { onFindings, StandingNotice, useStanding } from '../../../parts/standing.tsx';
import { useMe } from '../session.ts';
import { DecisionsCard } from './DecisionsCard.tsx';
import { FindingTiles } from './FindingTiles.tsx';
import { homeOf, type Numbers, type Part } from './home.ts';
import { LifecycleCard } from './LifecycleCard.tsx';
import { MetricTiles } from './MetricTiles.tsx';
import { NeedsCard } from './NeedsCard.tsx';
import { NewsCard } from './NewsCard.tsx';
import { PlacesCard } from './PlacesCard.tsx';
import { ProgrammeTiles } from './ProgrammeTiles.tsx';
import { SourcesCard } from './SourcesCard.tsx';
import { usePatching, useToday } from './today-data.ts';
import { CriticalCard, TrendCard } from './TrendCard.tsx';
import { WorkCard } from './WorkCard.tsx';
import './today.css';

type Today = NonNullable<ReturnType<typeof useToday>['data']>;

/** The home of everybody who is signed in: what needs me now, and how things stand. */
export function TodayPage() {
  const me = useMe();
  const { data, error } = useToday();
  if (me === null) return null;
  return (
    <div className="page">
      <title>Today · Patchward</title>
      <div className="head">
        <div>
          <h1>Today</h1>
          <p className="muted">{data === undefined ? sayWho(me) : `${moment(data.at)} · ${sayWho(me)}`}</p>
        </div>
      </div>
      {error !== null && (
        <Card title="Nothing to show">
          <Empty title="The day could not be read">{error.message}</Empty>
        </Card>
      )}
      {data === undefined && error === null && <Waiting lines={10} label="Counting" />}
      {data !== undefined && data.devices === 0 && <StartHere />}
      {data !== undefined && data.devices > 0 && <Day me={me} today={data} />}
    </div>
  );
}

function Day({ me, today }: { readonly me: Me; readonly today: Today }) {
  const home = homeOf(me.grants.map((it) => it.role));
  const seesFindings = me.permissions.includes('findings.read');
  const { data: patching, error } = usePatching(seesFindings);
  const part = (it: Part) => {
    switch (it) {
      case 'decisions':
        return seesFindings && <DecisionsCard key={it} />;
      case 'news':
        return seesFindings && <NewsCard key={it} />;
      case 'critical':
        return patching !== undefined && <CriticalCard key={it} patching={patching} />;
      case 'work':
        return seesFindings && <WorkCard key={it} />;
      case 'needs':
        return <NeedsCard key={it} />;
      case 'map':
        return seesFindings && <PlacesCard key={it} />;
      case 'trend':
        return <TrendCard key={it} today={today} />;
      case 'lifecycle':
        return <LifecycleCard key={it} lifecycle={today.lifecycle} />;
      case 'sources':
        return <SourcesCard key={it} sources={today.sources} />;
    }
  };
  const [first, ...others] = home.numbers;
  const numbers = (it: Numbers) => {
    switch (it) {
      case 'programme':
        return patching !== undefined && <ProgrammeTiles key={it} patching={patching} today={today} />;
      case 'findings':
        return seesFindings && <FindingTiles key={it} />;
      case 'inventory':
        return <MetricTiles key={it} today={today} withSupport={!seesFindings} />;
    }
  };
  return (
    <>
      {seesFindings && <Standing />}
      {error !== null && (
        <Notice tone="bad" title="How patching stands could not be read.">
          {error.message}
        </Notice>
      )}
      {numbers(first)}
      <div className="columns">
        <div className="stack">{home.main.map(part)}</div>
        <div className="stack">{home.side.map(part)}</div>
      </div>
      {others.map(numbers)}
      <p className="muted small">{`Counted over ${countOf(today.devices, 'device')} you may see.`}</p>
    </>
  );
}

/** Which feeds cannot be leaned on: what rests on them is grey below. */
function Standing() {
  const { data } = useStanding();
  return data === undefined ? null : <StandingNotice standing={onFindings(data)} />;
}

function sayWho({ grants }: Me): string {
  const said = grants.map(({ role, scope }) =>
    scope.kind === 'hospital'
      ? midSentence(ROLE_DESCRIPTIONS[role].title)
      : `${midSentence(ROLE_DESCRIPTIONS[role].title)}, ${scope.id}`,
  );
  const whole = grants.every((it) => it.scope.kind === 'hospital');
  return `${said.join(' and ')}${whole ? ' · all sites' : ''}`;
}
