import { Button, Select, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { Answer } from '#contract/kit';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';
import { KIND_WORDS } from './destination-words.ts';

interface OpenTicketFormProps {
  /** Findings of each ticket, in the one filter grammar: one ticket for each. */
  readonly filters: readonly string[];
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks another system for tickets. What they would be about, and what has one there already, shows first. */
export function OpenTicketForm({ filters, onDone, onCancel }: OpenTicketFormProps) {
  const mayNot = useReasonNot('findings.triage');
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const acting = useActing();
  const { data, error } = useQuery({
    queryKey: ['ticket-destinations'],
    queryFn: ({ signal }) => call(api.listTicketDestinations, {}, { signal }),
    staleTime: 0,
    enabled: mayNot === null,
  });
  const usable = data?.items.filter((it) => it.closedBecause === null) ?? [];
  const destinationId = chosen ?? usable[0]?.id ?? null;
  const send = () =>
    acting.run(async () => {
      if (destinationId === null) return;
      const trimmed = note.trim();
      await call(api.openTickets, {
        body: { destinationId, filters: [...filters], note: trimmed === '' ? null : trimmed },
      });
      onDone();
    });
  return (
    <form
      className="stack card-body"
      aria-label="Open a ticket"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayNot === null && destinationId !== null) send();
      }}
    >
      {error !== null && (
        <Notice tone="bad" title="The destinations could not be read.">
          {error.message}
        </Notice>
      )}
      {data?.items.length === 0 ? (
        <Notice tone="idle" title="There is nowhere to open a ticket.">
          An administrator adds a destination under <Link to="/destinations">Settings › Destinations</Link>.
        </Notice>
      ) : (
        <Select
          label="Where"
          allowDeselect={false}
          data={(data?.items ?? []).map((it) => ({
            value: it.id,
            label: `${it.name} (${KIND_WORDS[it.kind]}${it.closedBecause === null ? '' : ', switched off'})`,
            disabled: it.closedBecause !== null,
          }))}
          value={destinationId}
          onChange={setChosen}
        />
      )}
      {destinationId !== null && <Reach destinationId={destinationId} filters={filters} />}
      <Textarea
        label="Note"
        description="For whoever works on it; may be empty"
        autosize
        minRows={2}
        value={note}
        error={acting.field === 'note' ? acting.problem : null}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {acting.problem !== null && acting.field !== 'note' && (
        <Notice tone="bad" title="No ticket was opened." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton
          loading={acting.busy}
          disabledReason={mayNot ?? (destinationId === null ? 'There is nowhere to open it' : null)}
          onClick={send}
        >
          {filters.length === 1 ? 'Open ticket' : `Open ${filters.length} tickets`}
        </ActButton>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

type Preview = Answer<typeof api.previewTickets>;

function Reach({
  destinationId,
  filters,
}: {
  readonly destinationId: string;
  readonly filters: readonly string[];
}) {
  const { data, error } = useQuery({
    queryKey: ['ticket-reach', destinationId, filters],
    queryFn: ({ signal }) =>
      call(api.previewTickets, { body: { destinationId, filters: [...filters] } }, { signal }),
    staleTime: 0,
  });
  if (error !== null) return <p className="problem small">{error.message}</p>;
  if (data === undefined) return <p className="muted small">Counting what it would be about</p>;
  return (
    <p className="small" role="status">
      {reachWords(data)}
    </p>
  );
}

function reachWords({ items }: Preview): string {
  const sum = (of: 'findings' | 'covered') => items.reduce((all, it) => all + it[of], 0);
  const covered = sum('covered');
  const known = covered === 0 ? '' : `; ${countOf(covered, 'finding')} has one there already`;
  if (sum('findings') === 0)
    return covered === 0
      ? 'No open finding is left'
      : 'Everything has a ticket there already: it is shown, not doubled';
  const [only] = items;
  const on = items.length === 1 && only !== undefined ? ` on ${countOf(only.devices, 'device')}` : '';
  return `About ${countOf(sum('findings'), 'finding')}${on}${known}`;
}
