import { Checkbox, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { DestinationView } from '#contract/destinations/destination';
import {
  DESTINATION_KINDS,
  type DestinationKind,
  type EventKind,
  EVENTS,
  takesEvents,
} from '#engine/destinations';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { type Acting, useActing } from '../act.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useReasonNot } from '../session.ts';
import { EVENT_WORDS, KIND_WORDS } from './destination-words.ts';

type Place = DestinationView['place'];
type PlaceOf<K extends DestinationKind> = Extract<Place, { kind: K }>;

interface Draft {
  readonly name: string;
  readonly kind: DestinationKind;
  readonly webhook: PlaceOf<'webhook'>;
  readonly servicenow: PlaceOf<'servicenow'>;
  readonly jira: PlaceOf<'jira'>;
  readonly email: PlaceOf<'email'>;
  readonly events: readonly EventKind[];
  /** Empty: none, or as it is kept. */
  readonly secret: string;
}

/** What a new destination is told unless somebody chooses otherwise: what somebody has to act on. */
const EVENTS_FIRST: readonly EventKind[] = ['findings.due', 'feed.in-doubt', 'device.unregistered'];

function draftOf(it: DestinationView | null): Draft {
  const empty = {
    webhook: { kind: 'webhook', url: '' },
    servicenow: { kind: 'servicenow', url: '', table: 'incident', user: null },
    jira: { kind: 'jira', url: '', edition: 'cloud', project: '', issueType: 'Task', user: null },
    email: {
      kind: 'email',
      host: '',
      port: 587,
      encryption: 'starttls',
      user: null,
      from: '',
      to: [],
      owners: true,
    },
  } as const;
  return {
    ...empty,
    ...(it === null ? {} : { [it.place.kind]: it.place }),
    name: it?.name ?? '',
    kind: it?.place.kind ?? 'webhook',
    events: it?.events ?? EVENTS_FIRST,
    secret: '',
  };
}

interface DestinationFormProps {
  /** Null: a new one. */
  readonly it: DestinationView | null;
  /** With the signing secret of a new webhook. */
  readonly onDone: (signingSecret: string | null) => void;
  readonly onCancel: () => void;
}

/** Where notices or tickets go, and what a destination is told. */
export function DestinationForm({ it, onDone, onCancel }: DestinationFormProps) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('settings.manage');
  const [draft, setDraft] = useState(() => draftOf(it));
  const change = (next: Partial<Draft>) => setDraft({ ...draft, ...next });
  const because = reasonNot ?? whyNotSave(draft, it);
  const save = () =>
    acting.run(async () => {
      const body = { name: draft.name.trim(), place: placeOf(draft), events: eventsOf(draft) };
      const secret = draft.secret === '' ? {} : { secret: draft.secret };
      const made =
        it === null
          ? (await call(api.addDestination, { body: { ...body, ...secret } })).signingSecret
          : await call(api.editDestination, {
              params: { id: it.id },
              body: { version: it.version, ...body, ...secret },
            }).then(() => null);
      await client.invalidateQueries({ queryKey: ['destinations'] });
      onDone(made);
    });
  return (
    <form
      className="sheet-form stack"
      aria-label="Destination"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (because === null) save();
      }}
    >
      <h2>{it === null ? 'New destination' : it.name}</h2>
      <TextInput
        label="Name"
        placeholder="Service desk"
        value={draft.name}
        error={errorOf(acting, 'name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      {it === null && (
        <Select
          label="What it is"
          allowDeselect={false}
          data={DESTINATION_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))}
          value={draft.kind}
          onChange={(kind) => change({ kind: kind as DestinationKind })}
        />
      )}
      <PlaceFields draft={draft} acting={acting} onChange={change} />
      {draft.kind !== 'webhook' && <SecretField draft={draft} it={it} acting={acting} onChange={change} />}
      {takesEvents(draft.kind) ? (
        <Checkbox.Group
          label="It receives"
          description="Tickets that people open go there besides"
          value={[...draft.events]}
          onChange={(events) => change({ events: events as EventKind[] })}
        >
          <div className="stack events">
            {EVENTS.map((event) => (
              <Checkbox key={event} value={event} label={EVENT_WORDS[event]} />
            ))}
          </div>
        </Checkbox.Group>
      ) : (
        <p className="second small">It takes the tickets that people open and reports their status back.</p>
      )}
      {acting.problem !== null && acting.field === null && (
        <Notice tone="bad" title="Not saved." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={because} onClick={save}>
          Save
        </ActButton>
        <ActButton variant="default" onClick={onCancel}>
          Cancel
        </ActButton>
      </div>
      <ProofSheet of={acting} />
    </form>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly acting: Acting;
  readonly onChange: (next: Partial<Draft>) => void;
}

function PlaceFields(props: FieldsProps) {
  switch (props.draft.kind) {
    case 'webhook':
      return <WebhookFields {...props} />;
    case 'servicenow':
      return <ServiceNowFields {...props} />;
    case 'jira':
      return <JiraFields {...props} />;
    case 'email':
      return <EmailFields {...props} />;
  }
}

const INSIDE = 'Servers inside the hospital are allowed under Settings › Outgoing first.';

function WebhookFields({ draft: { webhook }, acting, onChange }: FieldsProps) {
  return (
    <TextInput
      label="Address"
      description={`${INSIDE} Every call is signed as Standard Webhooks 1.0 says.`}
      placeholder="https://integration.hospital.example/patchward"
      type="url"
      value={webhook.url}
      error={errorOf(acting, 'url')}
      onChange={(event) => onChange({ webhook: { ...webhook, url: event.currentTarget.value } })}
    />
  );
}

function ServiceNowFields({ draft: { servicenow: its }, acting, onChange }: FieldsProps) {
  const set = (next: Partial<typeof its>) => onChange({ servicenow: { ...its, ...next } });
  return (
    <>
      <TextInput
        label="Address of the instance"
        description={INSIDE}
        placeholder="https://hospital.service-now.com"
        type="url"
        value={its.url}
        error={errorOf(acting, 'url')}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <TextInput
        label="Table"
        description="Where tickets are rows: incident, change_request, or one of your own"
        value={its.table}
        error={errorOf(acting, 'table')}
        onChange={(event) => set({ table: event.currentTarget.value })}
      />
      <UserField user={its.user} onChange={(user) => set({ user })} />
    </>
  );
}

function JiraFields({ draft: { jira: its }, acting, onChange }: FieldsProps) {
  const set = (next: Partial<typeof its>) => onChange({ jira: { ...its, ...next } });
  return (
    <>
      <Select
        label="Edition"
        allowDeselect={false}
        data={[
          { value: 'cloud', label: 'Cloud' },
          { value: 'data-center', label: 'Data Center' },
        ]}
        value={its.edition}
        onChange={(it) => set({ edition: it === 'cloud' ? 'cloud' : 'data-center' })}
      />
      <TextInput
        label="Address"
        description={INSIDE}
        placeholder="https://hospital.atlassian.net"
        type="url"
        value={its.url}
        error={errorOf(acting, 'url')}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <div className="row-wrap">
        <TextInput
          label="Key of the project"
          placeholder="MED"
          value={its.project}
          error={errorOf(acting, 'project')}
          onChange={(event) => set({ project: event.currentTarget.value.toUpperCase() })}
        />
        <TextInput
          label="Type of issue"
          value={its.issueType}
          error={errorOf(acting, 'issueType')}
          onChange={(event) => set({ issueType: event.currentTarget.value })}
        />
      </div>
      <UserField user={its.user} onChange={(user) => set({ user })} />
    </>
  );
}

function UserField({
  user,
  hint = 'Empty where a token stands for itself',
  onChange,
}: {
  readonly user: string | null;
  readonly hint?: string;
  readonly onChange: (it: string | null) => void;
}) {
  return (
    <TextInput
      label="User"
      description={hint}
      autoComplete="off"
      value={user ?? ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  );
}

function EmailFields({ draft: { email: its }, acting, onChange }: FieldsProps) {
  const set = (next: Partial<typeof its>) => onChange({ email: { ...its, ...next } });
  return (
    <>
      <div className="row-wrap">
        <TextInput
          label="Mail server"
          placeholder="mail.hospital.example"
          value={its.host}
          error={errorOf(acting, 'host')}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <NumberInput
          label="Port"
          min={1}
          max={65_535}
          hideControls
          value={its.port}
          error={errorOf(acting, 'port')}
          onChange={(it) => set({ port: Number(it) })}
        />
      </div>
      <p className="muted small">{INSIDE}</p>
      <Select
        label="Encryption"
        description="Certificates are always checked, and a password is never sent in the clear"
        allowDeselect={false}
        data={[
          { value: 'starttls', label: 'STARTTLS, or nothing is sent' },
          { value: 'tls', label: 'From the first byte (port 465)' },
          { value: 'offered', label: 'When the server offers it' },
        ]}
        value={its.encryption}
        onChange={(it) => set({ encryption: it as typeof its.encryption })}
      />
      <TextInput
        label="From"
        placeholder="patchward@hospital.example"
        type="email"
        value={its.from}
        error={errorOf(acting, 'from')}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TagsInput
        label="To"
        placeholder={its.to.length === 0 ? 'security@hospital.example' : ''}
        value={[...its.to]}
        error={errorOf(acting, 'to')}
        splitChars={[',', ' ', ';']}
        acceptValueOnBlur
        onChange={(to) => set({ to })}
      />
      <Checkbox
        label="What is due goes to the owners of departments"
        description="Each gets their own devices: to the address of the owner, manager or contact that the department names. What has no owner goes to the addresses above."
        checked={its.owners}
        onChange={(event) => set({ owners: event.currentTarget.checked })}
      />
      <UserField
        user={its.user}
        hint="Empty where the server asks nobody to sign in"
        onChange={(user) => set({ user })}
      />
    </>
  );
}

function SecretField({ draft, it, acting, onChange }: FieldsProps & { readonly it: DestinationView | null }) {
  if (draft.kind === 'email' && draft.email.user === null) return null;
  return (
    <TextInput
      label={draft.kind === 'email' ? 'Password' : 'Token or password'}
      description={
        it?.hasSecret === true
          ? 'One is kept, encrypted. Empty: it stays.'
          : 'Kept encrypted, and never shown again'
      }
      type="password"
      autoComplete="new-password"
      value={draft.secret}
      error={errorOf(acting, 'secret')}
      onChange={(event) => onChange({ secret: event.currentTarget.value })}
    />
  );
}

function placeOf(draft: Draft): Place {
  const { kind } = draft;
  if (kind === 'email') return { ...draft.email, host: draft.email.host.trim(), to: [...draft.email.to] };
  return { ...draft[kind], url: draft[kind].url.trim() };
}

function eventsOf({ kind, events }: Draft): EventKind[] {
  return takesEvents(kind) ? [...events] : [];
}

function errorOf({ field, problem }: Acting, name: string): string | null {
  return field === name || field?.endsWith(`.${name}`) === true ? problem : null;
}

function whyNotSave(draft: Draft, it: DestinationView | null): string | null {
  const { kind, name, secret } = draft;
  if (name.trim() === '') return 'Give it a name first';
  if (kind === 'email') {
    const { host, from, to, user } = draft.email;
    if (host.trim() === '') return 'Name the mail server first';
    if (from.trim() === '' || to.length === 0) return 'Say from whom, and to whom';
    return user !== null && secret === '' && it?.hasSecret !== true ? 'Give the password first' : null;
  }
  if (!URL.canParse(draft[kind].url.trim())) return 'Write the whole address first';
  if (kind === 'jira' && draft.jira.project === '') return 'Name the project first';
  if (kind === 'webhook' || it?.hasSecret === true) return null;
  return secret === '' ? 'Give the token or password first' : null;
}
