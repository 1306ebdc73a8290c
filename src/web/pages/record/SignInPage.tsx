import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { Notice } from '../../ui/Notice.tsx';
import { useActing } from './act.ts';
import { DoorPage } from './DoorPage.tsx';
import { SecretInput } from './SecretInput.tsx';
import { useEnter } from './session.ts';

/** Name and password, then the code where an authenticator app is set up. The page asked for comes after it. */
export function SignInPage({ ended }: { readonly ended: boolean }) {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const acting = useActing();
  const enter = useEnter();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    acting.run(async () => {
      const answer = await call(api.signIn, {
        body: { login, password, ...(code === null ? {} : { code }) },
      });
      if (answer.state === 'signed-in') enter(answer.me);
      else setCode('');
    });
  };
  return (
    <DoorPage title="Sign in">
      <form className="stack" onSubmit={submit}>
        {ended && (
          <Notice tone="warn" title="Your session has ended.">
            Sign in to go on where you were.
          </Notice>
        )}
        {code === null ? (
          <>
            <TextInput
              label="E-mail address or name"
              autoComplete="username"
              required
              withAsterisk={false}
              value={login}
              onChange={(event) => setLogin(event.currentTarget.value)}
            />
            <SecretInput
              label="Password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
            />
          </>
        ) : (
          <TextInput
            label="Code"
            description="Six digits of your authenticator app, or one of your recovery codes."
            autoComplete="one-time-code"
            autoFocus
            required
            withAsterisk={false}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        {acting.problem !== null && (
          <Notice tone="bad" title="Not signed in." urgent>
            {acting.problem}
          </Notice>
        )}
        <Button type="submit" loading={acting.busy}>
          {code === null ? 'Sign in' : 'Confirm code'}
        </Button>
        {code !== null && (
          <button type="button" className="link" onClick={() => setCode(null)}>
            Back to name and password
          </button>
        )}
        <p className="muted small">
          After five failed attempts the account waits a minute, then longer, a quarter of an hour at most.
          Lost your password or your app? An administrator resets your sign-in.
        </p>
      </form>
    </DoorPage>
  );
}
