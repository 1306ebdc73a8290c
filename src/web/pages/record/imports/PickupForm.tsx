import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { PickupRulesView, PickupView } from '#contract/inventory/pickup';
import type { ScheduleView } from '#contract/schedule';
import { ScheduleFields } from '../../../parts/ScheduleFields.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { type Acting, useActing } from '../act.ts';
import { HeaderFields, type HeaderDraft } from '../HeaderFields.tsx';
import { PickupRulesFields } from './PickupRulesFields.tsx';
import { useReasonNot } from '../session.ts';

interface PickupFormProps {
  /** Null: a new one. */
  readonly it: PickupView | null;
  /** Whose files; empty: to be named. */
  readonly source: string;
  /** Folder of the server below which folders are watched; null: there is none. */
  readonly inbox: string | null;
  readonly onDone: () => void;
}

interface Draft {
  readonly source: string;
  readonly kind: 'folder' | 'address';
  readonly folder: string;
  readonly pattern: string;
  readonly afterwards: 'leave' | 'move';
  readonly url: string;
  /** Null: as they are kept. */
  readonly headers: readonly HeaderDraft[] | null;
  readonly schedule: ScheduleView;
  readonly rules: PickupRulesView;
}

/** Of a list that is exported every night, a day's changes are a few percent. */
const RULES: PickupRulesView = {
  apply: 'within',
  createdPctMax: 5,
  changedPctMax: 10,
  rejectedPctMax: 2,
  shorterPctMax: 20,
};

const FOLDER_MINUTES_MIN = 1;
const ADDRESS_MINUTES_MIN = 15;

function draftOf(it: PickupView | null, source: string): Draft {
  const place = it?.place;
  return {
    source,
    kind: place?.kind ?? 'folder',
    folder: place?.kind === 'folder' ? place.folder : '',
    pattern: place?.kind === 'folder' ? (place.pattern ?? '') : '',
    afterwards: place?.kind === 'folder' ? place.afterwards : 'move',
    url: place?.kind === 'address' ? place.url : '',
    headers: place?.kind === 'address' && place.headerNames.length > 0 ? null : [],
    schedule: it?.schedule ?? { kind: 'every', minutes: FOLDER_MINUTES_MIN },
    rules: it?.rules ?? RULES,
  };
}

/** How files of one source come by themselves, and what they may do. */
export function PickupForm({ it, source, inbox, onDone }: PickupFormProps) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('inventory.structure');
  const [draft, setDraft] = useState(() => draftOf(it, source));
  const change = (next: Partial<Draft>) => setDraft({ ...draft, ...next });
  const locked = reasonNot !== null;
  const because = reasonNot ?? whyNotSave(draft, inbox);
  const act = (work: () => Promise<unknown>) =>
    acting.run(async () => {
      await work();
      await client.invalidateQueries({ queryKey: ['sources'] });
      onDone();
    });
  const save = () =>
    act(() =>
      it === null
        ? call(api.addPickup, { body: { source: draft.source.trim(), headers: {}, ...bodyOf(draft) } })
        : call(api.editPickup, { params: { id: it.id }, body: { version: it.version, ...bodyOf(draft) } }),
    );
  return (
    <form
      className="sheet-form stack"
      aria-label="Pickup"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (because === null) save();
      }}
    >
      <h2>{it === null ? 'Set up file pickup' : `Files of ${it.source}`}</h2>
      {it === null && (
        <TextInput
          label="Name of the source"
          description="As in imports by hand: later files under the same name take the place of what it said before."
          disabled={locked || source !== ''}
          value={draft.source}
          error={errorOf(acting, 'source')}
          onChange={(event) => change({ source: event.currentTarget.value })}
        />
      )}
      <SegmentedControl
        aria-label="Where files come from"
        disabled={locked}
        data={[
          { value: 'folder', label: 'A watched folder' },
          { value: 'address', label: 'An address that is asked' },
        ]}
        value={draft.kind}
        onChange={(kind) =>
          change(
            kind === 'address'
              ? { kind, schedule: { kind: 'daily', at: '02:30' } }
              : { kind: 'folder', schedule: { kind: 'every', minutes: FOLDER_MINUTES_MIN } },
          )
        }
      />
      {draft.kind === 'folder' ? (
        <FolderFields draft={draft} inbox={inbox} locked={locked} acting={acting} onChange={change} />
      ) : (
        <AddressFields
          draft={draft}
          keptNames={it?.place.kind === 'address' ? it.place.headerNames : []}
          locked={locked}
          acting={acting}
          onChange={change}
        />
      )}
      <ScheduleFields
        label="Looked at"
        schedule={draft.schedule}
        minutesMin={draft.kind === 'folder' ? FOLDER_MINUTES_MIN : ADDRESS_MINUTES_MIN}
        disabled={locked}
        onChange={(schedule) => change({ schedule })}
      />
      <PickupRulesFields rules={draft.rules} disabled={locked} onChange={(rules) => change({ rules })} />
      {acting.problem !== null && acting.field === null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton loading={acting.busy} disabledReason={because} onClick={save}>
          Save
        </ActButton>
        <ActButton variant="default" onClick={onDone}>
          Cancel
        </ActButton>
      </div>
      {it !== null && <PickupActs it={it} reasonNot={reasonNot} act={act} />}
    </form>
  );
}

interface PickupActsProps {
  readonly it: PickupView;
  readonly reasonNot: string | null;
  readonly act: (work: () => Promise<unknown>) => void;
}

function PickupActs({ it: { id, version, source, pausedAt }, reasonNot, act }: PickupActsProps) {
  const [sure, setSure] = useState(false);
  const pause = (paused: boolean) =>
    act(() => call(api.editPickup, { params: { id }, body: { version, paused } }));
  return (
    <div className="row-wrap">
      <ActButton variant="default" disabledReason={reasonNot} onClick={() => pause(pausedAt === null)}>
        {pausedAt === null ? 'Pause' : 'Let it go on'}
      </ActButton>
      {sure ? (
        <ActButton onClick={() => act(() => call(api.dropPickup, { params: { id } }))}>
          {`Pick files of ${source} up no longer`}
        </ActButton>
      ) : (
        <ActButton variant="default" disabledReason={reasonNot} onClick={() => setSure(true)}>
          Remove
        </ActButton>
      )}
    </div>
  );
}

interface PlaceFieldsProps {
  readonly draft: Draft;
  readonly locked: boolean;
  readonly acting: Acting;
  readonly onChange: (next: Partial<Draft>) => void;
}

function FolderFields({
  draft,
  inbox,
  locked,
  acting,
  onChange,
}: PlaceFieldsProps & { readonly inbox: string | null }) {
  return (
    <>
      {inbox === null && (
        <Notice tone="warn" title="This server has no inbox.">
          Its operator names a folder with PATCHWARD_INBOX; folders below it can be watched then.
        </Notice>
      )}
      <TextInput
        label="Folder"
        description={
          inbox === null ? 'Below the inbox of the server' : `Below ${inbox}; empty: that folder itself`
        }
        placeholder="cmms"
        disabled={locked}
        value={draft.folder}
        error={errorOf(acting, 'folder')}
        onChange={(event) => onChange({ folder: event.currentTarget.value })}
      />
      <div className="row-wrap">
        <TextInput
          label="Names of files"
          placeholder="*.csv, or empty for all"
          disabled={locked}
          value={draft.pattern}
          onChange={(event) => onChange({ pattern: event.currentTarget.value })}
        />
        <Select
          label="A file that was taken"
          disabled={locked}
          allowDeselect={false}
          data={[
            { value: 'move', label: 'moves into “done”' },
            { value: 'leave', label: 'stays where it is' },
          ]}
          value={draft.afterwards}
          onChange={(it) => onChange({ afterwards: it === 'leave' ? 'leave' : 'move' })}
        />
      </div>
    </>
  );
}

function AddressFields({
  draft,
  keptNames,
  locked,
  acting,
  onChange,
}: PlaceFieldsProps & { readonly keptNames: readonly string[] }) {
  return (
    <>
      <TextInput
        label="Address"
        description="Servers inside the hospital are allowed under Settings › Outgoing first."
        placeholder="https://cmms.hospital.example/export.csv"
        type="url"
        disabled={locked}
        value={draft.url}
        error={errorOf(acting, 'url')}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <HeaderFields
        headers={draft.headers}
        keptNames={keptNames}
        disabled={locked}
        problem={errorOf(acting, 'headers')}
        onChange={(headers) => onChange({ headers })}
      />
    </>
  );
}

function errorOf({ field, problem }: Acting, name: string): string | null {
  return field === name || field?.endsWith(`.${name}`) === true ? problem : null;
}

function bodyOf({ kind, folder, pattern, afterwards, url, headers, schedule, rules }: Draft) {
  const place =
    kind === 'folder'
      ? ({ kind, folder, pattern: pattern.trim() === '' ? null : pattern.trim(), afterwards } as const)
      : ({ kind, url: url.trim() } as const);
  const given = headers?.filter((it) => it.name.trim() !== '') ?? null;
  return {
    place,
    schedule,
    rules,
    ...(kind === 'folder' || given === null
      ? {}
      : { headers: Object.fromEntries(given.map((it) => [it.name.trim(), it.value])) }),
  };
}

function whyNotSave({ source, kind, url, schedule }: Draft, inbox: string | null): string | null {
  if (source.trim() === '') return 'Name the source first';
  if (kind === 'folder' && inbox === null) return 'This server has no inbox';
  if (kind === 'address' && !URL.canParse(url.trim())) return 'Write the whole address first';
  if (schedule.kind !== 'every' && schedule.at === '') return 'Say at what time';
  return null;
}
