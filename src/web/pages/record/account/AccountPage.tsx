import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { Answer } from '#contract/kit';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment, valueWords } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { agentWords } from '../agent-words.ts';
import { NewPasswordForm } from './NewPasswordForm.tsx';
import { PasskeysCard } from './PasskeysCard.tsx';
import { SecondFactorSetup } from './SecondFactorSetup.tsx';
import { useMe } from '../session.ts';

/** One's own sign-in: where one is signed in, the app, the password. */
export function AccountPage() {
  const me = useMe();
  return (
    <div className="page narrow">
      <title>My sign-in · Patchward</title>
      <div className="head">
        <div>
          <h1>My sign-in</h1>
          <p className="muted">{me === null ? '' : `${me.name} · ${me.login}`}</p>
        </div>
      </div>
      <div className="stack">
        <SessionsCard />
        <Card title="Authenticator app">
          <div className="card-body">
            <SecondFactorSetup />
          </div>
        </Card>
        <PasskeysCard />
        <Card title="Password">
          <div className="card-body">
            {me?.hasPassword === false ? (
              <p className="second">You sign in without one.</p>
            ) : (
              <NewPasswordForm />
            )}
          </div>
        </Card>
      </div>
    </div>
  );
}

type Session = Answer<typeof api.listSessions>['items'][number];

function SessionsCard() {
  const client = useQueryClient();
  const acting = useActing();
  const { data, error } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => call(api.listSessions, {}, { signal }),
    staleTime: 0,
  });
  const again = () => client.invalidateQueries({ queryKey: ['sessions'] });
  const end = (id: string) =>
    acting.run(async () => {
      await call(api.endSession, { params: { id } });
      await again();
    });
  const endOthers = () =>
    acting.run(async () => {
      await call(api.endOtherSessions, {});
      await again();
    });
  const others = data?.items.filter((it) => !it.current).length ?? 0;
  return (
    <Card
      title="Sessions"
      note={data === undefined ? undefined : countOf(data.total, 'place', 'places')}
      acts={
        <ActButton
          variant="default"
          disabledReason={others === 0 ? 'This is your only session' : null}
          onClick={endOthers}
        >
          End all others
        </ActButton>
      }
      footer="A session ends by itself after an hour without use, and twelve hours after signing in."
    >
      {(error ?? acting.problem) !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {error?.message ?? acting.problem}
        </Notice>
      )}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={2} label="Loading sessions" />
        </div>
      )}
      {data !== undefined && <SessionsTable sessions={data.items} onEnd={end} />}
    </Card>
  );
}

interface SessionsTableProps {
  readonly sessions: readonly Session[];
  readonly onEnd: (id: string) => void;
}

function SessionsTable({ sessions, onEnd }: SessionsTableProps) {
  return (
    <TableScroll label="Sessions">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Where</th>
            <th className="wide-only">Address</th>
            <th className="wide-only">Signed in</th>
            <th>Last used</th>
            <th>
              <span className="visually-hidden">End</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((it) => (
            <tr key={it.id}>
              <td title={it.agent}>
                {agentWords(it.agent)}
                <span className="muted small block">{`by ${valueWords(it.method)}`}</span>
              </td>
              <td className="mono wide-only">{it.address}</td>
              <td className="second wide-only">{moment(it.createdAt)}</td>
              <td className="second">
                <Instant at={it.seenAt} />
              </td>
              <td className="right">
                {it.current ? (
                  <StateText shape="check" tone="good">
                    This one
                  </StateText>
                ) : (
                  <ActButton variant="default" size="xs" onClick={() => onEnd(it.id)}>
                    End
                  </ActButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
