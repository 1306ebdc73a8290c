import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type Entry, useEntries } from './palette-entries.ts';

interface PaletteProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** A box that jumps: to pages, devices, models, people, vulnerabilities and commands, by a few letters. */
export function Palette({ open, onClose }: PaletteProps) {
  return (
    <Modal.Root opened={open} onClose={onClose} size={600} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Jump to">
        <Modal.Body className="palette">{open && <Search onClose={onClose} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

const LETTERS_SETTLE_MS = 150;

function Search({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed, LETTERS_SETTLE_MS);
  const [at, setAt] = useState(0);
  const { entries, searching } = useEntries(words);
  const navigate = useNavigate();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => setAt(0), [words]);
  const standing = Math.min(at, Math.max(0, entries.length - 1));
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [standing]);
  const go = (it: Entry | undefined) => {
    if (it === undefined) return;
    onClose();
    void navigate(it.link as Parameters<typeof navigate>[0]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && entries.length > 0) setAt((standing + step + entries.length) % entries.length);
    else if (event.key === 'Enter') go(entries[standing]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        className="palette-input"
        type="text"
        role="combobox"
        aria-label="Jump to"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={entries.length === 0 ? undefined : `${id}-${standing}`}
        aria-autocomplete="list"
        placeholder="A page, device, model, person, CVE or command"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${id}-list`} className="palette-list" role="listbox" aria-label="Results">
        {entries.map((it, index) => (
          <Option
            key={it.key}
            id={`${id}-${index}`}
            it={it}
            head={entries[index - 1]?.group === it.group ? null : it.group}
            selected={index === standing}
            onChoose={() => go(it)}
          />
        ))}
      </div>
      <p className="palette-foot small muted" role="status">
        {searching
          ? 'Searching'
          : entries.length === 0
            ? 'No result'
            : `${entries.length} found · Enter opens, Esc closes`}
      </p>
    </>
  );
}

interface OptionProps {
  readonly id: string;
  readonly it: Entry;
  /** Name of the group that begins here; null: it goes on. */
  readonly head: string | null;
  readonly selected: boolean;
  readonly onChoose: () => void;
}

function Option({ id, it, head, selected, onChoose }: OptionProps) {
  return (
    <>
      {head !== null && (
        <div className="palette-head small muted" role="presentation">
          {head}
        </div>
      )}
      {/* Keys are handled by the box above, which keeps the focus. */}
      <div
        id={id}
        className="palette-option"
        role="option"
        aria-selected={selected}
        tabIndex={-1}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onChoose}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onChoose();
        }}
      >
        <span className="cut">{it.title}</span>
        {it.note !== null && <span className="muted small cut">{it.note}</span>}
      </div>
    </>
  );
}
