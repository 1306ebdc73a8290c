import { useEffect, useSyncExternalStore } from 'react';

// What the open page calls the one thing it shows; the bar on top ends with it.
let crumb: string | null = null;
const listeners = new Set<() => void>();

function tell(next: string | null): void {
  crumb = next;
  for (const listener of listeners) listener();
}

/** Names the thing a page shows, for the bar on top; null while it is not known. */
export function useTellCrumb(name: string | null): void {
  useEffect(() => {
    tell(name);
    return () => tell(null);
  }, [name]);
}

export function useCrumb(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => crumb,
  );
}
