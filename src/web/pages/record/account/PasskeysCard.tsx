import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { ME_KEY } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Instant } from '../../../ui/Instant.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { useActing } from '../act.ts';
import { agentWords } from '../agent-words.ts';
import { makePasskey, NO_PASSKEYS } from './passkey.ts';
import { ProofSheet } from './ProofSheet.tsx';

/** One's own passkeys: make one, see when each was used, take one away. */
export function PasskeysCard() {
  const client = useQueryClient();
  const acting = useActing();
  const [name, setName] = useState(() => agentWords(navigator.userAgent));
  const { data, error } = useQuery({
    queryKey: ['passkeys'],
    queryFn: ({ signal }) => call(api.listPasskeys, {}, { signal }),
    staleTime: 0,
  });
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ['passkeys'] });
    await client.invalidateQueries({ queryKey: ME_KEY });
  };
  const add = () =>
    acting.run(async () => {
      await call(api.addPasskey, { body: { name: name.trim(), response: await makePasskey() } });
      await refresh();
    });
  const remove = (id: string) =>
    acting.run(async () => {
      await call(api.removePasskey, { params: { id } });
      await refresh();
    });
  const reasonNot = NO_PASSKEYS ?? (name.trim() === '' ? 'Give it a name first' : null);
  return (
    <Card
      title="Passkeys"
      note="a fingerprint, a face, a PIN or a key in place of password and code"
      footer="A passkey works only at this address, so a copied sign-in page cannot steal it."
    >
      {(error ?? acting.problem) !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {error?.message ?? acting.problem}
        </Notice>
      )}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={2} label="Loading passkeys" />
        </div>
      )}
      {data?.items.length === 0 && <Empty title="No passkey yet" />}
      {data !== undefined && data.items.length > 0 && (
        <ul className="list" aria-label="Passkeys">
          {data.items.map((it) => (
            <li key={it.id}>
              <span className="grow">
                <b className="break">{it.name}</b>
                <span className="second small block">
                  Made <Instant at={it.createdAt} />
                  {it.usedAt === null ? ', not used yet' : ', used '}
                  {it.usedAt !== null && <Instant at={it.usedAt} />}
                </span>
              </span>
              <ActButton variant="default" size="xs" onClick={() => remove(it.id)}>
                Remove
              </ActButton>
            </li>
          ))}
        </ul>
      )}
      <div className="card-body row-wrap bottom-line">
        <TextInput
          className="token-name"
          label="Name of the new passkey"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ActButton
          icon="plus"
          variant="default"
          loading={acting.busy}
          disabledReason={reasonNot}
          onClick={add}
        >
          Add passkey
        </ActButton>
      </div>
      <ProofSheet of={acting} />
    </Card>
  );
}
