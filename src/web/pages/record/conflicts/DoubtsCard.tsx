import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { Answer } from '#contract/kit';
import { cursor, paging } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { nameOfField } from '../field-names.ts';
import { useReasonNot } from '../session.ts';

type Doubt = Answer<typeof api.listDoubtfulMerges>['items'][number];

const PAGE_ROWS = 20;
/** What tells two units apart, in the order people look. */
const EVIDENCE = [
  'manufacturer',
  'model',
  'serial',
  'assetTag',
  'udi',
  'mac',
  'hostname',
  'ip',
  'site',
  'room',
];

/** Each kind of identifier: what it is called, and the field in which devices write it. */
const KINDS: Readonly<Record<string, { readonly words: string; readonly field: string }>> = {
  id: { words: 'id', field: 'id' },
  serial: { words: 'maker and serial number', field: 'serial' },
  udi: { words: 'UDI', field: 'udi' },
  'asset-tag': { words: 'asset tag', field: 'assetTag' },
  mac: { words: 'MAC address', field: 'mac' },
  'serial-alone': { words: 'serial number', field: 'serial' },
  hostname: { words: 'host name', field: 'hostname' },
  ip: { words: 'IP address', field: 'ip' },
};

/** Devices that share an identifier and were kept apart, side by side. */
export function DoubtsCard() {
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['doubtful-merges'],
    queryFn: ({ signal, pageParam }) =>
      call(api.listDoubtfulMerges, { query: { limit: PAGE_ROWS, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
  });
  const doubts = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  return (
    <Card
      title="Doubtful merges"
      note={total === undefined ? undefined : countOf(total, 'identifier')}
      footer="Merged or kept apart, it stays so for later imports, until the decision is undone below."
    >
      {error !== null && <Empty title="The doubtful merges could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={6} label="Loading doubtful merges" />
        </div>
      )}
      {data !== undefined && doubts.length === 0 && <Empty title="No two devices are in doubt" />}
      {doubts.map((it) => (
        <DoubtBody key={it.id} it={it} />
      ))}
      {hasNextPage && (
        <div className="card-body">
          <ActButton variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
            Show more
          </ActButton>
        </div>
      )}
    </Card>
  );
}

function DoubtBody({ it }: { readonly it: Doubt }) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('inventory.reconcile');
  const decide = (kind: 'merge' | 'keep-apart') =>
    acting.run(async () => {
      await call(api.decideIdentity, { body: { kind, devices: it.devices.map((each) => each.id) } });
      await client.invalidateQueries({ queryKey: ['doubtful-merges'] });
      await client.invalidateQueries({ queryKey: ['identity-decisions'] });
    });
  const { words, field: named } = KINDS[it.kind] ?? { words: it.kind, field: '' };
  const written = textOf(it.devices[0]?.fields[named]);
  const value = written === '' ? it.value : written;
  const rows = EVIDENCE.filter((field) => it.devices.some((each) => each.fields[field] !== undefined));
  return (
    <section className="card-body" aria-label={`${words} ${value}`}>
      <p className="row-wrap">
        <b>{`Same ${words}`}</b>
        <span className="mono break">{value}</span>
        <span className="second">{it.because}</span>
      </p>
      <TableScroll label={`Devices with ${value}`}>
        <table className="plain-table">
          <thead>
            <tr>
              <th>Evidence</th>
              {it.devices.map((each) => (
                <th key={each.id}>
                  <Link to="/devices/$deviceId" params={{ deviceId: each.id }}>
                    {each.name ?? each.label}
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((field) => {
              const values = it.devices.map((each) => textOf(each.fields[field]));
              const isSame = new Set(values.filter((value) => value !== '')).size < 2;
              return (
                <tr key={field} className={isSame ? '' : 'dispute'}>
                  <th scope="row">{nameOfField(field)}</th>
                  {it.devices.map((each, index) => (
                    <td key={each.id} className={isSame ? 'break' : 'break strong'}>
                      {values[index] === '' ? <span className="muted">not known</span> : values[index]}
                    </td>
                  ))}
                </tr>
              );
            })}
            <tr>
              <th scope="row">Last reported</th>
              {it.devices.map((each) => (
                <td key={each.id}>{`${moment(each.seenAt)}, by ${countOf(each.sources, 'source')}`}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </TableScroll>
      <p className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={reasonNot} onClick={() => decide('merge')}>
          Same device
        </ActButton>
        <ActButton
          variant="default"
          loading={acting.busy}
          disabledReason={reasonNot}
          onClick={() => decide('keep-apart')}
        >
          Different devices
        </ActButton>
      </p>
      {acting.problem !== null && (
        <Notice tone="bad" title="Not decided." urgent>
          {acting.problem}
        </Notice>
      )}
    </section>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
