import { Textarea } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '#contract/client';
import type { VulnerabilityRow } from '#contract/vulnerabilities/vulnerability';
import * as api from '#contract/vulnerabilities/vulnerability-routes';
import { valueText, VULNERABILITY_FILTER_FIELDS } from '#engine/filter';
import { cursor, PAGE, paging } from '../../../data.ts';
import { useDensity } from '../../../parts/density.ts';
import { QuickFilters } from '../QuickFilters.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { RowGrid } from '../../../ui/RowGrid.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { DecideForm } from '../findings/DecideForm.tsx';
import { OpenTicketForm } from '../destinations/OpenTicketForm.tsx';
import { FilterBox } from '../FilterBox.tsx';
import { useMarked } from '../list-state.ts';
import { useReasonNot } from '../session.ts';
import { useTriageKeys } from './triage-keys.ts';
import { OwnerSelect, useRefresh } from './TriageActs.tsx';
import { VULNERABILITY_COLUMNS, VulnerabilityCard } from './vulnerability-columns.tsx';

const QUICK = [
  ['Review due', 'review:<=today'],
  ['New', 'reviewed:no'],
  ['Unassigned', 'owner:none'],
  ['Critical', 'tier:critical'],
  ['Exploited', 'exploited:yes'],
] as const;

/** What is asked of the rows that are marked, or of the one that one stands on. */
type Ask = 'assign' | 'verdict' | 'comment' | 'ticket';

/** What somebody has to look at, the longest overdue first: without leaving the keyboard. */
export function TriagePage() {
  const { filter = 'open:yes review:<=today', sort = 'review,-urgency' } = useSearch({
    from: '/record/triage',
  });
  const navigate = useNavigate({ from: '/triage' });
  const { data, error, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = useInfiniteQuery({
    queryKey: ['triage', filter, sort],
    queryFn: ({ signal, pageParam }) =>
      call(
        api.listVulnerabilities,
        { query: { filter, sort, limit: PAGE, ...cursor(pageParam) } },
        { signal },
      ),
    ...paging,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const rows = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total;
  const [density] = useDensity();
  const marked = useMarked(filter);
  const [ask, setAsk] = useState<Ask | null>(null);
  const mayNot = useReasonNot('findings.triage');
  const acting = useActing();
  const refresh = useRefresh();
  const current = useCurrentRow(rows);
  const chosen = marked.keys.size > 0 ? rows.filter((it) => marked.keys.has(it.id)) : current.rows();
  const [asked, setAsked] = useState<readonly VulnerabilityRow[]>([]);
  const begin = (next: Ask) => {
    if (chosen.length === 0 || mayNot !== null) return;
    if (next === 'ticket' && chosen.length > TICKETS_MAX) return;
    setAsked(chosen);
    setAsk(next);
  };
  const done = () => {
    setAsk(null);
    marked.clear();
  };
  const reviewed = () => {
    if (chosen.length === 0 || mayNot !== null) return;
    acting.run(async () => {
      await call(api.reviewVulnerabilities, { body: { vulnerabilities: chosen.map((it) => it.id) } });
      marked.clear();
      await refresh();
    });
  };
  useTriageKeys({
    open: () => {
      const [row] = current.rows();
      if (row !== undefined) void navigate({ to: '/vulnerabilities/$id', params: { id: row.id } });
    },
    assign: () => begin('assign'),
    verdict: () => begin('verdict'),
    comment: () => begin('comment'),
    ticket: () => begin('ticket'),
    reviewed,
  });
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const change = (next: { readonly filter?: string | undefined; readonly sort?: string | undefined }) =>
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true, resetScroll: false });
  return (
    <div className="page">
      <title>Triage · Patchward</title>
      <div className="head">
        <div>
          <h1>Triage</h1>
          <p className="muted" role="status">
            {total === undefined ? 'Counting' : countOf(total, 'vulnerability', 'vulnerabilities')} to look
            at; critical ones every day, others every week
          </p>
        </div>
        <p className="keys small muted no-print">
          <span>
            <kbd>?</kbd> all keys
          </span>
        </p>
      </div>
      <search className="filters no-print" aria-label="Filter the queue">
        <div className="filter-row">
          <FilterBox
            value={filter}
            problem={error?.message ?? null}
            placeholder="Words, or open:yes review:<=today owner:none tier:critical"
            words={WORDS}
            onChange={(it) => change({ filter: it })}
          />
        </div>
        <QuickFilters questions={QUICK} filter={filter} onChange={(it) => change({ filter: it })} />
      </search>
      <div className="row-wrap list-acts no-print" role="toolbar" aria-label="What to do">
        <span className="muted small" role="status">
          {marked.keys.size > 0
            ? `${countOf(marked.keys.size, 'vulnerability', 'vulnerabilities')} marked`
            : 'Acts are for the row you stand on, or those marked with X'}
        </span>
        <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={reviewed}>
          Reviewed (R)
        </ActButton>
        <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => begin('assign')}>
          Assign (A)
        </ActButton>
        <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => begin('verdict')}>
          Verdict (V)
        </ActButton>
        <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => begin('comment')}>
          Comment (C)
        </ActButton>
        <ActButton
          size="xs"
          variant="default"
          disabledReason={
            mayNot ?? (chosen.length > TICKETS_MAX ? `No more than ${TICKETS_MAX} at once` : null)
          }
          onClick={() => begin('ticket')}
        >
          Ticket (T)
        </ActButton>
      </div>
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work" urgent>
          {acting.problem}
        </Notice>
      )}
      {data === undefined && error === null && (
        <div className="card card-body">
          <Waiting lines={12} label="Loading the queue" />
        </div>
      )}
      {data === undefined && error !== null && (
        <div className="card">
          <Empty title="The queue could not be read">{error.message}</Empty>
        </div>
      )}
      {data !== undefined && rows.length === 0 && !isPlaceholderData && error === null && (
        <div className="card">
          <Empty title="Nothing waits for you here">
            <button type="button" className="link" onClick={() => change({ filter: 'open:yes' })}>
              Show everything that is open
            </button>
          </Empty>
        </div>
      )}
      {rows.length > 0 && (
        <div ref={current.ref}>
          <RowGrid<VulnerabilityRow>
            label="Triage queue"
            columns={VULNERABILITY_COLUMNS}
            rows={rows}
            total={total ?? rows.length}
            keyOf={(it) => it.id}
            density={density}
            sort={sort}
            onSort={(it) => change({ sort: it ?? undefined })}
            onOpen={(it) => void navigate({ to: '/vulnerabilities/$id', params: { id: it.id } })}
            onNearEnd={more}
            selection={marked}
            card={(it) => <VulnerabilityCard it={it} />}
          />
        </div>
      )}
      <Sheet
        label={ask === null ? 'Act' : ASK_WORDS[ask]}
        side="right"
        width={440}
        open={ask !== null}
        onClose={() => setAsk(null)}
      >
        <div className="card-body stack">
          {ask !== null && <h2>{ASK_WORDS[ask]}</h2>}
          <p className="muted small">
            {asked.length === 1 ? asked[0]?.id : countOf(asked.length, 'vulnerability', 'vulnerabilities')}
          </p>
          {ask === 'assign' && <OwnerSelect rows={asked} autoFocus onDone={done} />}
          {ask === 'comment' && <CommentForm rows={asked} onDone={done} />}
        </div>
        {ask === 'verdict' && (
          <DecideForm
            vulnerabilities={asked.map((it) => it.id)}
            filter=""
            onDone={done}
            onCancel={() => setAsk(null)}
          />
        )}
        {ask === 'ticket' && (
          <OpenTicketForm
            filters={asked.map((it) => `vulnerability:=${valueText(it.id)} verdict:affected`)}
            onDone={done}
            onCancel={() => setAsk(null)}
          />
        )}
      </Sheet>
    </div>
  );
}

const ASK_WORDS: Readonly<Record<Ask, string>> = {
  assign: 'Assign',
  verdict: 'Decide',
  comment: 'Comment',
  ticket: 'Open a ticket for each',
};
/** As many as the server takes at once. */
const TICKETS_MAX = 50;

const WORDS = { fields: VULNERABILITY_FILTER_FIELDS, valuesOf: async () => [] };

/** The row one stands on: the one in the order of the Tab key. */
function useCurrentRow(rows: readonly VulnerabilityRow[]) {
  const ref = useRef<HTMLDivElement>(null);
  return {
    ref,
    rows: (): VulnerabilityRow[] => {
      const at = ref.current?.querySelector('[role="row"][tabindex="0"]')?.getAttribute('data-index');
      const row = at == null ? undefined : rows[Number(at)];
      return row === undefined ? [] : [row];
    },
  };
}

interface CommentFormProps {
  readonly rows: readonly VulnerabilityRow[];
  readonly onDone: () => void;
}

/** A comment on each, which counts as having looked at it. */
function CommentForm({ rows, onDone }: CommentFormProps) {
  const [text, setText] = useState('');
  const acting = useActing();
  const refresh = useRefresh();
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);
  const send = () =>
    acting.run(async () => {
      await call(api.reviewVulnerabilities, {
        body: { vulnerabilities: rows.map((it) => it.id), comment: text },
      });
      await refresh();
      onDone();
    });
  return (
    <>
      <Textarea
        ref={input}
        label="Comment"
        description="Counts as reviewed. Ctrl + Enter sends it."
        autosize
        minRows={3}
        value={text}
        error={acting.problem}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') send();
        }}
      />
      <div>
        <ActButton
          loading={acting.busy}
          disabledReason={text.trim() === '' ? 'Write something first' : null}
          onClick={send}
        >
          Comment
        </ActButton>
      </div>
    </>
  );
}
