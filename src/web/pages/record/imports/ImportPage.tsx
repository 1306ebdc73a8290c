import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { ImportView } from '#contract/inventory/import';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { PendingPage } from '../../../ui/PendingPage.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { ImportChangesCard } from './ImportChangesCard.tsx';
import { ImportColumnsCard } from './ImportColumnsCard.tsx';
import { ImportCounts } from './ImportCounts.tsx';
import { ImportRejectsCard } from './ImportRejectsCard.tsx';
import { ImportSteps } from './ImportSteps.tsx';

/** One import: first a preview that writes nothing, then its result. */
export function ImportPage() {
  const { importId } = useParams({ from: '/record/imports/$importId' });
  const { data, error } = useQuery({
    queryKey: ['import', importId],
    queryFn: ({ signal }) => call(api.readImport, { params: { id: importId } }, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data !== undefined && isAtWork(state.data) ? POLL_MS : false),
  });
  if (error !== null || data === undefined)
    return (
      <PendingPage title="Import" what="import" error={error} back={<Link to="/imports">All imports</Link>} />
    );
  return <ImportBody key={importId} it={data} />;
}

const POLL_MS = 1000;

function isAtWork({ state, jobId }: ImportView): boolean {
  return jobId !== null || state === 'uploaded' || state === 'reading';
}

function ImportBody({ it }: { readonly it: ImportView }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const acting = useActing();
  const [undoSeen, setUndoSeen] = useState(false);
  useTellCrumb(it.file);
  const keep = (view: ImportView) => client.setQueryData(['import', it.id], view);
  const apply = () =>
    acting.run(async () => {
      keep(await call(api.applyImport, { params: { id: it.id } }));
      window.scrollTo({ top: 0 });
    });
  const drop = () =>
    acting.run(async () => {
      await call(api.dropImport, { params: { id: it.id } });
      await navigate({ to: '/imports' });
      client.removeQueries({ queryKey: ['import', it.id] });
    });
  const seeUndo = () =>
    acting.run(async () => {
      keep(await call(api.undoImport, { params: { id: it.id }, query: { dryRun: 'yes' } }));
      await client.invalidateQueries({ queryKey: ['import-changes', it.id] });
      setUndoSeen(true);
      window.scrollTo({ top: 0 });
    });
  const undo = () =>
    acting.run(async () => {
      keep(await call(api.undoImport, { params: { id: it.id } }));
      setUndoSeen(false);
      window.scrollTo({ top: 0 });
    });
  const { counts } = it;
  const isApplied = it.state === 'applied';
  const wait = isAtWork(it) ? 'It is being worked on' : null;
  return (
    <div className="page">
      <title>{`Import of ${it.file} · Patchward`}</title>
      <div className="head">
        <div>
          <h1>{`Import: ${it.source}`}</h1>
          <p className="muted">{factsOf(it)}</p>
        </div>
        <div className="head-acts">
          {isApplied && !undoSeen && (
            <ActButton variant="default" loading={acting.busy} disabledReason={wait} onClick={seeUndo}>
              Undo import
            </ActButton>
          )}
          {isApplied && undoSeen && (
            <>
              <ActButton variant="default" onClick={() => setUndoSeen(false)}>
                Keep it
              </ActButton>
              <ActButton loading={acting.busy} disabledReason={wait} onClick={undo}>
                Undo the import
              </ActButton>
            </>
          )}
          {(it.state === 'previewed' || it.state === 'failed') && (
            <ActButton variant="default" loading={acting.busy} disabledReason={wait} onClick={drop}>
              Discard
            </ActButton>
          )}
          {(it.state === 'previewed' || it.state === 'applying') && (
            <ActButton
              icon="up"
              loading={acting.busy}
              disabledReason={wait ?? whyNotApply(it)}
              onClick={apply}
            >
              {it.state === 'applying'
                ? 'Go on applying'
                : `Apply ${countOf(counts.create + counts.change, 'change')}`}
            </ActButton>
          )}
          {isApplied && !undoSeen && (
            <Link className="button-link primary" to="/devices">
              See the devices
            </Link>
          )}
        </div>
      </div>
      <ImportSteps at={isApplied || it.state === 'undone' ? 'rejects' : 'preview'} />
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      <ImportNotices it={it} />
      {undoSeen ? (
        <ImportChangesCard it={it} phase="undo" />
      ) : (
        <>
          <ImportCounts counts={counts} isApplied={isApplied} />
          <div className="stack">
            <div className="columns import-columns">
              <ImportColumnsCard key={it.mapping.map((each) => each.column).join()} it={it} />
              <ImportRejectsCard it={it} />
            </div>
            <ImportChangesCard it={it} phase={it.state === 'undone' ? 'undo' : 'apply'} />
          </div>
        </>
      )}
    </div>
  );
}

/** What a person has to know of an import before anything else. */
function ImportNotices({ it }: { readonly it: ImportView }) {
  const { counts } = it;
  return (
    <>
      {isAtWork(it) && (
        <Notice tone="warn" title="It is being worked on.">
          <Link to="/jobs">It goes on by itself, also when you leave this page.</Link>
        </Notice>
      )}
      {it.waitsBecause.length > 0 && (
        <Notice tone="warn" title="It waits for a person.">
          {`It came by itself, and was not applied: ${it.waitsBecause.join('; ')}. Nothing else of the source is taken until it is applied or discarded.`}
        </Notice>
      )}
      {it.problem !== null && (
        <Notice tone="bad" title="It could not be finished.">
          {it.problem}
        </Notice>
      )}
      {it.state === 'applied' && (
        <p className="applied-note" role="status">
          {`Applied ${it.appliedAt === null ? '' : moment(it.appliedAt)}: ${countOf(counts.create, 'device')} made, ${countOf(counts.change, 'device')} changed. It stands in the audit log.`}
        </p>
      )}
      {it.state === 'undone' && (
        <p className="applied-note" role="status">
          {`Undone ${it.undoneAt === null ? '' : moment(it.undoneAt)} by ${it.undoneBy ?? 'somebody'}: its devices are what the others say of them.`}
        </p>
      )}
      {it.sameAs !== null && (
        <Notice tone="warn" title="The same file was imported before.">
          <Link to="/imports/$importId" params={{ importId: it.sameAs }}>
            See that import
          </Link>
        </Notice>
      )}
      {it.dropped.length > 0 && (
        <Notice tone="warn" title="Patient data is not kept.">
          {it.dropped.map(({ column, because }) => `“${column}”: ${because}`).join('; ')}
        </Notice>
      )}
      {counts.outside > 0 && (
        <Notice tone="bad" title="Outside your part of the hospital.">
          {`${countOf(counts.outside, 'device')} of this file ${counts.outside === 1 ? 'is' : 'are'} not yours to import for. Take them out, or ask somebody who may.`}
        </Notice>
      )}
    </>
  );
}

function factsOf({ file, format, counts, createdBy, createdAt, state }: ImportView): string {
  const written = state === 'applied' ? 'written' : 'nothing is written yet';
  return [
    file,
    format,
    `${countOf(counts.rows, 'row')} taken`,
    `by ${createdBy}, ${moment(createdAt)}`,
    written,
  ].join(' · ');
}

function whyNotApply({ counts }: ImportView): string | null {
  if (counts.outside > 0) return 'Some devices are outside the part of the hospital you may import for';
  if (counts.rows === 0) return 'No row of this file can be taken';
  return null;
}
