import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { AdvisoryRow } from '#contract/vulnerabilities/vulnerability';
import * as api from '#contract/vulnerabilities/vulnerability-routes';
import { TierPill } from '../../../parts/states.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import type { GridColumn } from '../../../ui/RowGrid.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { countOf, day } from '../../../ui/words.ts';
import { NounList } from '../NounList.tsx';
import { useReasonNot } from '../session.ts';
import { NoticeForm } from './NoticeForm.tsx';
import { Reached } from './vulnerability-columns.tsx';

const COLUMNS: readonly GridColumn<AdvisoryRow>[] = [
  { key: 'tier', title: 'Here', track: '118px', cell: (it) => <Here it={it} /> },
  {
    key: 'id',
    title: 'Advisory',
    track: 'minmax(130px, 0.8fr)',
    sort: ['advisory', '-advisory'],
    cell: (it) => <AdvisoryLink id={it.id} />,
  },
  {
    key: 'title',
    title: 'Title',
    track: 'minmax(180px, 2fr)',
    cell: (it) => <b className="two">{it.title}</b>,
  },
  {
    key: 'publisher',
    title: 'Publisher',
    track: 'minmax(110px, 0.8fr)',
    from: 980,
    cell: (it) => <span className="two second">{it.publisher ?? 'not stated'}</span>,
  },
  {
    key: 'vulnerabilities',
    title: 'CVEs',
    track: '60px',
    align: 'right',
    from: 820,
    cell: (it) => it.vulnerabilities.length,
  },
  {
    key: 'cvss',
    title: 'CVSS',
    track: '58px',
    align: 'right',
    from: 720,
    sort: ['-cvss', 'cvss'],
    cell: (it) => it.cvss?.toFixed(1) ?? <span className="muted">none</span>,
  },
  {
    key: 'devices',
    title: 'Devices',
    track: '108px',
    align: 'right',
    sort: ['-devices', 'devices'],
    cell: (it) => <Reached it={it} />,
  },
  {
    key: 'revised',
    title: 'Revised',
    track: '112px',
    sort: ['-revised', 'revised'],
    cell: (it) => <RevisedText it={it} />,
  },
];

function AdvisoryLink({ id }: { readonly id: string }) {
  return (
    <Link className="mono two" to="/advisories/$id" params={{ id }}>
      {id}
    </Link>
  );
}

function RevisedText({ it }: { readonly it: AdvisoryRow }) {
  return it.revisedOn === null ? <span className="muted">not stated</span> : day(it.revisedOn);
}

/** What it comes to here: its most urgent tier, that it cannot be told, or that it touches nothing. */
export function Here({ it }: { readonly it: Pick<AdvisoryRow, 'tier' | 'affected'> }) {
  if (it.tier === null) return <span className="muted">no device</span>;
  if (it.affected > 0) return <TierPill tier={it.tier} />;
  return (
    <StateText shape="dashed" tone="warn">
      Can’t be told
    </StateText>
  );
}

const QUESTIONS = [
  ['Touches us', 'touches:yes'],
  ['Critical', 'tier:critical'],
  ['Exploited', 'exploited:yes'],
  ['New this week', 'known:<7d'],
  ['Revised this week', 'revised:>=today-7d'],
  ['With verdicts of the maker', 'vex:yes'],
] as const;

/** Every advisory the feeds brought, with what it comes to here. */
export function AdvisoriesPage() {
  const navigate = useNavigate();
  const [entering, setEntering] = useState(false);
  const mayNot = useReasonNot('feeds.manage');
  return (
    <NounList<AdvisoryRow>
      title="Advisories"
      one="advisory"
      many="advisories"
      intro="also those that touch no device here"
      placeholder="Words, or touches:yes revised:>today-7d publisher:philips"
      questions={QUESTIONS}
      sort="-revised"
      read={(query, signal) => call(api.listAdvisories, { query }, { signal })}
      columns={COLUMNS}
      keyOf={(it) => it.id}
      onOpen={(it) => void navigate({ to: '/advisories/$id', params: { id: it.id } })}
      card={(it) => <AdvisoryCard it={it} />}
      acts={
        <ActButton
          size="xs"
          variant="default"
          icon="plus"
          disabledReason={mayNot}
          onClick={() => setEntering(true)}
        >
          Vendor notice
        </ActButton>
      }
      empty={
        <Empty title="No advisories yet">
          They come with the feeds, once these have been read; what no feed brings can be entered.
        </Empty>
      }
    >
      {entering && <NoticeForm it={null} onCancel={() => setEntering(false)} />}
    </NounList>
  );
}

function AdvisoryCard({ it }: { readonly it: AdvisoryRow }) {
  return (
    <div className="finding-card">
      <div className="row">
        <Here it={it} />
        <AdvisoryLink id={it.id} />
        <span className="push small">
          <Reached it={it} />
        </span>
      </div>
      <div className="cut">
        <b>{it.title}</b>
      </div>
      <div className="cut small muted">
        {it.publisher ?? 'publisher not stated'} · {countOf(it.vulnerabilities.length, 'CVE')} ·{' '}
        <RevisedText it={it} />
      </div>
    </div>
  );
}
