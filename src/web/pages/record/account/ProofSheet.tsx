import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { ME_KEY } from '../../../data.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { type Acting, useActing } from '../act.ts';
import { givePasskey } from './passkey.ts';
import { SecretInput } from '../SecretInput.tsx';
import { useMe } from '../session.ts';

/** Asks once more who it is, for an act that the server wants proof for, and then does the act. */
export function ProofSheet({ of }: { readonly of: Acting }) {
  return (
    <Sheet
      label="Confirm your identity"
      side="right"
      width={400}
      open={of.again !== null}
      onClose={of.forget}
    >
      {of.again !== null && <ProofForm onProven={of.again} onCancel={of.forget} />}
    </Sheet>
  );
}

function ProofForm({ onProven, onCancel }: { readonly onProven: () => void; readonly onCancel: () => void }) {
  const me = useMe();
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const acting = useActing();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    acting.run(async () => {
      const body = { password, ...(code === '' ? {} : { code }) };
      client.setQueryData(ME_KEY, await call(api.proveIdentity, { body }));
      onProven();
    });
  };
  const byPassword = me?.hasPassword !== false;
  const provePasskey = () =>
    acting.run(async () => {
      const body = { response: await givePasskey() };
      client.setQueryData(ME_KEY, await call(api.proveWithPasskey, { body }));
      onProven();
    });
  return (
    <form className="sheet-form stack" onSubmit={submit}>
      <h2>Confirm your identity</h2>
      <p className="second">This action needs your identity confirmed within the last ten minutes.</p>
      {me !== null && me.passkeys > 0 && (
        <Button variant={byPassword ? 'default' : 'filled'} loading={acting.busy} onClick={provePasskey}>
          Confirm with a passkey
        </Button>
      )}
      {me !== null && me.passkeys === 0 && !byPassword && (
        <Notice tone="idle" title="Sign out and in again.">
          You have neither a password nor a passkey here; signing in again is the proof.
        </Notice>
      )}
      {byPassword && (
        <SecretInput
          label="Password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
      )}
      {byPassword && me?.secondFactor === true && (
        <TextInput
          label="Code of your authenticator app"
          autoComplete="one-time-code"
          inputMode="numeric"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      {acting.problem !== null && (
        <Notice tone="bad" title="Not confirmed." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row">
        {byPassword && (
          <Button type="submit" loading={acting.busy}>
            Confirm
          </Button>
        )}
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
