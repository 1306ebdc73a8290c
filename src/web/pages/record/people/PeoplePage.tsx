import { Select, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { PersonView, PersonWithWayIn } from '#contract/people/people-routes';
import { ROLE_DESCRIPTIONS, ROLES } from '#engine/access';
import { cursor, PAGE, paging } from '../../../data.ts';
import { useDensity } from '../../../parts/density.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { type GridColumn, RowGrid } from '../../../ui/RowGrid.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { capital, countOf } from '../../../ui/words.ts';
import { AddPersonForm } from './AddPersonForm.tsx';
import { grantWords } from './grant-words.ts';
import type { PeopleSearch } from '../search.ts';
import { useReasonNot } from '../session.ts';
import { WayInCard } from './WayInCard.tsx';

/** Everybody with an account: who they are, what they may do and where, how safely they sign in. */
export function PeoplePage() {
  const reasonNot = useReasonNot('people.read');
  const mayNotManage = useReasonNot('people.manage');
  const filter = useSearch({ from: '/record/people' });
  const navigate = useNavigate({ from: '/people' });
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<PersonWithWayIn | null>(null);
  const [density] = useDensity();
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['people', filter],
    queryFn: ({ signal, pageParam }) =>
      call(api.listPeople, { query: { ...filter, limit: PAGE, ...cursor(pageParam) } }, { signal }),
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
  const change = (next: PeopleSearch) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  const added = (it: PersonWithWayIn) => {
    setAdding(false);
    setMade(it);
    void client.invalidateQueries({ queryKey: ['people'] });
  };
  return (
    <div className="page">
      <title>People · Patchward</title>
      <div className="head">
        <div>
          <h1>People</h1>
          <p className="muted" role="status">
            {total === undefined ? 'People and service accounts' : countOf(total, 'account')}
          </p>
        </div>
        <div className="head-acts">
          <ActButton icon="plus" disabledReason={mayNotManage} onClick={() => setAdding(true)}>
            Add account
          </ActButton>
        </div>
      </div>
      {made !== null && (
        <div className="below">
          <WayInCard of={made} onKept={() => setMade(null)} />
        </div>
      )}
      {reasonNot !== null ? (
        <div className="card">
          <Empty title="You have no permission to see people">{reasonNot}</Empty>
        </div>
      ) : (
        <PeopleFilters filter={filter} onChange={change} />
      )}
      {error !== null && <Empty title="The people could not be read">{error.message}</Empty>}
      {reasonNot === null && data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={10} label="Loading people" />
        </div>
      )}
      {data !== undefined && rows.length === 0 && (
        <div className="card">
          <Empty title="No account matches this filter">
            <Link to="/people" search={{}}>
              Show everybody
            </Link>
          </Empty>
        </div>
      )}
      {rows.length > 0 && (
        <RowGrid<PersonView>
          label="People"
          columns={COLUMNS}
          rows={rows}
          total={total ?? rows.length}
          keyOf={(it) => it.id}
          density={density}
          onOpen={(it) => void navigate({ to: '/people/$personId', params: { personId: it.id } })}
          onNearEnd={more}
          card={(row) => <PersonCard it={row} />}
        />
      )}
      <Sheet label="Add an account" side="right" width={560} open={adding} onClose={() => setAdding(false)}>
        {adding && <AddPersonForm onAdded={added} />}
      </Sheet>
    </div>
  );
}

interface PeopleFiltersProps {
  readonly filter: PeopleSearch;
  readonly onChange: (next: PeopleSearch) => void;
}

const ROLE_CHOICES = ROLES.map((value) => ({ value, label: ROLE_DESCRIPTIONS[value].title }));
const KINDS = [
  { value: 'person', label: 'People' },
  { value: 'service', label: 'Service accounts' },
];
const STATES = [
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
];

function PeopleFilters({ filter, onChange }: PeopleFiltersProps) {
  return (
    <search className="filters no-print" aria-label="Filter people">
      <div className="filter-row">
        <TextInput
          className="search-box"
          aria-label="Search people"
          placeholder="Name or sign-in name"
          value={filter.q ?? ''}
          onChange={(event) => onChange({ q: event.currentTarget.value || undefined })}
        />
        <Select
          className="filter-select"
          aria-label="Role"
          placeholder="Any role"
          clearable
          data={ROLE_CHOICES}
          value={filter.role ?? null}
          onChange={(it) => onChange({ role: (it ?? undefined) as PeopleSearch['role'] })}
        />
        <Select
          className="filter-select"
          aria-label="Kind of account"
          placeholder="All accounts"
          clearable
          data={KINDS}
          value={filter.kind ?? null}
          onChange={(it) => onChange({ kind: (it ?? undefined) as PeopleSearch['kind'] })}
        />
        <Select
          className="filter-select"
          aria-label="State"
          placeholder="Any state"
          clearable
          data={STATES}
          value={filter.state ?? null}
          onChange={(it) => onChange({ state: (it ?? undefined) as PeopleSearch['state'] })}
        />
      </div>
    </search>
  );
}

const COLUMNS: readonly GridColumn<PersonView>[] = [
  {
    key: 'name',
    title: 'Name',
    track: 'minmax(180px, 1fr)',
    cell: (it) => (
      <>
        <Link to="/people/$personId" params={{ personId: it.id }} className="strong">
          {it.name}
        </Link>{' '}
        <span className="muted small">{it.login}</span>
      </>
    ),
  },
  {
    key: 'roles',
    title: 'Roles',
    track: 'minmax(200px, 1.6fr)',
    cell: (it) => (
      <span title={it.grants.map(grantWords).join('; ')}>
        {it.grants.length === 0 ? <span className="muted">none</span> : it.grants.map(grantWords).join(' · ')}
      </span>
    ),
  },
  { key: 'factor', title: 'Second factor', track: '168px', from: 900, cell: (it) => <FactorState of={it} /> },
  {
    key: 'seen',
    title: 'Signed in',
    track: '120px',
    from: 760,
    cell: (it) =>
      it.signedInAt === null ? <span className="muted">never</span> : <Instant at={it.signedInAt} />,
  },
  { key: 'state', title: 'State', track: '136px', cell: (it) => <PersonState of={it} /> },
];

function FactorState({ of }: { readonly of: PersonView }) {
  if (of.kind === 'service') return <span className="muted">tokens only</span>;
  const has = [of.authenticatorApp ? 'app' : '', of.passkeys > 0 ? countOf(of.passkeys, 'passkey') : ''];
  const words = has.filter((it) => it !== '').join(' and ');
  return words === '' ? (
    <StateText shape="triangle" tone="warn">
      None
    </StateText>
  ) : (
    <StateText shape="check" tone="good">
      {capital(words)}
    </StateText>
  );
}

/** What an account is good for now, shape and word together. */
export function PersonState({ of }: { readonly of: PersonView }) {
  if (of.disabledAt !== null)
    return (
      <StateText shape="dashed" tone="idle">
        Disabled
      </StateText>
    );
  if (of.linkUntil !== null || of.passwordMustChange)
    return (
      <StateText shape="half" tone="warn">
        Invited
      </StateText>
    );
  return (
    <StateText shape={of.breakGlass ? 'diamond' : 'check'} tone={of.breakGlass ? 'warn' : 'good'}>
      {of.breakGlass ? 'Break-glass' : 'Active'}
    </StateText>
  );
}

function PersonCard({ it }: { readonly it: PersonView }) {
  return (
    <div className="finding-card">
      <div className="row">
        <Link to="/people/$personId" params={{ personId: it.id }} className="strong cut">
          {it.name}
        </Link>
        <span className="push">
          <PersonState of={it} />
        </span>
      </div>
      <div className="cut second">{it.grants.map(grantWords).join(' · ') || 'No role'}</div>
      <div className="cut small muted">{it.login}</div>
    </div>
  );
}
