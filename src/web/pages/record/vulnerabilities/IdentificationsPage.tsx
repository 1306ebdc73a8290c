import { Autocomplete, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import { addressOf } from '#contract/kit';
import type { IdentificationView, SaidView } from '#contract/vulnerabilities/identification-routes';
import * as api from '#contract/vulnerabilities/identification-routes';
import { cursor, paging } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment, valueWords, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import { TakeAliases } from './TakeAliases.tsx';

const SHOWN = 25;
const PAUSE_MILLIS = 350;

/** What devices are where the product is not sure: said once for all like devices. */
export function IdentificationsPage() {
  const { text: given = '' } = useSearch({ from: '/record/identifications' });
  const [text, setText] = useState(given);
  const [asked] = useDebouncedValue(text, PAUSE_MILLIS);
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['identifications', asked],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listIdentifications,
        { query: { text: asked, limit: SHOWN, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const items = data?.pages.flatMap((it) => it.items) ?? [];
  return (
    <div className="page">
      <title>Identification · Patchward</title>
      <div className="head">
        <div>
          <h1>Identification</h1>
          <p className="muted" role="status">
            {data === undefined ? 'Counting' : countOf(data.pages[0]?.total ?? 0, 'text')} not recognised with
            certainty, what most risk hangs on first
          </p>
        </div>
      </div>
      <search className="filters no-print" aria-label="Search texts">
        <TextInput
          aria-label="Words of maker or model"
          placeholder="Words of maker or model"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </search>
      {error !== null && (
        <div className="card">
          <Empty title="The queue could not be read">{error.message}</Empty>
        </div>
      )}
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={8} label="Loading the queue" />
        </div>
      )}
      {data !== undefined && items.length === 0 && (
        <div className="card">
          <Empty title="Nothing is in doubt">
            Every device that any feed knows is recognised with certainty, or no feed knows it at all.
          </Empty>
        </div>
      )}
      <div className="stack">
        {items.map((it) => (
          <DoubtCard key={it.key} it={it} />
        ))}
      </div>
      {hasNextPage && (
        <ActButton variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
          More
        </ActButton>
      )}
      <SaidCard />
    </div>
  );
}

const PART_WORDS = {
  a: 'application',
  o: 'operating system',
  h: 'hardware',
  named: 'as advisories name it',
} as const;

function DoubtCard({ it }: { readonly it: IdentificationView }) {
  const mayNot = useReasonNot('inventory.reconcile');
  const acting = useActing();
  const client = useQueryClient();
  const words = [it.manufacturer, it.model].filter((word) => word !== '').join(' ');
  const settle = (chosen: { readonly vendor: string; readonly product: string } | null) =>
    acting.run(async () => {
      await call(api.settleIdentification, { body: { key: it.key, chosen } });
      await client.invalidateQueries({ queryKey: ['identifications'] });
      await client.invalidateQueries({ queryKey: ['identifications-said'] });
    });
  return (
    <Card
      title={words}
      note={
        <>
          {countOf(it.devices, 'device')} · {countOf(it.findings, 'finding')}, {whole(it.riskPoints)} risk
          points depend on it
        </>
      }
    >
      <TableScroll label={`What ${words} may be`}>
        <table className="plain-table stacks">
          <thead>
            <tr>
              <th>Possible match</th>
              <th>Confidence</th>
              <th>Evidence: inventory and feeds</th>
              <th>
                <span className="visually-hidden">Answer</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {it.products.map((product) => (
              <tr key={`${product.part} ${product.vendor} ${product.product}`}>
                <td>
                  <b>{product.vendor.replaceAll('_', ' ')}</b> {product.product.replaceAll('_', ' ')}
                  <span className="muted small block">{PART_WORDS[product.part]}</span>
                </td>
                <td>
                  <StateText
                    shape={product.confidence === 'candidate' ? 'dashed' : 'half'}
                    tone={product.confidence === 'candidate' ? 'warn' : 'idle'}
                  >
                    {valueWords(product.confidence)}
                  </StateText>
                </td>
                <td>
                  <ul className="lines">
                    {product.evidence.map((evidence) => (
                      <li key={`${evidence.field} ${evidence.theirs}`}>
                        <span className="muted small">{evidence.field}</span> “{evidence.ours}” · “
                        {evidence.theirs}”<span className="second small block">{evidence.how}</span>
                      </li>
                    ))}
                  </ul>
                </td>
                <td>
                  <ActButton
                    size="xs"
                    variant="default"
                    loading={acting.busy}
                    disabledReason={mayNot}
                    onClick={() => settle({ vendor: product.vendor, product: product.product })}
                  >
                    Yes, this one
                  </ActButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work" urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="card-body row-wrap">
        <ActButton
          size="xs"
          variant="default"
          loading={acting.busy}
          disabledReason={mayNot}
          onClick={() => settle(null)}
        >
          None of these
        </ActButton>
        <OtherProduct words={words} disabledReason={mayNot} onChoose={settle} />
      </div>
    </Card>
  );
}

interface OtherProductProps {
  readonly words: string;
  readonly disabledReason: string | null;
  readonly onChoose: (product: { readonly vendor: string; readonly product: string }) => void;
}

/** Another product of the feeds, found by its words. */
function OtherProduct({ words, disabledReason, onChoose }: OtherProductProps) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, PAUSE_MILLIS);
  const { data } = useQuery({
    queryKey: ['products', asked],
    queryFn: ({ signal }) => call(api.findProducts, { query: { text: asked } }, { signal }),
    enabled: asked.trim().length > 2,
  });
  const named = new Map((data?.items ?? []).map((it) => [`${it.vendor} ${it.product}`, it]));
  const chosen = named.get(text);
  return (
    <>
      <Autocomplete
        size="xs"
        w={280}
        aria-label={`Another product for ${words}`}
        placeholder="Another product of the feeds"
        data={[...named.keys()]}
        filter={({ options }) => options}
        value={text}
        onChange={setText}
      />
      <ActButton
        size="xs"
        variant="default"
        disabledReason={disabledReason ?? (chosen === undefined ? 'Choose a product first' : null)}
        onClick={() => {
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        Confirm
      </ActButton>
    </>
  );
}

function SaidCard() {
  const { data, error } = useQuery({
    queryKey: ['identifications-said'],
    queryFn: ({ signal }) => call(api.listSaid, { query: { limit: 100 } }, { signal }),
    staleTime: 0,
  });
  const acts = Map.groupBy(data?.items ?? [], (it) => it.act);
  return (
    <Card
      title="Answers given"
      note="the next match goes by it"
      acts={
        <a href={addressOf(api.exportAliases, {})} download>
          Alias file
        </a>
      }
    >
      <TakeAliases />
      {error !== null && <Empty title="It could not be loaded">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={3} label="Loading answers" />
        </div>
      )}
      {data?.items.length === 0 && <p className="card-body muted">No answer has been given yet.</p>}
      {acts.size > 0 && (
        <TableScroll label="Answers given">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Text</th>
                <th>Is</th>
                <th>Is not</th>
                <th>By</th>
                <th>
                  <span className="visually-hidden">Withdraw</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {[...acts].map(([act, said]) => (
                <SaidRow key={act} act={act} said={said} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function SaidRow({ act, said }: { readonly act: string; readonly said: readonly SaidView[] }) {
  const mayNot = useReasonNot('inventory.reconcile');
  const acting = useActing();
  const client = useQueryClient();
  const [first] = said;
  if (first === undefined) return null;
  const names = (same: boolean) =>
    said
      .filter((it) => it.same === same)
      .map((it) => `${it.vendor} ${it.product}`)
      .join(', ') || 'none';
  const revoke = () =>
    acting.run(async () => {
      await call(api.revokeIdentification, { params: { id: act } });
      await client.invalidateQueries({ queryKey: ['identifications'] });
      await client.invalidateQueries({ queryKey: ['identifications-said'] });
    });
  return (
    <tr>
      <td className="strong">
        {first.manufacturer} {first.model}
      </td>
      <td>{names(true)}</td>
      <td className="second">{names(false)}</td>
      <td className="second">
        {first.by}, {moment(first.at)}
      </td>
      <td>
        <ActButton
          size="xs"
          variant="default"
          loading={acting.busy}
          disabledReason={
            mayNot ??
            (first.revokedAt === null
              ? null
              : `Withdrawn ${moment(first.revokedAt)} by ${first.revokedBy ?? ''}`)
          }
          onClick={revoke}
        >
          Withdraw
        </ActButton>
        {acting.problem !== null && <span className="small">{acting.problem}</span>}
      </td>
    </tr>
  );
}
