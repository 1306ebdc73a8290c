import { Button, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { TokenView } from '#contract/people/token-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { grantWords } from './grant-words.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { SecretCard } from './SecretCard.tsx';
import { useMe } from '../session.ts';
import { DEFAULT_LIFE, TOKEN_LIVES } from './token-lives.ts';

/** The tokens of one account, or all that the person may see. */
export function TokensCard({ personId }: { readonly personId?: string }) {
  const client = useQueryClient();
  const acting = useActing();
  const [secret, setSecret] = useState<string | null>(null);
  const [replacing, setReplacing] = useState<TokenView | null>(null);
  const query = personId === undefined ? {} : { personId };
  const { data, error } = useQuery({
    queryKey: ['tokens', query],
    queryFn: ({ signal }) => call(api.listTokens, { query }, { signal }),
    staleTime: 0,
  });
  const again = () => client.invalidateQueries({ queryKey: ['tokens'] });
  const revoke = (id: string) =>
    acting.run(async () => {
      await call(api.revokeToken, { params: { id } });
      await again();
    });
  const replace = (id: string, body: { readonly days: number; readonly overlapHours: number }) =>
    acting.run(async () => {
      const made = await call(api.rotateToken, { params: { id }, body });
      setReplacing(null);
      setSecret(made.secret);
      await again();
    });
  return (
    <>
      {secret !== null && <SecretCard secret={secret} onKept={() => setSecret(null)} />}
      <Card title="API tokens" note={data === undefined ? undefined : countOf(data.total, 'token')}>
        {(error ?? acting.problem) !== null && replacing === null && (
          <Notice tone="bad" title="That did not work." urgent>
            {error?.message ?? acting.problem}
          </Notice>
        )}
        {data === undefined && error === null && (
          <div className="card-body">
            <Waiting lines={3} label="Loading tokens" />
          </div>
        )}
        {data?.items.length === 0 && <Empty title="No tokens" />}
        {data !== undefined && data.items.length > 0 && (
          <TokensTable
            tokens={data.items}
            owners={personId === undefined}
            onRevoke={revoke}
            onReplace={setReplacing}
          />
        )}
        <Sheet
          label="Replace token"
          side="right"
          width={400}
          open={replacing !== null}
          onClose={() => setReplacing(null)}
        >
          {replacing !== null && (
            <ReplaceForm
              of={replacing}
              busy={acting.busy}
              problem={acting.problem}
              onReplace={(body) => replace(replacing.id, body)}
            />
          )}
        </Sheet>
        <ProofSheet of={acting} />
      </Card>
    </>
  );
}

interface TokensTableProps {
  readonly tokens: readonly TokenView[];
  /** Whether the tokens belong to several accounts. */
  readonly owners: boolean;
  readonly onRevoke: (id: string) => void;
  readonly onReplace: (it: TokenView) => void;
}

function TokensTable({ tokens, owners, onRevoke, onReplace }: TokensTableProps) {
  const me = useMe();
  return (
    <TableScroll label="Tokens">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Name</th>
            {owners && <th className="wide-only">Acts for</th>}
            <th className="wide-only">May</th>
            <th>Expires</th>
            <th className="wide-only">Last used</th>
            <th>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((it) => (
            <tr key={it.id}>
              <td className="break">
                <b>{it.name}</b>
                <span className="mono muted block">{it.hint}…</span>
              </td>
              {owners && (
                <td className="second wide-only">{it.personId === me?.id ? 'you' : it.ownerName}</td>
              )}
              <td className="second small wide-only" title={(it.grants ?? []).map(grantWords).join('; ')}>
                {it.permissions.join(', ')}
              </td>
              <td className="second">
                <Instant at={it.expiresAt} />
              </td>
              <td className="second wide-only">
                {it.usedAt === null ? 'never' : <Instant at={it.usedAt} />}
              </td>
              <td className="right">
                <TokenActs of={it} onRevoke={onRevoke} onReplace={onReplace} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

type TokenActsProps = Pick<TokensTableProps, 'onRevoke' | 'onReplace'> & { readonly of: TokenView };

function TokenActs({ of, onRevoke, onReplace }: TokenActsProps) {
  if (of.revokedAt !== null)
    return (
      <StateText shape="dashed" tone="idle">
        Revoked
      </StateText>
    );
  if (new Date(of.expiresAt) <= new Date())
    return (
      <StateText shape="dashed" tone="idle">
        Expired
      </StateText>
    );
  return (
    <span className="row token-acts">
      <ActButton variant="default" size="xs" onClick={() => onReplace(of)}>
        Replace
      </ActButton>
      <ActButton variant="default" size="xs" onClick={() => onRevoke(of.id)}>
        Revoke
      </ActButton>
    </span>
  );
}

interface ReplaceFormProps {
  readonly of: TokenView;
  readonly busy: boolean;
  readonly problem: string | null;
  readonly onReplace: (wish: { readonly days: number; readonly overlapHours: number }) => void;
}

const OVERLAPS = [
  { value: '0', label: 'At once' },
  { value: '1', label: 'After an hour' },
  { value: '24', label: 'After a day' },
  { value: '168', label: 'After a week' },
];

function ReplaceForm({ of, busy, problem, onReplace }: ReplaceFormProps) {
  const [overlap, setOverlap] = useState('24');
  const [days, setDays] = useState(DEFAULT_LIFE);
  return (
    <form
      className="sheet-form stack"
      onSubmit={(event) => {
        event.preventDefault();
        onReplace({ days: Number(days), overlapHours: Number(overlap) });
      }}
    >
      <h2>{`Replace ${of.name}`}</h2>
      <p className="second">
        {`You get a new secret with the same rights. The old one, good until ${moment(of.expiresAt)}, ends sooner, so that programs have time to change over.`}
      </p>
      <Select
        label="The old one ends"
        data={OVERLAPS}
        allowDeselect={false}
        value={overlap}
        onChange={(it) => setOverlap(it ?? '24')}
      />
      <Select
        label="The new one is good for"
        data={TOKEN_LIVES}
        allowDeselect={false}
        value={days}
        onChange={(it) => setDays(it ?? DEFAULT_LIFE)}
      />
      {problem !== null && (
        <Notice tone="bad" title="Not replaced." urgent>
          {problem}
        </Notice>
      )}
      <div>
        <Button type="submit" loading={busy}>
          Replace token
        </Button>
      </div>
    </form>
  );
}
