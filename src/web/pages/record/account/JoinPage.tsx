import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { DoorPage } from './DoorPage.tsx';
import { PasswordRules } from './PasswordRules.tsx';
import { SecretInput } from '../SecretInput.tsx';
import { useEnter } from '../session.ts';

/** Where a one-time link leads: choose a password, and come in. The secret stands behind the #, which no server logs. */
export function JoinPage({ secret }: { readonly secret: string }) {
  const [password, setPassword] = useState('');
  const acting = useActing();
  const enter = useEnter();
  const navigate = useNavigate();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    acting.run(async () => {
      const me = await call(api.enterByLink, { body: { secret, password } });
      await navigate({ to: '/', replace: true });
      enter(me);
    });
  };
  return (
    <DoorPage title="Choose your password" words="An account was made for you. This link works once.">
      <form className="stack" onSubmit={submit}>
        <SecretInput
          label="Password"
          autoComplete="new-password"
          value={password}
          error={acting.field === 'password' ? acting.problem : null}
          onChange={setPassword}
        />
        <PasswordRules password={password} login="" />
        {acting.problem !== null && acting.field === null && (
          <Notice tone="bad" title="Not signed in." urgent>
            {acting.problem}
          </Notice>
        )}
        <Button type="submit" loading={acting.busy}>
          Set password and sign in
        </Button>
      </form>
    </DoorPage>
  );
}
