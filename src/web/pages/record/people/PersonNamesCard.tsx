import { TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { PersonView } from '#contract/people/people-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { usePersonEdit } from './person-edit.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useReasonNot } from '../session.ts';

export function PersonNamesCard({ of }: { readonly of: PersonView }) {
  const [name, setName] = useState(of.name);
  const [login, setLogin] = useState(of.login);
  const reasonNot = useReasonNot('people.manage');
  const { acting, edit } = usePersonEdit(of);
  const unchanged = name === of.name && login === of.login ? 'Nothing is changed yet' : null;
  const save = () => edit({ name, login });
  return (
    <Card title="Names">
      <form
        className="card-body stack"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          if (reasonNot === null && unchanged === null) save();
        }}
      >
        <TextInput
          label="Name"
          disabled={reasonNot !== null}
          value={name}
          error={acting.field === 'name' ? acting.problem : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Sign-in name"
          disabled={reasonNot !== null}
          value={login}
          error={acting.field === 'login' ? acting.problem : null}
          onChange={(event) => setLogin(event.currentTarget.value)}
        />
        {acting.problem !== null && acting.field === null && (
          <Notice tone="bad" title="Not saved." urgent>
            {acting.problem}
          </Notice>
        )}
        <div>
          <ActButton
            variant="default"
            loading={acting.busy}
            disabledReason={reasonNot ?? unchanged}
            onClick={save}
          >
            Save names
          </ActButton>
        </div>
      </form>
      <ProofSheet of={acting} />
    </Card>
  );
}
