import type { ReactNode } from 'react';
import { Icon } from '../../../ui/Icon.tsx';

interface DoorPageProps {
  readonly title: string;
  readonly words?: string;
  readonly children: ReactNode;
}

/** The page before the door: one card, nothing of the product behind it. */
export function DoorPage({ title, words, children }: DoorPageProps) {
  return (
    <div className="door">
      <title>{`${title} · Patchward`}</title>
      <p className="door-brand">
        <Icon name="shield" size={20} />
        Patchward
      </p>
      <div className="card door-card">
        <h1>{title}</h1>
        {words !== undefined && <p className="second">{words}</p>}
        {children}
      </div>
    </div>
  );
}
