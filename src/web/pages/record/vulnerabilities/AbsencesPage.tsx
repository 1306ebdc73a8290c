import { TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/absence-routes';
import { cursor, PAGE, paging } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { MoreRows } from '../../../ui/MoreRows.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { moment, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

const KIND_WORDS = { vulnerability: 'Vulnerability', advisory: 'Advisory', product: 'Product' } as const;

/** Statements of where something is known not to be, and the question that makes one for a product. */
export function AbsencesPage() {
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: ['absence', 'all'],
    queryFn: ({ signal, pageParam }) =>
      call(api.listStatements, { query: { limit: PAGE, ...cursor(pageParam) } }, { signal }),
    ...paging,
    staleTime: 0,
  });
  const items = data?.pages.flatMap((it) => it.items) ?? [];
  return (
    <div className="page">
      <title>Statements of absence · Patchward</title>
      <div className="head">
        <div>
          <h1>Statements of absence</h1>
          <p className="muted">Where something is, where it is known not to be, and where nobody can tell</p>
        </div>
      </div>
      <AskCard />
      <Card title="Made so far" note="newest first">
        <Pending what="statements" lines={5} data={data} error={error} />
        {data !== undefined && items.length === 0 && (
          <Empty title="No statement yet">
            Ask for a product above, or on the page of a vulnerability or advisory.
          </Empty>
        )}
        {items.length > 0 && (
          <TableScroll label="Statements">
            <table className="plain-table">
              <thead>
                <tr>
                  <th>About</th>
                  <th>Kind</th>
                  <th className="right">Have it, or affected</th>
                  <th className="right">Known not to be</th>
                  <th className="right">Can’t be told</th>
                  <th>Created</th>
                </tr>
              </thead>
              <tbody>
                {items.map((it) => (
                  <tr key={it.id}>
                    <td>
                      <Link to="/absence/$id" params={{ id: it.id }}>
                        {it.about}
                      </Link>
                    </td>
                    <td className="second">{KIND_WORDS[it.kind]}</td>
                    <td className="right">{it.counts === null ? '' : whole(it.counts.affected)}</td>
                    <td className="right">
                      {it.counts === null ? '' : whole(it.counts.absent + it.counts['not-affected'])}
                    </td>
                    <td className="right">
                      {it.counts === null ? '' : whole(it.counts.unknown + it.counts.undetermined)}
                    </td>
                    <td className="second">{it.madeAt === null ? 'being made' : moment(it.madeAt)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableScroll>
        )}
        {hasNextPage && <MoreRows busy={isFetching} onMore={() => void fetchNextPage()} />}
      </Card>
    </div>
  );
}

function AskCard() {
  const [about, setAbout] = useState('');
  const acting = useActing();
  const mayNot = useReasonNot('findings.triage');
  const navigate = useNavigate();
  const ask = () =>
    acting.run(async () => {
      const { id } = await call(api.askForStatement, { body: { kind: 'product', about } });
      await navigate({ to: '/absence/$id', params: { id } });
    });
  return (
    <Card title="Do we have it?">
      <form
        className="card-body stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (about.trim() !== '' && mayNot === null) ask();
        }}
      >
        <TextInput
          label="Product"
          description="As people call it: Microsoft SQL Server, VxWorks, Log4j"
          value={about}
          error={acting.problem}
          onChange={(event) => setAbout(event.currentTarget.value)}
        />
        <div>
          <ActButton
            loading={acting.busy}
            disabledReason={mayNot ?? (about.trim() === '' ? 'Name a product first' : null)}
            onClick={ask}
          >
            State where it is
          </ActButton>
        </div>
      </form>
    </Card>
  );
}
