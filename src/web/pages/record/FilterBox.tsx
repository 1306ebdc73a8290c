import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../ui/Icon.tsx';

interface FilterBoxProps {
  readonly value: string;
  /** What is wrong with the filter, where it names the place. */
  readonly problem: string | null;
  readonly placeholder?: string;
  readonly onChange: (text: string) => void;
}

const PAUSE_MILLIS = 350;
const DEVICES_ASKED = 'Words, or site:north criticality:life-sustaining -version:4.1 seen:<30d';

/** A filter in the one grammar, as it stands in the address and in the API. */
export function FilterBox({ value, problem, placeholder = DEVICES_ASKED, onChange }: FilterBoxProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const tell = useDebouncedCallback(onChange, PAUSE_MILLIS);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <TextInput
      ref={input}
      type="search"
      className="filter-box"
      aria-label="Filter"
      placeholder={placeholder}
      leftSection={<Icon name="search" />}
      spellCheck={false}
      value={text}
      error={problem}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value.trim());
      }}
    />
  );
}
