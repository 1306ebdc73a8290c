import { useState } from 'react';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { countOf } from '../../../ui/words.ts';
import { BulkEditForm } from './BulkEditForm.tsx';
import type { Marked } from '../list-state.ts';
import { useReasonNot } from '../session.ts';

interface BulkBarProps {
  readonly marked: Marked;
  readonly filter: string;
  readonly total: number | undefined;
  /** How many the filter selects, in words. */
  readonly counted: string;
}

/** What can be done with the marked rows; it stays in view while there are any. */
export function BulkBar({ marked, filter, total, counted }: BulkBarProps) {
  const [isOpen, setOpen] = useState(false);
  const mayNotEdit = useReasonNot('inventory.edit');
  const count = marked.keys.size;
  if (count === 0 && !marked.isAll) return null;
  const words = marked.isAll
    ? filter === ''
      ? `All ${counted} devices marked`
      : `All ${counted} matching devices marked`
    : `${countOf(count, 'device')} marked`;
  return (
    <section className="bulk-bar no-print" aria-label="Marked devices">
      <b role="status">{words}</b>
      {!marked.isAll && total !== undefined && count < total && (
        <button type="button" className="link" onClick={marked.markAll}>
          Mark all {counted} {filter === '' ? 'devices' : 'matching'}
        </button>
      )}
      <span className="push row-wrap">
        <ActButton
          size="xs"
          variant="default"
          icon="wrench"
          disabledReason={mayNotEdit}
          onClick={() => setOpen(true)}
        >
          Edit
        </ActButton>
        <button type="button" className="link" onClick={marked.clear}>
          Clear
        </button>
      </span>
      <Sheet
        label="Edit marked devices"
        side="right"
        width={440}
        open={isOpen}
        onClose={() => setOpen(false)}
      >
        <BulkEditForm
          selection={{ filter, ids: marked.isAll ? null : [...marked.keys] }}
          words={words}
          onClose={() => setOpen(false)}
        />
      </Sheet>
    </section>
  );
}
