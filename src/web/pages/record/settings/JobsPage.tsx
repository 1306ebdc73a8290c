import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { JOB_STATES, type JobView } from '#contract/jobs/routes';
import { amountOf, JobBar } from '../../../parts/JobProgress.tsx';
import { JobState } from '../../../parts/JobState.tsx';
import { type JobStates, useJobs } from '../../../parts/jobs.ts';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { JobSheet } from './JobSheet.tsx';
import { ReconcilersCard } from './ReconcilersCard.tsx';

const VIEWS = {
  all: { label: 'All', states: JOB_STATES, none: 'Long work shows here: imports, bulk edits, backups.' },
  active: {
    label: 'Active',
    states: ['waiting', 'running'],
    none: 'Nothing waits and nothing runs.',
  },
  failed: { label: 'Failed', states: ['failed'], none: 'No job has failed for good.' },
} as const satisfies Record<string, { label: string; states: JobStates; none: string }>;
type View = keyof typeof VIEWS;

/** Long work: what runs, how far it is, what failed and why. */
export function JobsPage() {
  const [view, setView] = useState<View>('all');
  const [open, setOpen] = useState<string | null>(null);
  const { data, error } = useJobs(VIEWS[view].states);
  return (
    <div className="page">
      <title>Jobs · Patchward</title>
      <div className="head">
        <div>
          <h1>Jobs</h1>
          <p className="muted">Work that goes on when you leave the page, and survives a restart</p>
        </div>
        <div className="head-acts">
          <SegmentedControl
            aria-label="Which jobs"
            data={Object.entries(VIEWS).map(([value, { label }]) => ({ value, label }))}
            value={view}
            onChange={(it) => setView(it as View)}
          />
        </div>
      </div>
      <div className="stack">
        <Card
          title="Jobs"
          note={data === undefined ? undefined : `${countOf(data.total, 'job')}, newest first`}
        >
          <Pending what="jobs" lines={4} data={data} error={error} />
          {data?.items.length === 0 && <Empty title="No jobs">{VIEWS[view].none}</Empty>}
          {data !== undefined && data.items.length > 0 && <JobsTable jobs={data.items} onOpen={setOpen} />}
        </Card>
        <ReconcilersCard onOpen={setOpen} />
      </div>
      <Sheet label="Job" side="right" width={520} open={open !== null} onClose={() => setOpen(null)}>
        {open !== null && <JobSheet id={open} />}
      </Sheet>
    </div>
  );
}

interface JobsTableProps {
  readonly jobs: readonly JobView[];
  readonly onOpen: (id: string) => void;
}

function JobsTable({ jobs, onOpen }: JobsTableProps) {
  return (
    <TableScroll label="Jobs">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Job</th>
            <th>State</th>
            <th className="wide-only">Progress</th>
            <th className="wide-only">By</th>
            <th className="wide-only">Requested</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((it) => (
            <tr key={it.id}>
              <td className="break">
                <button type="button" className="link-button" onClick={() => onOpen(it.id)}>
                  {it.title}
                </button>
              </td>
              <td className="nowrap">
                <JobState it={it} />
              </td>
              <td className="second wide-only job-far">
                {it.state === 'running' ? <JobBar it={it} /> : null}
                <span className="small">{it.state === 'done' ? '' : (it.failure ?? amountOf(it))}</span>
              </td>
              <td className="second wide-only">{it.createdBy}</td>
              <td className="second wide-only nowrap">{moment(it.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
