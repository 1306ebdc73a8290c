import { useEffect, useRef } from 'react';

interface TriageKeys {
  readonly open: () => void;
  readonly assign: () => void;
  readonly verdict: () => void;
  readonly comment: () => void;
  readonly reviewed: () => void;
  readonly ticket: () => void;
}

const KEYS: Readonly<Record<string, keyof TriageKeys>> = {
  o: 'open',
  a: 'assign',
  v: 'verdict',
  c: 'comment',
  r: 'reviewed',
  t: 'ticket',
};

/** Single keys act on the queue, unless the person is typing or something lies over it. */
export function useTriageKeys(keys: TriageKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target)) return;
      const act = KEYS[event.key];
      if (act === undefined) return;
      event.preventDefault();
      latest.current[act]();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const over =
    'input:not([type="checkbox"]), textarea, select, [role="menu"], [role="listbox"], [role="dialog"]';
  return target.isContentEditable || target.closest(over) !== null;
}
