import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { ME_KEY } from '../../../data.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { PasswordRules } from './PasswordRules.tsx';
import { SecretInput } from '../SecretInput.tsx';
import { useMe } from '../session.ts';

export function NewPasswordForm() {
  const me = useMe();
  const client = useQueryClient();
  const acting = useActing();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setDone(false);
    acting.run(async () => {
      client.setQueryData(ME_KEY, await call(api.changePassword, { body: { current, next } }));
      await client.invalidateQueries({ queryKey: ['sessions'] });
      setCurrent('');
      setNext('');
      setDone(true);
    });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <SecretInput
        label="Current password"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
      />
      <SecretInput label="New password" autoComplete="new-password" value={next} onChange={setNext} />
      <PasswordRules password={next} login={me?.login ?? ''} />
      {acting.problem !== null && (
        <Notice tone="bad" title="Not changed." urgent>
          {acting.problem}
        </Notice>
      )}
      {done && (
        <p role="status" className="second">
          Changed. Your other sessions have ended.
        </p>
      )}
      <div>
        <Button type="submit" variant="default" loading={acting.busy}>
          Change password
        </Button>
      </div>
    </form>
  );
}
