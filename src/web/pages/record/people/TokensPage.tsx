import { Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { PersonView } from '#contract/people/people-routes';
import { PERMISSION_WORDS, type Permission, ROLE_DESCRIPTIONS, type Scope } from '#engine/access';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { ScopeFields } from './GrantsEditor.tsx';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { SecretCard } from './SecretCard.tsx';
import { useMe, useReasonNot } from '../session.ts';
import { DEFAULT_LIFE, TOKEN_LIVES } from './token-lives.ts';
import { TokensCard } from './TokensCard.tsx';

/** Keys for programs: each may do only what is ticked, where it is told, until a day that is set. */
export function TokensPage() {
  const client = useQueryClient();
  const acting = useActing();
  const [secret, setSecret] = useState<string | null>(null);
  const make = (wish: TokenWish) =>
    acting.run(async () => {
      const made = await call(api.createToken, { body: { ...wish, permissions: [...wish.permissions] } });
      setSecret(made.secret);
      await client.invalidateQueries({ queryKey: ['tokens'] });
    });
  return (
    <div className="page narrow">
      <title>API tokens · Patchward</title>
      <div className="head">
        <div>
          <h1>API tokens</h1>
          <p className="muted">
            For programs. A token may do no more than its account, and never more than on its first day.
          </p>
        </div>
      </div>
      <div className="stack">
        {secret !== null && <SecretCard secret={secret} onKept={() => setSecret(null)} />}
        <TokensCard />
        <Card title="Make a token">
          <div className="card-body">
            <TokenForm busy={acting.busy} problem={acting.problem} onMake={make} />
          </div>
        </Card>
      </div>
      <ProofSheet of={acting} />
    </div>
  );
}

interface TokenWish {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly days: number;
  readonly personId?: string;
  readonly scope?: Scope;
}

interface TokenFormProps {
  readonly busy: boolean;
  readonly problem: string | null;
  readonly onMake: (it: TokenWish) => void;
}

function TokenForm({ busy, problem, onMake }: TokenFormProps) {
  const me = useMe();
  const mine = me?.permissions ?? [];
  const services = useServiceAccounts();
  const [ownerId, setOwnerId] = useState('');
  const owner = services.find((it) => it.id === ownerId);
  const reasonNot = useReasonNot(owner === undefined ? 'tokens.make' : 'tokens.manage');
  const [name, setName] = useState('');
  const [days, setDays] = useState(DEFAULT_LIFE);
  const [scope, setScope] = useState<Scope>({ kind: 'hospital' });
  const [ticked, setTicked] = useState<readonly Permission[]>(['inventory.read']);
  const offered = owner === undefined ? mine : mine.filter((it) => permissionsOf(owner).has(it));
  const chosen = ticked.filter((it) => offered.includes(it));
  const toggle = (it: Permission) =>
    setTicked(chosen.includes(it) ? chosen.filter((other) => other !== it) : [...chosen, it]);
  const because =
    reasonNot ??
    (name.trim() === ''
      ? 'Give it a name first'
      : chosen.length === 0
        ? 'Tick what it may do'
        : scope.kind !== 'hospital' && scope.id.trim() === ''
          ? 'Name the part of the hospital'
          : null);
  const make = () =>
    onMake({
      name,
      permissions: chosen,
      days: Number(days),
      ...(owner === undefined ? {} : { personId: owner.id }),
      ...(scope.kind === 'hospital' ? {} : { scope }),
    });
  return (
    <form
      className="stack"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (because === null) make();
      }}
    >
      <div className="row-wrap grant-row">
        <TextInput
          className="token-name"
          label="Name"
          placeholder="Nightly import"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Good for"
          data={TOKEN_LIVES}
          allowDeselect={false}
          value={days}
          onChange={(it) => setDays(it ?? DEFAULT_LIFE)}
        />
        {services.length > 0 && (
          <Select
            label="Acts for"
            data={[{ value: '', label: 'Me' }, ...services.map((it) => ({ value: it.id, label: it.name }))]}
            allowDeselect={false}
            value={ownerId}
            onChange={(it) => setOwnerId(it ?? '')}
          />
        )}
        <ScopeFields scope={scope} disabled={false} onChange={setScope} />
      </div>
      <fieldset className="ticks">
        <legend className="small second">It may</legend>
        {offered.map((it) => (
          <label key={it}>
            <input type="checkbox" checked={chosen.includes(it)} onChange={() => toggle(it)} />
            <span title={it}>{PERMISSION_WORDS[it]}</span>
          </label>
        ))}
      </fieldset>
      {problem !== null && (
        <Notice tone="bad" title="Not made." urgent>
          {problem}
        </Notice>
      )}
      <div>
        <ActButton icon="plus" loading={busy} disabledReason={because} onClick={make}>
          Make token
        </ActButton>
      </div>
    </form>
  );
}

/** Programs with an account, for who may look after their tokens. */
function useServiceAccounts(): readonly PersonView[] {
  const mayNotManage = useReasonNot('tokens.manage');
  const mayNotRead = useReasonNot('people.read');
  const { data } = useQuery({
    queryKey: ['people', 'services'],
    queryFn: ({ signal }) =>
      call(api.listPeople, { query: { kind: 'service', state: 'active', limit: 500 } }, { signal }),
    enabled: mayNotManage === null && mayNotRead === null,
  });
  return data?.items ?? [];
}

function permissionsOf({ grants }: PersonView): ReadonlySet<Permission> {
  return new Set(grants.flatMap(({ role }) => ROLE_DESCRIPTIONS[role].permissions));
}
