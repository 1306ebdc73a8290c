import { useEffect, useRef } from 'react';

interface ListKeys {
  readonly move: (by: number) => void;
  readonly toEnd: (end: boolean) => void;
  /** Marks the row one stands on; with Shift all from the last one marked. */
  readonly mark?: (isRange: boolean) => void;
}

/** j and k (or the arrows) move through the list of the page, unless the person is typing or a menu is open. */
export function useListKeys(keys: ListKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusyElsewhere(event.target)) return;
      const inGrid = event.target instanceof Element && event.target.closest('[role="grid"]') !== null;
      const by = moveOf(event.key, inGrid);
      if (by !== 0) latest.current.move(by);
      else if (event.key.toLowerCase() === 'x' && latest.current.mark !== undefined)
        latest.current.mark(event.shiftKey);
      else if (inGrid && event.key === 'Home') latest.current.toEnd(false);
      else if (inGrid && event.key === 'End') latest.current.toEnd(true);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function moveOf(key: string, inGrid: boolean): number {
  if (key === 'j' || (inGrid && key === 'ArrowDown')) return 1;
  if (key === 'k' || (inGrid && key === 'ArrowUp')) return -1;
  if (inGrid && key === 'PageDown') return 15;
  if (inGrid && key === 'PageUp') return -15;
  return 0;
}

function isBusyElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input:not([type="checkbox"]), textarea, select, [role="menu"], [role="listbox"]') !== null
  );
}
