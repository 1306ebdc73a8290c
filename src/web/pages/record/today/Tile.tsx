import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import { Sparkline } from '../../../ui/Sparkline.tsx';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';

interface TileProps {
  readonly title: string;
  /** Null: the number is held back. */
  readonly number: string | null;
  readonly unit: string;
  readonly state: { readonly shape: Shape; readonly tone: Tone; readonly words: string };
  /** Formula, denominator and what is left out. */
  readonly says: string;
  readonly link: Pick<LinkProps, 'to' | 'search'>;
  /** It rests on something that cannot be leaned on now. */
  readonly isDoubtful?: boolean;
  /** As it was on earlier days, oldest first; null where nothing was counted. */
  readonly trend?: readonly (number | null)[];
}

/** A number that says what it is, how it stands, and opens the rows behind it. */
export function Tile({ title, number, unit, state, says, link, isDoubtful = false, trend = [] }: TileProps) {
  return (
    <Link {...link} className={number === null || isDoubtful ? 'card tile held' : 'card tile'}>
      <span className="strong small second">{title}</span>
      <span className="tile-number">
        {number ?? '—'} <small>{number === null ? '' : unit}</small>
        {number !== null && <Sparkline values={trend} />}
      </span>
      <span className="small">
        <StateText shape={state.shape} tone={state.tone}>
          {state.words}
        </StateText>
      </span>
      <span className="tiny muted">{says}</span>
    </Link>
  );
}

/** Tiles that belong together. */
export function TileRow({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="tile-row" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className="tiles">{children}</div>
    </section>
  );
}
