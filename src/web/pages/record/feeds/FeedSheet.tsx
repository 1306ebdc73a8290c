import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import type { FeedView } from '#contract/feeds/feed';
import * as api from '#contract/feeds/routes';
import { isOnline } from '#engine/words';
import { FEED_NAMES } from '../../../parts/feeds.ts';
import { FieldForm, type FormField } from '../../../parts/FieldForm.tsx';
import { FilePick } from '../../../parts/FilePick.tsx';
import { JobProgress } from '../../../parts/JobProgress.tsx';
import { feedLook } from '../../../parts/standing.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { countOf, moment, size, whole } from '../../../ui/words.ts';
import { type Acting, useActing } from '../act.ts';
import { BroughtFiles } from './BroughtFiles.tsx';
import { FeedQuarantine } from './FeedQuarantine.tsx';
import { FeedRuns } from './FeedRuns.tsx';
import { sendFile } from '../send-file.ts';
import { useReasonNot } from '../session.ts';

interface FeedSheetProps {
  readonly it: FeedView;
  readonly onGone: () => void;
}

/** One feed: how it stands, what can be done about it, every run and every record that could not be taken. */
export function FeedSheet({ it, onGone }: FeedSheetProps) {
  const client = useQueryClient();
  const acting = useActing();
  const [jobId, setJobId] = useState(it.jobId);
  const [editing, setEditing] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: ['feeds'] });
  const does = (act: () => Promise<unknown>) =>
    acting.run(async () => {
      await act();
      await again();
    });
  const { shape, tone, word } = feedLook(it);
  return (
    <div className="sheet-form stack">
      <div className="row-wrap">
        <h2>{it.name}</h2>
        <StateText shape={shape} tone={tone}>
          {word}
        </StateText>
      </div>
      {it.problem !== null && (
        <Notice tone="warn" title="The last attempt failed; what was there stays.">
          {it.problem}
        </Notice>
      )}
      {acting.problem !== null && !editing && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      <FeedFacts it={it} />
      {jobId !== null && <JobProgress jobId={jobId} onEnd={() => void again()} />}
      {editing ? (
        <SettingsForm it={it} acting={acting} does={does} onDone={() => setEditing(false)} />
      ) : (
        <Acts
          it={it}
          acting={acting}
          does={does}
          onJob={setJobId}
          onEdit={() => setEditing(true)}
          onGone={onGone}
        />
      )}
      {it.gaps.length > 0 && (
        <section>
          <h3>Known to be missing</h3>
          <ul className="plain-list">
            {it.gaps.map((gap) => (
              <li key={gap} className="break">
                {gap}
              </li>
            ))}
          </ul>
        </section>
      )}
      {it.source === 'files' && (
        <BroughtFiles
          feedId={it.id}
          mark={`${it.lastSuccessAt ?? ''} ${it.files}`}
          busy={acting.busy}
          does={does}
        />
      )}
      <FeedRuns feedId={it.id} mark={it.lastAttemptAt} />
      <FeedQuarantine feedId={it.id} mark={it.lastSuccessAt} />
    </div>
  );
}

const SOURCE_WORDS: Readonly<Record<FeedView['source'], string>> = {
  'nvd-api': 'NVD API 2.0: all records, then what was modified since',
  kev: 'CISA’s catalogue of known exploited vulnerabilities',
  epss: 'FIRST’s daily forecast of exploitation',
  'csaf-provider': 'Provider of CSAF advisories: every document, with its hash',
  'cve-list': 'Records of the CVE program, by its log of changes',
  openfda: 'Enforcement reports of the FDA',
  folder: 'Folder on the server',
  files: 'Files that people bring',
  notices: 'Notices of vendors that people enter, on Advisories',
};

function FeedFacts({ it }: { readonly it: FeedView }) {
  const facts: readonly (readonly [string, string | null])[] = [
    ['What', SOURCE_WORDS[it.source]],
    ['From', it.address],
    ['Carried by', it.carriedBy === null ? null : `a bundle that ${it.carriedBy} signed`],
    ['Asked', it.source === 'files' ? null : it.isEnabled ? everyWords(it.everyMinutes) : 'never: it is off'],
    ['As of', it.asOf === null ? 'nothing was brought yet' : moment(it.asOf)],
    [
      'Stale after',
      it.ageHoursMax === null ? 'no age limit: it never counts as stale' : hoursWords(it.ageHoursMax),
    ],
    ['Last attempt', it.lastAttemptAt === null ? null : moment(it.lastAttemptAt)],
    ['Last success', it.lastSuccessAt === null ? null : moment(it.lastSuccessAt)],
    ['Next run', it.nextRunAt === null ? null : moment(it.nextRunAt)],
    ['Holds', it.kinds.length === 0 ? null : it.kinds.map((kind) => FEED_NAMES[kind]).join(', ')],
    [
      'Records',
      it.files === 0
        ? null
        : `${whole(it.loaded)}${it.expected === null ? '' : ` of ${whole(it.expected)} announced`}, ${whole(it.quarantined)} quarantined`,
    ],
    ['Kept', it.files === 0 ? null : `${countOf(it.files, 'file')}, ${size(it.bytes)}`],
    ['API key', it.hasApiKey ? 'set' : null],
  ];
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="break">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function everyWords(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? 'every day' : `every ${countOf(minutes / 1440, 'day')}`;
  if (minutes % 60 !== 0) return `every ${whole(minutes)} minutes`;
  return minutes === 60 ? 'every hour' : `every ${countOf(minutes / 60, 'hour')}`;
}

function hoursWords(hours: number): string {
  return hours % 24 === 0 ? countOf(hours / 24, 'day') : countOf(hours, 'hour');
}

interface ActsProps {
  readonly it: FeedView;
  readonly acting: Acting;
  readonly does: (act: () => Promise<unknown>) => void;
  readonly onJob: (id: string) => void;
  readonly onEdit: () => void;
  readonly onGone: () => void;
}

function Acts({ it, acting, does, onJob, onEdit, onGone }: ActsProps) {
  const mayNot = useReasonNot('feeds.manage');
  const [isSure, setSure] = useState(false);
  const params = { id: it.id };
  const sync = (acceptShorter: boolean) =>
    does(async () => onJob((await call(api.syncFeed, { params, body: { acceptShorter } })).id));
  const isBrought = it.source === 'files';
  return (
    <div className="row-wrap">
      {isBrought ? (
        <FilePick
          label="Choose a feed file"
          title="Bring a file"
          busy={acting.busy}
          disabledReason={mayNot}
          onPick={(file) => does(async () => onJob((await sendFile(api.bringFeedFile, { params }, file)).id))}
        />
      ) : (
        <ActButton icon="again" loading={acting.busy} disabledReason={mayNot} onClick={() => sync(false)}>
          Read now
        </ActButton>
      )}
      {!isBrought && (
        <ActButton
          variant="default"
          disabledReason={mayNot}
          onClick={() =>
            does(() =>
              call(api.editFeed, { params, body: { version: it.version, isEnabled: !it.isEnabled } }),
            )
          }
        >
          {it.isEnabled ? 'Switch off' : 'Switch on'}
        </ActButton>
      )}
      <ActButton variant="default" disabledReason={mayNot} onClick={onEdit}>
        Settings
      </ActButton>
      {!isBrought && it.problem !== null && it.files > 0 && (
        <ActButton variant="default" disabledReason={mayNot} onClick={() => sync(true)}>
          Accept a shorter file
        </ActButton>
      )}
      {it.origin !== 'known' && (
        <ActButton
          variant="default"
          disabledReason={mayNot}
          onClick={() =>
            isSure
              ? does(async () => {
                  await call(api.removeFeed, { params });
                  onGone();
                })
              : setSure(true)
          }
        >
          {isSure ? `Remove it and ${countOf(it.loaded, 'record')}` : 'Remove'}
        </ActButton>
      )}
    </div>
  );
}

interface SettingsFormProps {
  readonly it: FeedView;
  readonly acting: Acting;
  readonly does: (act: () => Promise<unknown>) => void;
  readonly onDone: () => void;
}

function SettingsForm({ it, acting, does, onDone }: SettingsFormProps) {
  const mayNot = useReasonNot('feeds.manage');
  return (
    <FieldForm
      label="Settings of the feed"
      fields={fieldsOf(it)}
      values={{
        name: it.name,
        address: it.address,
        everyMinutes: it.everyMinutes,
        ageHoursMax: it.ageHoursMax,
      }}
      busy={acting.busy}
      problem={acting.problem}
      field={acting.field}
      disabledReason={mayNot}
      onSave={(changes) =>
        does(async () => {
          const body = api.editFeed.body.parse({ ...changes, version: it.version });
          await call(api.editFeed, { params: { id: it.id }, body });
          onDone();
        })
      }
      onCancel={() => {
        acting.forget();
        onDone();
      }}
    />
  );
}

function fieldsOf({ source, hasApiKey }: FeedView): readonly FormField[] {
  const online = isOnline(source);
  return [
    { kind: 'text', key: 'name', label: 'Name' },
    ...(online
      ? [
          {
            kind: 'text',
            key: 'address',
            label: 'Address',
            hint: 'Another address drops the API key',
          } as const,
        ]
      : []),
    ...(source === 'files'
      ? []
      : [
          {
            kind: 'number',
            key: 'everyMinutes',
            label: 'Asked every … minutes',
            hint: '30 at least',
          } as const,
        ]),
    { kind: 'number', key: 'ageHoursMax', label: 'Stale after … hours' },
    ...(source === 'nvd-api' || source === 'openfda'
      ? [
          {
            kind: 'text',
            key: 'apiKey',
            label: hasApiKey ? 'New API key' : 'API key',
            hint: hasApiKey ? 'One is set; it is never shown' : 'Lets it be asked more often',
          } as const,
        ]
      : []),
  ];
}
