import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/procurement-routes';
import type { ClearanceView } from '#contract/inventory/procurement-routes';
import { cursor, PAGE, paging } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { MoreRows } from '../../../ui/MoreRows.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, day, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import type { ProcurementSearch } from '../search.ts';
import { useReasonNot } from '../session.ts';
import { STANDING_FILTERS, STANDING_LOOKS, STATE_LOOKS } from './clearance-words.ts';

const TABS = [
  { value: 'waiting', label: 'Waiting' },
  { value: 'decided', label: 'Decided' },
] as const;
const DECIDED = ['cleared', 'conditional', 'refused'] as const;

/** The gate before a model is bought or put in service: what waits, what was decided, and what never passed it. */
export function ProcurementPage() {
  const [asking, setAsking] = useState(false);
  const mayNot = useReasonNot('inventory.structure');
  return (
    <div className="page">
      <title>Procurement · Patchward</title>
      <div className="head">
        <div>
          <h1>Procurement</h1>
          <p className="muted">
            Before a model is bought or put in service, six things have to be known of it, and two people let
            it through.
          </p>
        </div>
        <div className="head-acts">
          <ActButton icon="plus" disabledReason={mayNot} onClick={() => setAsking(true)}>
            Request a model
          </ActButton>
        </div>
      </div>
      {asking && <AskForm onClose={() => setAsking(false)} />}
      <div className="stack">
        <StandingsCard />
        <ClearancesCard />
      </div>
    </div>
  );
}

function AskForm({ onClose }: { readonly onClose: () => void }) {
  const [manufacturer, setManufacturer] = useState('');
  const [model, setModel] = useState('');
  const [need, setNeed] = useState('');
  const acting = useActing();
  const navigate = useNavigate();
  const missing =
    manufacturer.trim() === '' || model.trim() === ''
      ? 'Name the maker and the model'
      : need.trim().length < 3
        ? 'Say what it is wanted for'
        : null;
  const ask = () =>
    acting.run(async () => {
      const { modelId } = await call(api.requestClearance, {
        body: { wanted: { manufacturer, model }, need },
      });
      await navigate({ to: '/models/$modelId', params: { modelId }, search: { tab: 'clearance' } });
    });
  return (
    <form
      className="card card-body field-form below"
      aria-label="Request a model"
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null) ask();
      }}
    >
      <div className="field-grid">
        <TextInput
          label="Maker"
          value={manufacturer}
          onChange={(it) => setManufacturer(it.currentTarget.value)}
        />
        <TextInput label="Model" value={model} onChange={(it) => setModel(it.currentTarget.value)} />
        <Textarea
          className="field-wide"
          label="What it is wanted for"
          autosize
          minRows={2}
          value={need}
          onChange={(it) => setNeed(it.currentTarget.value)}
        />
      </div>
      {acting.problem !== null && (
        <Notice tone="bad" title="Not requested." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={missing} onClick={ask}>
          Request clearance
        </ActButton>
        <ActButton variant="default" onClick={onClose}>
          Cancel
        </ActButton>
      </div>
    </form>
  );
}

const STANDINGS = ['none', 'refused', 'expired', 'conditional', 'cleared'] as const;

function StandingsCard() {
  const { data, error } = useQuery({
    queryKey: ['clearances', 'standings'],
    queryFn: ({ signal }) => call(api.countModelStandings, {}, { signal }),
    staleTime: 0,
  });
  return (
    <Card
      title="Models in use"
      footer="A model that was here before the gate never passed it: ask for it from its page, tab Clearance."
    >
      {error !== null && <Empty title="The models could not be counted">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={5} label="Counting models" />
        </div>
      )}
      {data !== undefined && (
        <TableScroll label="Models in use">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Standing</th>
                <th className="right">Models</th>
                <th className="right">Devices</th>
              </tr>
            </thead>
            <tbody>
              {STANDINGS.map((standing) => {
                const it = data.items.find((each) => each.standing === standing);
                const [shape, tone, words] = STANDING_LOOKS[standing];
                return (
                  <tr key={standing}>
                    <td>
                      <StateText shape={shape} tone={tone}>
                        {words}
                      </StateText>
                    </td>
                    <td className="right">
                      <Link to="/models" search={{ filter: `${STANDING_FILTERS[standing]} devices:>0` }}>
                        {countOf(it?.models ?? 0, 'model')}
                      </Link>
                    </td>
                    <td className="right">
                      <Link to="/devices" search={{ filter: `${STANDING_FILTERS[standing]} -modelId:none` }}>
                        {countOf(it?.devices ?? 0, 'device')}
                      </Link>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function ClearancesCard() {
  const { show = 'waiting' } = useSearch({ from: '/record/procurement' });
  const navigate = useNavigate({ from: '/procurement' });
  const state = show === 'waiting' ? (['open'] as const) : DECIDED;
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['clearances', show],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listClearances,
        { query: { state: [...state], limit: PAGE, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    staleTime: 0,
  });
  const items = data?.pages.flatMap((it) => it.items) ?? [];
  return (
    <Card
      title="Clearances"
      note={data === undefined ? undefined : countOf(data.pages[0]?.total ?? 0, 'clearance')}
      acts={
        <SegmentedControl
          aria-label="State"
          size="xs"
          data={[...TABS]}
          value={show}
          onChange={(it) =>
            void navigate({
              search: { show: it as ProcurementSearch['show'] },
              replace: true,
              resetScroll: false,
            })
          }
        />
      }
    >
      <Pending what="clearances" lines={4} data={data} error={error} />
      {data !== undefined && items.length === 0 && (
        <Empty title={show === 'waiting' ? 'No model waits for a decision' : 'Nothing was decided yet'} />
      )}
      {items.length > 0 && (
        <TableScroll label="Clearances">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Model</th>
                <th>State</th>
                <th>Wanted for</th>
                <th>Requested by</th>
                <th>Decided by</th>
              </tr>
            </thead>
            <tbody>
              {items.map((it) => (
                <Row key={it.id} it={it} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {hasNextPage && <MoreRows busy={isFetching} onMore={() => void fetchNextPage()} />}
    </Card>
  );
}

function Row({ it }: { readonly it: ClearanceView }) {
  const [shape, tone, words] = STATE_LOOKS[it.state];
  return (
    <tr>
      <th scope="row" className="break">
        <Link to="/models/$modelId" params={{ modelId: it.modelId }} search={{ tab: 'clearance' }}>
          {it.vendor === null ? it.model : `${it.vendor} ${it.model}`}
        </Link>
        <span className="muted small block">{countOf(it.devices, 'device')}</span>
      </th>
      <td>
        <StateText shape={shape} tone={tone}>
          {words}
        </StateText>
        {it.expiresOn !== null && <span className="small block">{`until ${day(it.expiresOn)}`}</span>}
      </td>
      <td className="break">
        {it.need}
        {it.conditions !== null && <span className="small second block">{`If: ${it.conditions}`}</span>}
      </td>
      <td>
        {it.requestedBy}
        <span className="muted small block">{moment(it.requestedAt)}</span>
      </td>
      <td>
        {it.decidedBy === null || it.decidedAt === null ? (
          <span className="muted">nobody yet</span>
        ) : (
          <>
            {it.decidedBy}
            <span className="muted small block">{moment(it.decidedAt)}</span>
          </>
        )}
      </td>
    </tr>
  );
}
