import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
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
import { countOf, moment, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { DecisionsCard } from './DecisionsCard.tsx';
import { DoubtsCard } from './DoubtsCard.tsx';
import { nameOfField } from '../field-names.ts';
import { useReasonNot } from '../session.ts';

type Pattern = Answer<typeof api.listConflictPatterns>['items'][number];
type Conflict = Answer<typeof api.listConflicts>['items'][number];

const PAGE_ROWS = 50;

/** Where sources disagree, and which devices may be one: a person decides, and the decision stays. */
export function ConflictsPage() {
  const [pattern, setPattern] = useState<string | null>(null);
  return (
    <div className="page">
      <title>Conflicts · Patchward</title>
      <div className="head">
        <div>
          <h1>Conflicts and doubtful merges</h1>
          <p className="muted">
            Until somebody decides, the order of sources does. What you decide holds for later imports.
          </p>
        </div>
      </div>
      <div className="stack">
        <PatternsCard chosen={pattern} onChoose={setPattern} />
        <ConflictsCard pattern={pattern} />
        <div id="doubtful-merges">
          <DoubtsCard />
        </div>
        <DecisionsCard />
      </div>
    </div>
  );
}

function PatternsCard({
  chosen,
  onChoose,
}: {
  readonly chosen: string | null;
  readonly onChoose: (pattern: string | null) => void;
}) {
  const { data, error } = useQuery({
    queryKey: ['conflict-patterns'],
    queryFn: ({ signal }) => call(api.listConflictPatterns, {}, { signal }),
    staleTime: 0,
  });
  return (
    <Card
      title="Sources that disagree"
      note={data === undefined ? undefined : countOf(data.items.length, 'pattern')}
      footer="Letting a source rule a field changes the order of sources for all devices, as a job."
    >
      {error !== null && <Empty title="The patterns could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={3} label="Loading patterns" />
        </div>
      )}
      {data?.items.length === 0 && (
        <Empty title="No source disagrees with another">Nothing waits for you here.</Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <TableScroll label="Sources that disagree">
          <table className="plain-table stacks">
            <thead>
              <tr>
                <th>Field</th>
                <th>In use</th>
                <th>Other sources</th>
                <th className="right">Devices</th>
                <th>Decide for all</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((it) => (
                <PatternRow key={it.pattern} it={it} isChosen={it.pattern === chosen} onChoose={onChoose} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function PatternRow({
  it,
  isChosen,
  onChoose,
}: {
  readonly it: Pattern;
  readonly isChosen: boolean;
  readonly onChoose: (pattern: string | null) => void;
}) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('inventory.structure');
  const [trial, setTrial] = useState<{ readonly source: string; readonly changed: number } | null>(null);
  const wish = (source: string) => ({ params: { field: it.field }, body: { source } });
  const tryIt = (source: string) =>
    acting.run(async () => {
      const { changed } = await call(api.setPrecedence, { ...wish(source), query: { dryRun: 'yes' } });
      setTrial({ source, changed: changed ?? 0 });
    });
  const doIt = (source: string) =>
    acting.run(async () => {
      await call(api.setPrecedence, wish(source));
      setTrial(null);
      await client.invalidateQueries();
    });
  const [ruling, ...others] = it.sources;
  return (
    <tr>
      <td>
        <button
          type="button"
          className="link"
          aria-pressed={isChosen}
          onClick={() => onChoose(isChosen ? null : it.pattern)}
        >
          {nameOfField(it.field)}
        </button>
      </td>
      <td className="break strong" data-label="In use">
        {ruling}
      </td>
      <td className="break" data-label="Other sources">
        {others.length === 0 ? 'the same source, elsewhere' : others.join(', ')}
      </td>
      <td className="right" data-label="Devices">
        {whole(it.devices)}
      </td>
      <td>
        <span className="row-wrap">
          {trial === null ? (
            it.sources.map((source) => (
              <ActButton
                key={source}
                size="xs"
                variant="default"
                loading={acting.busy}
                disabledReason={reasonNot}
                onClick={() => tryIt(source)}
              >
                {`Let ${source} rule`}
              </ActButton>
            ))
          ) : (
            <>
              <span className="small">{`${countOf(trial.changed, 'device')} would change.`}</span>
              <ActButton size="xs" loading={acting.busy} onClick={() => doIt(trial.source)}>
                {`Let ${trial.source} rule`}
              </ActButton>
              <ActButton size="xs" variant="default" onClick={() => setTrial(null)}>
                Cancel
              </ActButton>
            </>
          )}
          {acting.problem !== null && <span className="small">{acting.problem}</span>}
        </span>
      </td>
    </tr>
  );
}

function ConflictsCard({ pattern }: { readonly pattern: string | null }) {
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['conflicts', pattern],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listConflicts,
        { query: { limit: PAGE_ROWS, ...(pattern === null ? {} : { pattern }), ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    staleTime: 0,
  });
  const conflicts = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  return (
    <Card
      title="Conflicts"
      note={total === undefined ? undefined : countOf(total, 'field')}
      footer="The value you use is your own word on the device. It rules until you remove it, and the conflict opens again when a source says something new."
    >
      {error !== null && <Empty title="The conflicts could not be read">{error.message}</Empty>}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={6} label="Loading conflicts" />
        </div>
      )}
      {data !== undefined && conflicts.length === 0 && <Empty title="No field waits for a decision" />}
      {conflicts.length > 0 && (
        <TableScroll label="Conflicts">
          <table className="plain-table stacks">
            <thead>
              <tr>
                <th>Device</th>
                <th>Field</th>
                <th>What sources say</th>
              </tr>
            </thead>
            <tbody>
              {conflicts.map((it) => (
                <ConflictRow key={`${it.deviceId} ${it.field} ${it.version}`} it={it} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
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

function ConflictRow({ it }: { readonly it: Conflict }) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('inventory.edit');
  const use = (value: string) =>
    acting.run(async () => {
      await call(api.editDevice, {
        params: { id: it.deviceId },
        body: { fields: { [it.field]: value }, reason: 'Decided between sources' },
      });
      await client.invalidateQueries({ queryKey: ['conflicts'] });
      await client.invalidateQueries({ queryKey: ['conflict-patterns'] });
    });
  return (
    <tr>
      <td className="break">
        <Link to="/devices/$deviceId" params={{ deviceId: it.deviceId }}>
          {it.name === null || it.name === it.label ? it.label : `${it.name} · ${it.label}`}
        </Link>
      </td>
      <td>{nameOfField(it.field)}</td>
      <td>
        <ul className="plain-list">
          {it.sayings.map(({ value, source, at }, index) => (
            <li key={`${source} ${value}`} className="row-wrap">
              <span className={index === 0 ? 'strong break' : 'break'}>{value}</span>
              <span className="small second">{`${source}, ${moment(at)}${index === 0 ? ', holds now' : ''}`}</span>
              <ActButton
                size="xs"
                variant="default"
                loading={acting.busy}
                disabledReason={reasonNot}
                onClick={() => use(value)}
              >
                {index === 0 ? 'Keep this' : 'Use this'}
              </ActButton>
            </li>
          ))}
        </ul>
        {acting.problem !== null && (
          <Notice tone="bad" title="Not decided." urgent>
            {acting.problem}
          </Notice>
        )}
      </td>
    </tr>
  );
}
