import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { moment, since } from './words.ts';

/** How long ago something was; the time itself, with its zone, on hover and focus. */
export function Instant({ at }: { readonly at: string }) {
  const now = useMinute();
  return (
    <Tooltip label={moment(at)}>
      <time dateTime={at} tabIndex={0} className="nowrap">
        {since(at, now)}
      </time>
    </Tooltip>
  );
}

const MINUTE_MS = 60_000;

function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
