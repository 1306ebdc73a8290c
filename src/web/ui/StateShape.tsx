/** The shapes that stand for states, so that none is told by colour alone. */
export type Shape = 'octagon' | 'triangle' | 'half' | 'ring' | 'check' | 'dashed' | 'diamond';

export type Tone = 'bad' | 'warn' | 'good' | 'idle' | 'accent';

export function StateShape({ shape, size = 12 }: { readonly shape: Shape; readonly size?: number }) {
  return (
    <svg className="shape" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {drawing(shape)}
    </svg>
  );
}

function drawing(shape: Shape) {
  switch (shape) {
    case 'octagon':
      return <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />;
    case 'triangle':
      return <path d="M8 1.200 15.400 14.500H.600z" fill="currentColor" />;
    case 'diamond':
      return <path d="M8 .800 15.200 8 8 15.200.800 8z" fill="currentColor" />;
    case 'half':
      return (
        <>
          <circle cx="8" cy="8" r="6.200" fill="none" stroke="currentColor" strokeWidth="1.800" />
          <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
        </>
      );
    case 'ring':
      return <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />;
    case 'dashed':
      return (
        <circle
          cx="8"
          cy="8"
          r="6"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeDasharray="3 2.600"
        />
      );
    case 'check':
      return (
        <>
          <circle cx="8" cy="8" r="7.500" fill="currentColor" />
          <path
            d="m4.600 8.300 2.300 2.300 4.500-5"
            fill="none"
            stroke="var(--surface)"
            strokeWidth="1.900"
          />
        </>
      );
  }
}

interface StateProps {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly children: string;
}

/** Shape, word and colour in a pill. */
export function StatePill({ shape, tone, children }: StateProps) {
  return (
    <span className={`pill ${tone}`}>
      <StateShape shape={shape} />
      {children}
    </span>
  );
}

/** The same without the pill, for places where it stands in a line of text. */
export function StateText({ shape, tone, children }: StateProps) {
  return (
    <span className={`state ${tone}`}>
      <StateShape shape={shape} />
      {children}
    </span>
  );
}
