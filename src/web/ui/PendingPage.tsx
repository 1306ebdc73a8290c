import type { ReactNode } from 'react';
import { Empty } from './Empty.tsx';
import { Waiting } from './Waiting.tsx';

interface PendingPageProps {
  /** Heading where it could not be read. */
  readonly title: string;
  /** "vendor". */
  readonly what: string;
  /** Null: it is on its way. */
  readonly error: Error | null;
  /** Where to go instead. */
  readonly back?: ReactNode;
}

/** Holds the place of the page of one thing until it is here, or says why it is not. */
export function PendingPage({ title, what, error, back }: PendingPageProps) {
  return (
    <div className="page">
      {error === null ? (
        <Waiting lines={14} label={`Loading ${what}`} />
      ) : (
        <>
          <h1>{title}</h1>
          <Empty title={`The ${what} could not be read`}>
            <span>{error.message}</span>
            {back}
          </Empty>
        </>
      )}
    </div>
  );
}
