import { Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/inventory/model-routes';
import { call } from '#contract/client';
import type { AlikeModels } from '#contract/inventory/model';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import { useAlikeModels } from './alike-models.ts';

/** Pairs that the server decides on at once. */
const AT_ONCE = 50;

const WORDS: Readonly<Record<AlikeModels['likeness'], string>> = {
  slip: 'one slip of the keyboard apart',
  'no-maker': 'same name, without its maker',
  'other-maker': 'same name, another maker',
};

const keyOf = ({ from, into }: AlikeModels) => `${from.id} ${into.id}`;

/** Models whose names look like one: a person says which are one, many at a time. */
export function AlikeModelsPage() {
  useTellCrumb('Alike');
  const { data, error } = useAlikeModels();
  return (
    <div className="page">
      <title>Models that may be one · Patchward</title>
      <div className="head">
        <div>
          <h1>Models that may be one</h1>
          <p className="muted">
            Names and devices of the first go over to the second, now and in later imports. Each merge can be
            undone on the page of the model that stays.
          </p>
        </div>
      </div>
      {error !== null && (
        <div className="card">
          <Empty title="The models could not be read">{error.message}</Empty>
        </div>
      )}
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={8} label="Loading models" />
        </div>
      )}
      {data?.items.length === 0 && (
        <div className="card">
          <Empty title="No two models look alike">
            <Link to="/models">All models</Link>
          </Empty>
        </div>
      )}
      {data !== undefined && data.items.length > 0 && <Pairs items={data.items} />}
    </div>
  );
}

function Pairs({ items }: { readonly items: readonly AlikeModels[] }) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('inventory.reconcile');
  // Another maker is a guess that a person has to share first.
  const [marks, setMarks] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [done, setDone] = useState<number | null>(null);
  const isMarked = (it: AlikeModels) => marks.get(keyOf(it)) ?? it.likeness !== 'other-maker';
  const marked = items.filter(isMarked);
  const mark = (those: readonly AlikeModels[], is: boolean) =>
    setMarks((now) => new Map([...now, ...those.map((it) => [keyOf(it), is] as const)]));
  const decide = (kind: 'merge' | 'keep-apart', those: readonly AlikeModels[]) =>
    acting.run(async () => {
      try {
        for (let at = 0; at < those.length; at += AT_ONCE) {
          setDone(at);
          const pairs = those
            .slice(at, at + AT_ONCE)
            .map(({ from, into }) => ({ from: from.id, into: into.id }));
          await call(api.decideAlikeModels, { body: { kind, pairs } });
        }
      } finally {
        setDone(null);
        await client.invalidateQueries({ queryKey: ['models'] });
      }
    });
  return (
    <Card
      title="Pairs"
      note={countOf(items.length, 'pair')}
      acts={
        <ActButton
          size="xs"
          loading={acting.busy}
          disabledReason={reasonNot ?? (marked.length === 0 ? 'Mark pairs first' : null)}
          onClick={() => decide('merge', marked)}
        >
          {`Merge ${countOf(marked.length, 'marked pair')}`}
        </ActButton>
      }
      footer="Models whose names differ in a digit are never taken for one. Pairs kept apart are not proposed again."
    >
      <p className="visually-hidden" role="status">
        {done === null ? '' : `${whole(done)} of ${whole(marked.length)} merged`}
      </p>
      {acting.problem !== null && (
        <div className="card-body">
          <Notice tone="bad" title="Not all were decided." urgent>
            {acting.problem}
          </Notice>
        </div>
      )}
      <TableScroll label="Models that may be one">
        <table className="plain-table stacks">
          <thead>
            <tr>
              <th>
                <Checkbox
                  size="xs"
                  aria-label="Mark all pairs"
                  checked={marked.length === items.length}
                  indeterminate={marked.length > 0 && marked.length < items.length}
                  onChange={(event) => mark(items, event.currentTarget.checked)}
                />
              </th>
              <th>Model</th>
              <th>Goes into</th>
              <th>Why</th>
              <th>
                <span className="visually-hidden">Otherwise</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((it) => (
              <tr key={keyOf(it)}>
                <td className="pick">
                  <Checkbox
                    size="xs"
                    aria-label={`Merge ${it.from.name} into ${it.into.name}`}
                    checked={isMarked(it)}
                    onChange={(event) => mark([it], event.currentTarget.checked)}
                  />
                </td>
                <td className="break">
                  <Side it={it.from} />
                </td>
                <td className="break" data-label="Goes into">
                  <Side it={it.into} />
                </td>
                <td className="second">{WORDS[it.likeness]}</td>
                <td>
                  <ActButton
                    size="xs"
                    variant="default"
                    loading={acting.busy}
                    disabledReason={reasonNot}
                    onClick={() => decide('keep-apart', [it])}
                  >
                    Keep apart
                  </ActButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

function Side({ it: { id, name, vendor, devices } }: { readonly it: AlikeModels['from'] }) {
  return (
    <>
      <Link to="/models/$modelId" params={{ modelId: id }}>
        <b>{name}</b>
      </Link>{' '}
      <span className="second">{`${vendor ?? 'no maker stated'}, ${countOf(devices, 'device')}`}</span>
    </>
  );
}
