import { Checkbox, NumberInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import { addressOf, type Answer } from '#contract/kit';
import type { JobView } from '#contract/jobs/routes';
import type { BackupPolicyView, KeptBackupView } from '#contract/settings/backup-routes';
import { JobProgress } from '../../../parts/JobProgress.tsx';
import { ScheduleFields } from '../../../parts/ScheduleFields.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment, size } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useReasonNot } from '../session.ts';

const KEY = ['kept-backups'];

/** Backups in the folder of the server, and when they are made by themselves. */
export function BackupsPage() {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('backups.make');
  const [jobId, setJobId] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call(api.listKeptBackups, {}, { signal }),
    staleTime: 0,
    enabled: reasonNot === null,
  });
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  const ended = ({ state }: JobView) => {
    if (state === 'done') setJobId(null);
    void refresh();
  };
  const make = () =>
    acting.run(async () => {
      const { id } = await call(api.keepBackup, { body: {} });
      setJobId(id);
      await refresh();
    });
  const noFolder = data?.folder === null ? 'This server has no folder for backups' : null;
  return (
    <div className="page narrow">
      <title>Backup · Patchward</title>
      <div className="head">
        <div>
          <h1>Backup</h1>
          <p className="muted">Everything the database holds in one file, as of one moment</p>
        </div>
        <div className="head-acts">
          <ActButton icon="plus" loading={acting.busy} disabledReason={reasonNot ?? noFolder} onClick={make}>
            Make one now
          </ActButton>
        </div>
      </div>
      {reasonNot !== null && (
        <div className="card">
          <Empty title="You have no permission to see backups">{reasonNot}</Empty>
        </div>
      )}
      {reasonNot === null && (
        <div className="stack">
          {acting.problem !== null && (
            <Notice tone="bad" title="That did not work." urgent>
              {acting.problem}
            </Notice>
          )}
          {noFolder !== null && (
            <Notice tone="warn" title="This server keeps no backups.">
              Its operator names a folder with PATCHWARD_BACKUPS. patchward backup writes one to any place.
            </Notice>
          )}
          {jobId !== null && (
            <div className="card card-body">
              <JobProgress jobId={jobId} onEnd={ended} />
            </div>
          )}
          {data === undefined && error === null && (
            <div className="card card-body">
              <Waiting lines={6} label="Loading backups" />
            </div>
          )}
          {error !== null && <Empty title="The backups could not be read">{error.message}</Empty>}
          {data !== undefined && (
            <>
              <PolicyCard key={data.policy.version} of={data.policy} noFolder={noFolder} onSaved={refresh} />
              <BackupsCard of={data} onChanged={refresh} />
            </>
          )}
        </div>
      )}
      <ProofSheet of={acting} />
    </div>
  );
}

interface PolicyCardProps {
  readonly of: BackupPolicyView;
  readonly noFolder: string | null;
  readonly onSaved: () => Promise<void>;
}

function PolicyCard({ of, noFolder, onSaved }: PolicyCardProps) {
  const acting = useActing();
  const reasonNot = useReasonNot('settings.manage');
  const [schedule, setSchedule] = useState(of.schedule);
  const [keep, setKeep] = useState(of.keep);
  const same = keep === of.keep && JSON.stringify(schedule) === JSON.stringify(of.schedule);
  const save = () =>
    acting.run(async () => {
      await call(api.editBackupPolicy, { body: { version: of.version, schedule, keep } });
      await onSaved();
    });
  return (
    <Card
      title="By itself"
      note={of.nextRunAt === null ? undefined : `next ${moment(of.nextRunAt)}`}
      footer="Copy the folder to another machine as well: a disk that fails takes both along."
    >
      <div className="card-body stack">
        <Checkbox
          label="Make backups without being asked"
          disabled={reasonNot !== null || noFolder !== null}
          checked={schedule !== null}
          onChange={(event) =>
            setSchedule(event.currentTarget.checked ? { kind: 'daily', at: '02:30' } : null)
          }
        />
        {schedule !== null && (
          <ScheduleFields
            label="When"
            schedule={schedule}
            minutesMin={Number.POSITIVE_INFINITY}
            disabled={reasonNot !== null}
            onChange={(it) => {
              if (it.kind !== 'every') setSchedule(it);
            }}
          />
        )}
        <NumberInput
          className="enrol-code"
          label="How many are kept"
          min={1}
          max={400}
          clampBehavior="strict"
          disabled={reasonNot !== null}
          value={keep}
          onChange={(it) => setKeep(Number(it) || 1)}
        />
        {acting.problem !== null && (
          <Notice tone="bad" title="Not saved." urgent>
            {acting.problem}
          </Notice>
        )}
        <div>
          <ActButton
            loading={acting.busy}
            disabledReason={reasonNot ?? (same ? 'Nothing is changed yet' : null)}
            onClick={save}
          >
            Save
          </ActButton>
        </div>
      </div>
    </Card>
  );
}

interface BackupsCardProps {
  readonly of: Answer<typeof api.listKeptBackups>;
  readonly onChanged: () => Promise<void>;
}

function BackupsCard({ of: { items, folder }, onChanged }: BackupsCardProps) {
  const acting = useActing();
  const download = (id: string) =>
    acting.run(async () => {
      // Asks for proof of identity here, where it can be given; the download itself cannot ask.
      await call(api.readKeptBackup, { params: { id } });
      window.location.assign(addressOf(api.downloadKeptBackup, { params: { id } }));
    });
  const remove = (id: string) =>
    acting.run(async () => {
      await call(api.dropKeptBackup, { params: { id } });
      await onChanged();
    });
  return (
    <Card
      title="Kept"
      note={folder === null ? undefined : `${countOf(items.length, 'backup')} in ${folder}`}
      footer="The key file is in none of them, and without it none can be restored: keep a copy of it apart. patchward restore puts a backup into an empty place."
    >
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      {items.length === 0 && <Empty title="No backups yet">Make the first one now.</Empty>}
      {items.length > 0 && (
        <TableScroll label="Backups">
          <table className="plain-table">
            <thead>
              <tr>
                <th>As of</th>
                <th>State</th>
                <th className="right wide-only">Size</th>
                <th className="wide-only">By</th>
                <th>
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((it) => (
                <tr key={it.id}>
                  <td>{moment(it.begunAt)}</td>
                  <td className="break">
                    <BackupState it={it} />
                  </td>
                  <td className="right wide-only nowrap">{it.bytes === null ? '–' : size(it.bytes)}</td>
                  <td className="second wide-only">{it.begunBy}</td>
                  <td className="right">
                    <span className="row-acts">
                      <ActButton
                        variant="default"
                        size="xs"
                        disabledReason={it.isThere ? null : 'There is no file to download'}
                        onClick={() => download(it.id)}
                      >
                        Download
                      </ActButton>
                      <ActButton
                        variant="default"
                        size="xs"
                        disabledReason={it.state === 'making' ? 'It is being made' : null}
                        onClick={() => remove(it.id)}
                      >
                        Remove
                      </ActButton>
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <ProofSheet of={acting} />
    </Card>
  );
}

function BackupState({ it }: { readonly it: KeptBackupView }) {
  switch (it.state) {
    case 'making':
      return (
        <StateText shape="half" tone="accent">
          In progress
        </StateText>
      );
    case 'failed':
      return (
        <StateText shape="octagon" tone="bad">
          {`Failed: ${it.problem ?? 'nobody knows why'}`}
        </StateText>
      );
    case 'kept':
      return it.isThere ? (
        <StateText shape="check" tone="good">
          Kept
        </StateText>
      ) : (
        <StateText shape="dashed" tone="warn">
          File is not there
        </StateText>
      );
  }
}
