import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { ME_KEY } from '../../../data.ts';
import { QrCode } from '../../../parts/QrCode.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { ProofSheet } from './ProofSheet.tsx';
import { useMe } from '../session.ts';

type Step =
  | { readonly at: 'rest' }
  | { readonly at: 'secret'; readonly secret: string; readonly uri: string }
  | { readonly at: 'codes'; readonly codes: readonly string[] };

/** Sets an authenticator app up, shows the recovery codes once, or takes the app away. */
export function SecondFactorSetup() {
  const me = useMe();
  const client = useQueryClient();
  const acting = useActing();
  const [step, setStep] = useState<Step>({ at: 'rest' });
  const refresh = () => client.invalidateQueries({ queryKey: ME_KEY });

  const begin = () =>
    acting.run(async () => setStep({ at: 'secret', ...(await call(api.beginSecondFactor, {})) }));
  const confirm = (code: string) =>
    acting.run(async () => {
      const { recoveryCodes } = await call(api.confirmSecondFactor, { body: { code } });
      setStep({ at: 'codes', codes: recoveryCodes });
      await refresh();
    });
  const renew = () =>
    acting.run(async () => {
      const { recoveryCodes } = await call(api.renewRecoveryCodes, {});
      setStep({ at: 'codes', codes: recoveryCodes });
      await refresh();
    });
  const remove = () =>
    acting.run(async () => {
      await call(api.removeSecondFactor, {});
      await refresh();
    });

  return (
    <div className="stack">
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      {step.at === 'secret' && <SecretStep {...step} busy={acting.busy} onCode={confirm} />}
      {step.at === 'codes' && <CodesStep codes={step.codes} onKept={() => setStep({ at: 'rest' })} />}
      {step.at === 'rest' && me?.secondFactor === true && (
        <>
          <StateText shape="check" tone="good">
            An authenticator app is asked for when you sign in
          </StateText>
          <p className="second">{`${countOf(me.recoveryCodes, 'recovery code')} left.`}</p>
          <div className="row-wrap">
            <ActButton variant="default" loading={acting.busy} onClick={renew}>
              New recovery codes
            </ActButton>
            <ActButton variant="default" loading={acting.busy} onClick={remove}>
              Remove the app
            </ActButton>
          </div>
        </>
      )}
      {step.at === 'rest' && me?.secondFactor === false && (
        <>
          <p className="second">
            With an authenticator app a stolen password is not enough. Any app that makes six-digit codes will
            do.
          </p>
          <div>
            <ActButton loading={acting.busy} onClick={begin}>
              Set up an authenticator app
            </ActButton>
          </div>
        </>
      )}
      <ProofSheet of={acting} />
    </div>
  );
}

interface SecretStepProps {
  readonly secret: string;
  readonly uri: string;
  readonly busy: boolean;
  readonly onCode: (code: string) => void;
}

function SecretStep({ secret, uri, busy, onCode }: SecretStepProps) {
  const [code, setCode] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onCode(code);
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p className="second">
        Scan the code with your app, type the key, or <a href={uri}>open it in an app on this device</a>.
      </p>
      <div className="enrol-code">
        <QrCode text={uri} label="The key for the authenticator app as a QR code" />
      </div>
      <output className="secret mono" aria-label="Key for the authenticator app">
        {(secret.match(/.{1,4}/g) ?? []).join(' ')}
      </output>
      <TextInput
        label="First code of the app"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={busy}>
          Confirm code
        </Button>
      </div>
    </form>
  );
}

function CodesStep({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) {
  return (
    <>
      <Notice tone="warn" title="Shown this once.">
        Keep these recovery codes apart from your phone. Each lets you in once without the app.
      </Notice>
      <ul className="secret codes mono" aria-label="Recovery codes">
        {codes.map((it) => (
          <li key={it}>{it}</li>
        ))}
      </ul>
      <div>
        <Button onClick={onKept}>I have kept them</Button>
      </div>
    </>
  );
}
