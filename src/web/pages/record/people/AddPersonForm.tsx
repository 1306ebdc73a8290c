import { Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { PersonWithWayIn } from '#contract/people/people-routes';
import { ROLES } from '#engine/access';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { areNamed, GrantsEditor } from './GrantsEditor.tsx';
import type { GrantShown } from './grant-words.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';

type Kind = 'person' | 'service';

interface AddPersonFormProps {
  readonly onAdded: (it: PersonWithWayIn) => void;
}

const HUMAN_ROLES = ROLES.filter((it) => it !== 'service-account');
const FIRST_GRANT = {
  person: [{ role: 'technician', scope: { kind: 'hospital' } }],
  service: [{ role: 'service-account', scope: { kind: 'hospital' } }],
} as const satisfies Record<Kind, readonly GrantShown[]>;

/** An account for a colleague, or for a program. */
export function AddPersonForm({ onAdded }: AddPersonFormProps) {
  const [kind, setKind] = useState<Kind>('person');
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [by, setBy] = useState<'link' | 'password'>('link');
  const [breakGlass, setBreakGlass] = useState(false);
  const [grants, setGrants] = useState<readonly GrantShown[]>(FIRST_GRANT.person);
  const acting = useActing();
  const isPerson = kind === 'person';
  const reasonNot =
    name.trim() === '' || login.trim() === ''
      ? 'Fill in both names first'
      : areNamed(grants)
        ? null
        : 'Name the part of the hospital for each role';
  const add = () =>
    acting.run(async () => {
      const body = { kind, name, login, by, breakGlass: isPerson && breakGlass, grants: [...grants] };
      onAdded(await call(api.addPerson, { body }));
    });
  const errorOf = (field: string) => (acting.field === field ? acting.problem : null);
  return (
    <form
      className="sheet-form stack"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (reasonNot === null) add();
      }}
    >
      <h2>Add an account</h2>
      <SegmentedControl
        aria-label="Kind of account"
        data={[
          { value: 'person', label: 'Person' },
          { value: 'service', label: 'Service account' },
        ]}
        value={kind}
        onChange={(it) => {
          const next = it === 'service' ? 'service' : 'person';
          setKind(next);
          setGrants(FIRST_GRANT[next]);
        }}
      />
      <TextInput
        label="Name"
        value={name}
        error={errorOf('name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={isPerson ? 'E-mail address' : 'Short name'}
        description={isPerson ? 'They sign in with it. Nothing is sent to it.' : 'For example nightly-import'}
        value={login}
        error={errorOf('login')}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <GrantsEditor
        grants={grants}
        onChange={setGrants}
        roles={isPerson ? HUMAN_ROLES : ROLES}
        reasonNot={null}
      />
      {isPerson && (
        <>
          <SegmentedControl
            aria-label="How they sign in first"
            data={[
              { value: 'link', label: 'One-time link' },
              { value: 'password', label: 'Initial password' },
            ]}
            value={by}
            onChange={(it) => setBy(it === 'password' ? 'password' : 'link')}
          />
          <p className="second small">
            {by === 'link'
              ? 'You get a link to send; with it they choose their own password.'
              : 'You get a password to pass on; they change it at the first sign-in.'}
          </p>
          <Checkbox
            label="Break-glass account"
            description="Works with a password even when everybody else has to use single sign-on. Each use stands out in the audit log."
            checked={breakGlass}
            onChange={(event) => setBreakGlass(event.currentTarget.checked)}
          />
        </>
      )}
      {acting.problem !== null && acting.field === null && (
        <Notice tone="bad" title="Not added." urgent>
          {acting.problem}
        </Notice>
      )}
      <div>
        <ActButton icon="plus" loading={acting.busy} disabledReason={reasonNot} onClick={add}>
          Add account
        </ActButton>
      </div>
      <ProofSheet of={acting} />
    </form>
  );
}
