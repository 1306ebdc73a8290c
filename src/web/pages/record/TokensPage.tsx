import { Button, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { TokenView } from '#contract/people/token-routes';
import type { Permission } from '#engine/access';
import { ActButton } from '../../ui/ActButton.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { StateText } from '../../ui/StateShape.tsx';
import { TableScroll } from '../../ui/TableScroll.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { countOf, day, moment } from '../../ui/words.ts';
import { useActing } from './act.ts';
import { ProofSheet } from './ProofSheet.tsx';
import { useMe, useReasonNot } from './session.ts';

/** Keys for programs: each may do only what is ticked, until a day that is set. */
export function TokensPage() {
  const client = useQueryClient();
  const acting = useActing();
  const [secret, setSecret] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => call(api.listTokens, {}, { signal }),
    staleTime: 0,
  });
  const again = () => client.invalidateQueries({ queryKey: ['tokens'] });
  const make = (wish: TokenWish) =>
    acting.run(async () => {
      const made = await call(api.createToken, { body: { ...wish, permissions: [...wish.permissions] } });
      setSecret(made.secret);
      await again();
    });
  const revoke = (id: string) =>
    acting.run(async () => {
      await call(api.revokeToken, { params: { id } });
      await again();
    });
  return (
    <div className="page narrow">
      <title>API tokens · Patchward</title>
      <div className="head">
        <div>
          <h1>API tokens</h1>
          <p className="muted">
            For programs that work in your name, with no more rights than you give them.
          </p>
        </div>
      </div>
      <div className="stack">
        {(error ?? acting.problem) !== null && (
          <Notice tone="bad" title="Not done." urgent>
            {error?.message ?? acting.problem}
          </Notice>
        )}
        {secret !== null && <SecretCard secret={secret} onKept={() => setSecret(null)} />}
        <Card title="Tokens" note={data === undefined ? undefined : countOf(data.total, 'token')}>
          {data === undefined && error === null && (
            <div className="card-body">
              <Waiting lines={3} label="Loading tokens" />
            </div>
          )}
          {data?.items.length === 0 && <Empty title="No tokens yet">Make one below.</Empty>}
          {data !== undefined && data.items.length > 0 && (
            <TokensTable tokens={data.items} onRevoke={revoke} />
          )}
        </Card>
        <Card title="Make a token">
          <div className="card-body">
            <TokenForm busy={acting.busy} onMake={make} />
          </div>
        </Card>
      </div>
      <ProofSheet of={acting} />
    </div>
  );
}

function SecretCard({ secret, onKept }: { readonly secret: string; readonly onKept: () => void }) {
  return (
    <Card title="Your new token" note="shown this once">
      <div className="card-body stack">
        <output className="secret mono break" aria-label="New token">
          {secret}
        </output>
        <div>
          <Button variant="default" onClick={onKept}>
            I have kept it
          </Button>
        </div>
      </div>
    </Card>
  );
}

interface TokensTableProps {
  readonly tokens: readonly TokenView[];
  readonly onRevoke: (id: string) => void;
}

function TokensTable({ tokens, onRevoke }: TokensTableProps) {
  return (
    <TableScroll label="Tokens">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Name</th>
            <th className="wide-only">Begins with</th>
            <th className="wide-only">May</th>
            <th>Expires</th>
            <th className="wide-only">Last used</th>
            <th>
              <span className="visually-hidden">Revoke</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((it) => (
            <tr key={it.id}>
              <td className="strong break">{it.name}</td>
              <td className="mono wide-only">{it.hint}</td>
              <td className="second small wide-only">{it.permissions.join(', ')}</td>
              <td className="second nowrap">{day(it.expiresAt)}</td>
              <td className="second wide-only">{it.usedAt === null ? 'never' : moment(it.usedAt)}</td>
              <td className="right">
                {it.revokedAt === null ? (
                  <ActButton variant="default" size="xs" onClick={() => onRevoke(it.id)}>
                    Revoke
                  </ActButton>
                ) : (
                  <StateText shape="dashed" tone="idle">
                    Revoked
                  </StateText>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

interface TokenWish {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly days: number;
}

const LIVES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
];

function TokenForm({ busy, onMake }: { readonly busy: boolean; readonly onMake: (it: TokenWish) => void }) {
  const me = useMe();
  const reasonNot = useReasonNot('tokens.make');
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [chosen, setChosen] = useState<readonly Permission[]>(['inventory.read']);
  const toggle = (it: Permission) =>
    setChosen(chosen.includes(it) ? chosen.filter((other) => other !== it) : [...chosen, it]);
  const because =
    reasonNot ?? (name.trim() === '' ? 'Name it first' : chosen.length === 0 ? 'Tick what it may do' : null);
  const make = () => onMake({ name, permissions: chosen, days: Number(days) });
  return (
    <form
      className="stack"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (because === null) make();
      }}
    >
      <div className="row-wrap">
        <TextInput
          className="token-name"
          label="Name"
          placeholder="Nightly import"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Good for"
          data={LIVES}
          allowDeselect={false}
          value={days}
          onChange={(it) => setDays(it ?? '90')}
        />
      </div>
      <fieldset className="ticks">
        <legend className="small second">It may</legend>
        {(me?.permissions ?? []).map((it) => (
          <label key={it}>
            <input type="checkbox" checked={chosen.includes(it)} onChange={() => toggle(it)} />
            <span className="mono">{it}</span>
          </label>
        ))}
      </fieldset>
      <div>
        <ActButton icon="plus" loading={busy} disabledReason={because} onClick={make}>
          Make token
        </ActButton>
      </div>
    </form>
  );
}
