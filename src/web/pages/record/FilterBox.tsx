import { TextInput } from '@mantine/core';
import { useDebouncedCallback, useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { type Completion, completed, completionAt, type FilterFields } from '#engine/filter';
import { Icon } from '../../ui/Icon.tsx';

export interface FilterWords {
  readonly fields: FilterFields;
  /** Values a field has that hold a text, the most frequent first; null: nobody keeps them. */
  readonly valuesOf: (field: string, text: string, signal: AbortSignal) => Promise<readonly string[]>;
}

interface FilterBoxProps {
  readonly value: string;
  /** What is wrong with the filter, where it names the place. */
  readonly problem: string | null;
  readonly placeholder?: string;
  /** What can be offered while somebody types. */
  readonly words?: FilterWords;
  readonly onChange: (text: string) => void;
}

const PAUSE_MILLIS = 350;
const DEVICES_ASKED = 'Words, or site:north criticality:life-sustaining -version:4.1 seen:<30d';

/** A filter in the one grammar, as it stands in the address and in the API; names and values are offered as one types. */
export function FilterBox({ value, problem, placeholder = DEVICES_ASKED, words, onChange }: FilterBoxProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  const tell = useDebouncedCallback((next: string) => {
    told.current = next;
    onChange(next);
  }, PAUSE_MILLIS);
  const offer = useOffer(text, words);
  const listId = useId();
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    // What comes back from the address is what was told: by now more may have been typed.
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useSlash(input);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  const take = (choice: string) => {
    if (offer.completion === null) return;
    const next = completed(text, offer.completion, choice);
    setText(next.text);
    wanted.current = next.caret;
    offer.lookAt(next.caret);
    tell(next.text.trim());
  };
  const open = offer.choices.length > 0;
  return (
    <div className="filter-complete">
      <TextInput
        ref={input}
        type="search"
        className="filter-box"
        aria-label="Filter"
        placeholder={placeholder}
        leftSection={<Icon name="search" />}
        spellCheck={false}
        autoComplete="off"
        value={text}
        error={problem}
        {...(words === undefined
          ? {}
          : {
              role: 'combobox',
              'aria-expanded': open,
              'aria-autocomplete': 'list' as const,
              ...(open ? { 'aria-controls': listId } : {}),
              ...(offer.active === null ? {} : { 'aria-activedescendant': `${listId}-${offer.active}` }),
            })}
        onKeyDown={(event) => offer.onKey(event, take)}
        onBlur={() => offer.lookAt(null)}
        onChange={(event) => {
          setText(event.currentTarget.value);
          offer.lookAt(event.currentTarget.selectionStart);
          tell(event.currentTarget.value.trim());
        }}
      />
      {open && (
        <div id={listId} role="listbox" aria-label="Completions" className="completions">
          {offer.choices.map((it, index) => (
            <div
              key={it}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === offer.active}
              onMouseDown={(event) => {
                event.preventDefault();
                take(it);
              }}
            >
              {offer.completion?.kind === 'field' ? <b>{it}:</b> : it}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** What is offered for the word at the caret, and which of it is chosen by the arrows. */
function useOffer(text: string, words: FilterWords | undefined) {
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const completion: Completion | null =
    caret === null || words === undefined ? null : completionAt(text, caret, words.fields);
  const asked = completion?.kind === 'value' && completion.values === null ? completion : null;
  const [settled] = useDebouncedValue(asked?.text ?? '', 150);
  const values = useQuery({
    queryKey: ['completions', asked?.field, settled],
    queryFn: ({ signal }) => words?.valuesOf(asked?.field ?? '', settled, signal) ?? [],
    enabled: asked !== null,
    staleTime: 30_000,
    // While the next values are on their way, those in view that still fit can be taken.
    placeholderData: keepPreviousData,
  });
  const all =
    completion === null
      ? []
      : completion.kind === 'field'
        ? completion.names
        : (completion.values ?? holding(values.data ?? [], completion.text));
  const isSaid = completion?.kind === 'value' && all.length === 1 && all[0] === completion.text;
  const choices = isSaid ? [] : all;
  const chosen = active === null ? null : Math.min(active, choices.length - 1);
  const lookAt = (at: number | null) => {
    setCaret(at);
    setActive(null);
  };
  const onKey = (event: KeyboardEvent, take: (choice: string) => void) => {
    if (choices.length === 0) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setActive(((chosen ?? (step === 1 ? -1 : 0)) + step + choices.length) % choices.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== null)
      take(choices[chosen] as string);
    else if (event.key === 'Escape') lookAt(null);
    else return;
    event.preventDefault();
  };
  return { completion, choices, active: chosen, lookAt, onKey };
}

function holding(values: readonly string[], text: string): readonly string[] {
  return values.filter((it) => it.toLowerCase().includes(text.toLowerCase()));
}

function useSlash(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [input]);
}
