import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { addressOf, type Answer } from '#contract/kit';
import { cursor, PAGE, paging } from '../../../data.ts';
import { useDensity } from '../../../parts/density.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { type GridColumn, RowGrid } from '../../../ui/RowGrid.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment, whole } from '../../../ui/words.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useActing } from '../act.ts';
import { actWords } from '../act-words.ts';
import { AuditDetail } from './AuditDetail.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import type { AuditSearch } from '../search.ts';
import { useReasonNot } from '../session.ts';

type Entry = Answer<typeof api.listAudit>['items'][number];

/** Every act, newest first, each chained to the one before it. */
export function AuditPage() {
  const reasonNot = useReasonNot('audit.read');
  const [open, setOpen] = useState<Entry | null>(null);
  const [density] = useDensity();
  const filter = useSearch({ from: '/record/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const change = (next: AuditSearch) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) =>
      call(api.listAudit, { query: { ...filter, limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
    enabled: reasonNot === null,
  });
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return (
    <div className="page">
      <title>Audit log · Patchward</title>
      <div className="head">
        <div>
          <h1>Audit log</h1>
          <p className="muted" role="status">
            {total === undefined ? 'Counting' : `${countOf(total, 'entry', 'entries')}, newest first`}
          </p>
        </div>
        {reasonNot === null && (
          <div className="head-acts">
            <a className="button-link" download href={addressOf(api.exportAudit, {})}>
              <Icon name="down" size={14} />
              Export
            </a>
          </div>
        )}
      </div>
      {reasonNot !== null && (
        <div className="card">
          <Empty title="You have no permission to see the audit log">{reasonNot}</Empty>
        </div>
      )}
      {reasonNot === null && (
        <>
          <SignedCard />
          <AuditFilters filter={filter} onChange={change} />
        </>
      )}
      {error !== null && <Empty title="The audit log could not be read">{error.message}</Empty>}
      {reasonNot === null && data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={12} label="Loading audit log" />
        </div>
      )}
      {data !== undefined && rows.length === 0 && (
        <div className="card">
          <Empty title="No entry matches this filter">
            <Link to="/audit" search={{}}>
              Show all entries
            </Link>
          </Empty>
        </div>
      )}
      {rows.length > 0 && (
        <RowGrid<Entry>
          label="Audit log"
          columns={COLUMNS}
          rows={rows}
          total={total ?? rows.length}
          keyOf={(it) => String(it.seq)}
          density={density}
          onOpen={setOpen}
          onNearEnd={more}
          card={(row) => <EntryCard it={row} />}
        />
      )}
      <Sheet label="Audit entry" side="right" width={480} open={open !== null} onClose={() => setOpen(null)}>
        {open !== null && <EntryDetails it={open} />}
      </Sheet>
    </div>
  );
}

const COLUMNS: readonly GridColumn<Entry>[] = [
  { key: 'seq', title: 'No.', track: '64px', align: 'right', cell: (it) => whole(it.seq) },
  {
    key: 'at',
    title: 'When',
    track: '208px',
    cell: (it) => (
      <time dateTime={it.at} title={it.at} className="second">
        {moment(it.at)}
      </time>
    ),
  },
  { key: 'actor', title: 'Who', track: 'minmax(120px, 0.8fr)', cell: (it) => it.actorName },
  { key: 'act', title: 'What', track: 'minmax(160px, 1fr)', cell: (it) => <b>{actWords(it.act)}</b> },
  {
    key: 'subject',
    title: 'On',
    track: 'minmax(120px, 1fr)',
    from: 900,
    cell: (it) => <span className="mono second">{subjectOf(it)}</span>,
  },
  {
    key: 'hash',
    title: 'Hash',
    track: '132px',
    from: 760,
    cell: (it) => (
      <span className="mono muted" title={it.hash}>
        {it.hash.slice(0, 12)}…
      </span>
    ),
  },
];

function subjectOf({ subjectKind, subjectId }: Entry): string {
  return subjectKind === null ? 'the hospital' : `${subjectKind} ${subjectId ?? ''}`.trim();
}

function EntryCard({ it }: { readonly it: Entry }) {
  return (
    <div className="finding-card">
      <div className="row">
        <b className="cut">{actWords(it.act)}</b>
        <span className="push small muted">{`No. ${whole(it.seq)}`}</span>
      </div>
      <div>{it.actorName}</div>
      <div className="cut small muted">{`${moment(it.at)} · ${subjectOf(it)}`}</div>
    </div>
  );
}

function EntryDetails({ it }: { readonly it: Entry }) {
  const facts: readonly (readonly [string, string])[] = [
    ['When', `${moment(it.at)} (${it.at})`],
    ['Who', it.actorName],
    ['Act', it.act],
    ['On', subjectOf(it)],
    ['Hash', it.hash],
  ];
  return (
    <div className="sheet-form stack">
      <h2>{`${actWords(it.act)} · No. ${whole(it.seq)}`}</h2>
      <dl className="plain-list">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={name === 'Hash' || name === 'On' ? 'mono break' : 'break'}>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Detail</dt>
          <dd>
            <AuditDetail of={it.detail} />
          </dd>
        </div>
      </dl>
      <div>
        <a
          className="button-link"
          download={`audit-entry-${it.seq}-proof.json`}
          href={addressOf(api.proveAuditEntry, { params: { seq: it.seq } })}
        >
          <Icon name="down" size={14} />
          Proof of this entry
        </a>
      </div>
    </div>
  );
}

/** How far the log is signed, and the key that an export proves itself against. */
function SignedCard() {
  const client = useQueryClient();
  const acting = useActing();
  const mayNotRenew = useReasonNot('settings.manage');
  const [sure, setSure] = useState(false);
  const renew = () =>
    acting.run(async () => {
      await call(api.renewAuditKey, {});
      setSure(false);
      await client.invalidateQueries({ queryKey: ['audit-checkpoint'] });
      await client.invalidateQueries({ queryKey: ['audit'] });
    });
  const { data, error } = useQuery({
    queryKey: ['audit-checkpoint'],
    staleTime: 60_000,
    queryFn: ({ signal }) => call(api.readAuditCheckpoint, {}, { signal }),
  });
  // Second line of the signed note: how many entries it covers.
  const size = Number(data?.checkpoint?.split('\n')[1] ?? 0);
  return (
    <Card
      title="Signed state"
      className="below"
      footer="Each entry carries the hash of the one before it. Keep the key elsewhere: patchward audit verify proves an export against it without this server."
    >
      <div className="card-body row-wrap">
        {error !== null && <span className="second">{error.message}</span>}
        {data === undefined && error === null && <span className="muted">Signing</span>}
        {data !== undefined && (
          <>
            <StateText shape="check" tone="good">
              {`${countOf(size, 'entry', 'entries')} under the newest signature`}
            </StateText>
            <span className="mono small second break">{data.key}</span>
            <span className="push row-wrap">
              {sure && (
                <span className="small second">
                  The key of now signs that the new one follows, and is forgotten. Feed bundles are signed
                  with the new one, too.
                </span>
              )}
              <ActButton
                size="xs"
                variant="default"
                loading={acting.busy}
                disabledReason={mayNotRenew}
                onClick={sure ? renew : () => setSure(true)}
              >
                {sure ? 'Change the key' : 'New signing key'}
              </ActButton>
            </span>
          </>
        )}
      </div>
      {data !== undefined && data.formerKeys.length > 0 && (
        <p className="card-body small second break">
          {`Signed before it, and handed over: ${data.formerKeys.join(', ')}`}
        </p>
      )}
      {acting.problem !== null && (
        <div className="card-body">
          <Notice tone="bad" title="That did not work." urgent>
            {acting.problem}
          </Notice>
        </div>
      )}
      <ProofSheet of={acting} />
    </Card>
  );
}
