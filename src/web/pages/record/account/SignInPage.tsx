import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { type Acting, useActing } from '../act.ts';
import { useDemonstration } from '../demonstration/demonstration.ts';
import { DoorPage } from './DoorPage.tsx';
import { OtherEyes } from '../people/OtherEyes.tsx';
import { givePasskey, NO_PASSKEYS } from './passkey.ts';
import { SecretInput } from '../SecretInput.tsx';
import { useEnter } from '../session.ts';

/** In a demonstration nobody needs a password: whoever comes picks whose eyes to look through. */
function DemonstrationDoor() {
  const { data } = useDemonstration();
  if (data === undefined || data.state === 'none') return null;
  return (
    <section className="stack" aria-labelledby="demonstration-door">
      <h2 id="demonstration-door">Or look around as</h2>
      <p className="second small">Devices and people of the demonstration are invented.</p>
      <OtherEyes people={data.people} />
    </section>
  );
}

/** Tells above the form that there is a way in without an account. */
function DemonstrationHint() {
  const { data } = useDemonstration();
  if (data === undefined || data.state === 'none') return null;
  return (
    <Notice tone="idle" title="This is a demonstration hospital.">
      No account is needed: <a href="#demonstration-door">choose whose eyes to look through</a>.
    </Notice>
  );
}

/** Name and password, then the code where an authenticator app is set up. The page asked for comes after it. */
export function SignInPage({ ended }: { readonly ended: boolean }) {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const acting = useActing();
  const enter = useEnter();
  const ways = useQuery({
    queryKey: ['sign-in-ways'],
    queryFn: ({ signal }) => call(api.listSignInWays, {}, { signal }),
    staleTime: 0,
  });
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
  const passwordsOff = ways.data?.passwords === 'break-glass';
  return (
    <DoorPage title="Sign in">
      {ended && (
        <Notice tone="warn" title="Your session has ended.">
          Sign in to go on where you were.
        </Notice>
      )}
      {code === null && <DemonstrationHint />}
      {code === null && <OtherWays provider={ways.data?.singleSignOn ?? null} acting={acting} />}
      {passwordsOff && (
        <p className="second small">
          A name and a password work for break-glass accounts alone; each use is logged.
        </p>
      )}
      <form className="stack" onSubmit={submit}>
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
        <Button type="submit" variant={passwordsOff ? 'default' : 'filled'} loading={acting.busy}>
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
      <DemonstrationDoor />
    </DoorPage>
  );
}

interface OtherWaysProps {
  readonly provider: { readonly name: string; readonly path: string } | null;
  readonly acting: Acting;
}

/** The hospital's own account, where it has one, and a passkey. */
function OtherWays({ provider, acting }: OtherWaysProps) {
  const enter = useEnter();
  const withPasskey = () =>
    acting.run(async () => {
      enter(await call(api.signInWithPasskey, { body: { response: await givePasskey() } }));
    });
  return (
    <div className="stack other-ways">
      {provider !== null && (
        <a className="button-link primary" href={provider.path}>
          {`Sign in with ${provider.name}`}
        </a>
      )}
      <ActButton variant="default" disabledReason={NO_PASSKEYS} onClick={withPasskey}>
        Sign in with a passkey
      </ActButton>
      <p className="or muted small">or with name and password</p>
    </div>
  );
}
