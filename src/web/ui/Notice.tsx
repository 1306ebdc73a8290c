import type { ReactNode } from 'react';
import { type Shape, StateShape, type Tone } from './StateShape.tsx';

interface NoticeProps {
  readonly tone: Extract<Tone, 'bad' | 'warn' | 'idle'>;
  readonly title: string;
  readonly children?: ReactNode;
  /** Read out at once by a screen reader: something went wrong. */
  readonly urgent?: boolean;
}

const SHAPES = { bad: 'octagon', warn: 'triangle', idle: 'dashed' } as const satisfies Record<
  NoticeProps['tone'],
  Shape
>;

export function Notice({ tone, title, children, urgent = false }: NoticeProps) {
  return (
    <div className={`notice ${tone}`} role={urgent ? 'alert' : undefined}>
      <span className={`state ${tone}`}>
        <StateShape shape={SHAPES[tone]} />
        {title}
      </span>
      {children !== undefined && <span>{children}</span>}
    </div>
  );
}
