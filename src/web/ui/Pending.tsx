import { Empty } from './Empty.tsx';
import { Waiting } from './Waiting.tsx';

interface PendingProps {
  /** "tickets". */
  readonly what: string;
  /** How many lines of it are to be expected. */
  readonly lines: number;
  /** Undefined: it is not here yet. */
  readonly data: unknown;
  readonly error: Error | null;
}

/** Holds the place of what a card shows until it is here, or says why it is not. */
export function Pending({ what, lines, data, error }: PendingProps) {
  if (error !== null) return <Empty title={`The ${what} could not be read`}>{error.message}</Empty>;
  if (data !== undefined) return null;
  return (
    <div className="card-body">
      <Waiting lines={lines} label={`Loading ${what}`} />
    </div>
  );
}
