import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import * as api from '#contract/today/routes';
import { addressOf } from '#contract/kit';
import { useMe } from '../session.ts';

/** What pages were told that follows from findings. */
const FOLLOWING: ReadonlySet<unknown> = new Set([
  'today',
  'record-findings',
  'vulnerabilities',
  'vulnerability',
  'advisories',
  'advisory',
  'triage',
  'decisions',
  'fixed findings',
  'device-findings',
  'feeds',
]);
/** A match changes findings step by step; a page does not ask again for each. */
const PAUSE_MS = 2500;

/** Brings open pages up to date when findings change, whoever changes them. Pages out of sight do not listen. */
export function useLiveFindings(): void {
  const client = useQueryClient();
  const sees = useMe()?.permissions.includes('findings.read') === true;
  useEffect(() => {
    if (!sees) return;
    let events: EventSource | null = null;
    let known: string | null = null;
    let pause: ReturnType<typeof setTimeout> | undefined;
    const renew = () => {
      pause = undefined;
      void client.invalidateQueries({ predicate: ({ queryKey }) => FOLLOWING.has(queryKey[0]) });
    };
    const hear = (event: MessageEvent<string>) => {
      if (known !== null && known !== event.data && pause === undefined) pause = setTimeout(renew, PAUSE_MS);
      known = event.data;
    };
    const listen = () => {
      events?.close();
      events = null;
      if (document.visibilityState !== 'visible') return;
      events = new EventSource(addressOf(api.watchFindings, {}));
      events.addEventListener('findings', hear);
    };
    listen();
    document.addEventListener('visibilitychange', listen);
    return () => {
      document.removeEventListener('visibilitychange', listen);
      clearTimeout(pause);
      events?.close();
    };
  }, [client, sees]);
}
