import type { CSSProperties } from 'react';

/** Grey lines in the shape of what is coming, with a word for those who do not see them. */
export function Waiting({
  lines = 6,
  label = 'Loading',
}: {
  readonly lines?: number;
  readonly label?: string;
}) {
  return (
    <div className="waiting" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} style={{ '--length': `${92 - ((index * 17) % 40)}%` } as CSSProperties} />
      ))}
    </div>
  );
}
