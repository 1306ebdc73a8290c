import { Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { Answer } from '#contract/kit';
import type { SignInPolicyView } from '#contract/people/policy-routes';
import { ROLE_DESCRIPTIONS, type Role, ROLES } from '#engine/access';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { useActing } from '../act.ts';
import { ScopeFields } from '../people/GrantsEditor.tsx';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useReasonNot } from '../session.ts';

type Read = Answer<typeof api.readSignInPolicy>;

/** Who may sign in how: second factors per role, passwords, single sign-on with what its groups give. */
export function SignInPolicyPage() {
  const reasonNot = useReasonNot('settings.read');
  const [saved, setSaved] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['sign-in-policy'],
    queryFn: ({ signal }) => call(api.readSignInPolicy, {}, { signal }),
    staleTime: 0,
    enabled: reasonNot === null,
  });
  return (
    <div className="page narrow">
      <title>Sign-in · Patchward</title>
      <div className="head">
        <div>
          <h1>Sign-in</h1>
          <p className="muted">Rules for everybody. Your own password, app and passkeys: My sign-in.</p>
        </div>
      </div>
      {reasonNot !== null && (
        <div className="card">
          <Empty title="You have no permission to see the sign-in rules">{reasonNot}</Empty>
        </div>
      )}
      {error !== null && <Empty title="The sign-in rules could not be read">{error.message}</Empty>}
      {reasonNot === null && data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={8} label="Loading sign-in rules" />
        </div>
      )}
      {data !== undefined && (
        <PolicyForm key={data.policy.version} of={data} saved={saved} onSaved={() => setSaved(true)} />
      )}
    </div>
  );
}

interface PolicyFormProps {
  readonly of: Read;
  readonly saved: boolean;
  readonly onSaved: () => void;
}

function PolicyForm({ of, saved, onSaved }: PolicyFormProps) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('settings.manage');
  const [policy, setPolicy] = useState(of.policy);
  const change = (next: Partial<SignInPolicyView>) => setPolicy({ ...policy, ...next });
  const unchanged = JSON.stringify(policy) === JSON.stringify(of.policy) ? 'Nothing is changed yet' : null;
  const locked = reasonNot !== null;
  const save = () =>
    acting.run(async () => {
      const after = await call(api.editSignInPolicy, { body: policy });
      onSaved();
      client.setQueryData(['sign-in-policy'], after);
    });
  return (
    <div className="stack">
      <SecondFactorCard policy={policy} locked={locked} onChange={change} />
      <PasswordsCard policy={policy} locked={locked} onChange={change} />
      <SingleSignOnCard policy={policy} provider={of.provider} locked={locked} onChange={change} />
      {acting.problem !== null && (
        <Notice tone="bad" title="Not saved." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={reasonNot ?? unchanged} onClick={save}>
          Save rules
        </ActButton>
        <span className="second small" role="status">
          {saved && unchanged !== null ? 'Saved' : ''}
        </span>
      </div>
      <ProofSheet of={acting} />
    </div>
  );
}

interface PartProps {
  readonly policy: SignInPolicyView;
  readonly locked: boolean;
  readonly onChange: (next: Partial<SignInPolicyView>) => void;
}

const HUMAN_ROLES = ROLES.filter((it) => it !== 'service-account');

function SecondFactorCard({ policy: { secondFactorRoles }, locked, onChange }: PartProps) {
  const toggle = (role: Role) =>
    onChange({
      secondFactorRoles: secondFactorRoles.includes(role)
        ? secondFactorRoles.filter((it) => it !== role)
        : [...secondFactorRoles, role],
    });
  return (
    <Card
      title="Second factor"
      note="an authenticator app or a passkey"
      footer="From the next sign-in on. Whoever has none sets one up before anything else. Single sign-on follows the rules of the identity provider."
    >
      <div className="card-body">
        <fieldset className="ticks" disabled={locked}>
          <legend className="small second">Needed by whoever holds the role</legend>
          {HUMAN_ROLES.map((it) => (
            <label key={it}>
              <input type="checkbox" checked={secondFactorRoles.includes(it)} onChange={() => toggle(it)} />
              {ROLE_DESCRIPTIONS[it].title}
            </label>
          ))}
        </fieldset>
      </div>
    </Card>
  );
}

function PasswordsCard({ policy, locked, onChange }: PartProps) {
  return (
    <Card
      title="Passwords"
      footer="Twelve characters or more, not among the common ones, never asked to change without cause. After five wrong ones an account waits a minute, then longer, a quarter of an hour at most."
    >
      <div className="card-body stack">
        <div>
          <SegmentedControl
            aria-label="Who may sign in with a password"
            disabled={locked}
            data={[
              { value: 'everybody', label: 'Everybody' },
              { value: 'break-glass', label: 'Break-glass accounts alone' },
            ]}
            value={policy.passwords}
            onChange={(it) => onChange({ passwords: it === 'break-glass' ? it : 'everybody' })}
          />
        </div>
        <p className="second small">
          {policy.passwords === 'everybody'
            ? 'People sign in with name and password, and a code where they have an authenticator app.'
            : 'People come by single sign-on or with a passkey. Break-glass administrators keep a password for the day the identity provider is down.'}
        </p>
      </div>
    </Card>
  );
}

type SingleSignOnCardProps = PartProps & { readonly provider: Read['provider'] };

function SingleSignOnCard({ policy, provider, locked, onChange }: SingleSignOnCardProps) {
  const { groups } = policy;
  const changeGroup = (at: number, next: (typeof groups)[number]) =>
    onChange({ groups: groups.map((it, i) => (i === at ? next : it)) });
  return (
    <Card
      title="Single sign-on"
      note="OpenID Connect"
      footer={
        groups.length === 0
          ? 'Without groups, accounts are made here, and people are known by their confirmed mail address.'
          : 'At each sign-in a person gets exactly the roles of their groups, and an account if they have none. Break-glass accounts keep their own roles.'
      }
    >
      <div className="card-body stack">
        {provider === null ? (
          <StateText shape="dashed" tone="idle">
            No identity provider is set up
          </StateText>
        ) : (
          <StateText shape="check" tone="good">
            {`${provider.name}: ${provider.issuer}, client ${provider.clientId}`}
          </StateText>
        )}
        <p className="muted small">
          It is named in the environment of the server: PATCHWARD_OIDC_ISSUER, _NAME, _CLIENT_ID,
          _CLIENT_SECRET.
        </p>
        <Checkbox
          label="People may sign in with it"
          disabled={locked}
          checked={policy.singleSignOn}
          onChange={(event) => onChange({ singleSignOn: event.currentTarget.checked })}
        />
        {groups.map((it, i) => (
          <fieldset key={i} className="grant">
            <legend className="visually-hidden">{`Group ${i + 1}`}</legend>
            <div className="row-wrap grant-row">
              <TextInput
                label="Group"
                disabled={locked}
                value={it.group}
                onChange={(event) => changeGroup(i, { ...it, group: event.currentTarget.value })}
              />
              <Select
                label="Gives the role"
                disabled={locked}
                allowDeselect={false}
                data={HUMAN_ROLES.map((value) => ({ value, label: ROLE_DESCRIPTIONS[value].title }))}
                value={it.role}
                onChange={(role) => changeGroup(i, { ...it, role: role as Role })}
              />
              <ScopeFields
                scope={it.scope}
                disabled={locked}
                onChange={(scope) => changeGroup(i, { ...it, scope })}
              />
              <ActButton
                variant="default"
                disabledReason={locked ? 'You have no permission to change the rules' : null}
                onClick={() => onChange({ groups: groups.filter((_, other) => other !== i) })}
              >
                Remove
              </ActButton>
            </div>
          </fieldset>
        ))}
        <div>
          <ActButton
            icon="plus"
            variant="default"
            disabledReason={locked ? 'You have no permission to change the rules' : null}
            onClick={() =>
              onChange({
                groups: [...groups, { group: '', role: 'technician', scope: { kind: 'hospital' } }],
              })
            }
          >
            Add group
          </ActButton>
        </div>
      </div>
    </Card>
  );
}
