import { Button, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { useAbout } from '../../../data.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { DoorPage } from './DoorPage.tsx';
import { PasswordRules } from './PasswordRules.tsx';
import { SecretInput } from '../SecretInput.tsx';
import { useEnter } from '../session.ts';

/** Nobody has an account yet: whoever comes first makes the administrator. */
export function FirstRunPage() {
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [hospital, setHospital] = useState('');
  const acting = useActing();
  const enter = useEnter();
  const loopback = useAbout().data?.loopback === true;
  const navigate = useNavigate();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    acting.run(async () => {
      const me = await call(api.createFirstPerson, {
        body: { name, login, password, hospital: { name: hospital, zone: ownZone() } },
      });
      await navigate({ to: '/welcome' });
      enter(me);
    });
  };
  const errorOf = (field: string) => (acting.field === field ? acting.problem : null);
  return (
    <DoorPage
      title="Set up Patchward"
      words="Nobody has an account yet. Create the administrator; colleagues are added later."
    >
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="Your name"
          autoComplete="name"
          required
          withAsterisk={false}
          value={name}
          error={errorOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail address"
          description="You sign in with it. Nothing is sent to it."
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={login}
          error={errorOf('login')}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        <TextInput
          label="Name of the hospital"
          description={`Times are shown in ${ownZone()}; both can be changed later.`}
          autoComplete="organization"
          value={hospital}
          error={errorOf('hospital.name')}
          onChange={(event) => setHospital(event.currentTarget.value)}
        />
        <SecretInput
          label="Password"
          autoComplete="new-password"
          value={password}
          error={errorOf('password')}
          onChange={setPassword}
        />
        <PasswordRules password={password} login={login} />
        {acting.problem !== null && acting.field === null && (
          <Notice tone="bad" title="Not created." urgent>
            {acting.problem}
          </Notice>
        )}
        <Button type="submit" loading={acting.busy}>
          Create administrator
        </Button>
      </form>
      {loopback && (
        <p className="door-else small">
          Only looking? <Link to="/assessments">Assess a file or the sample hospital</Link> without an
          account; nothing of it is kept.
        </p>
      )}
    </DoorPage>
  );
}

/** The browser's zone stands for the hospital's until somebody says otherwise. */
function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
