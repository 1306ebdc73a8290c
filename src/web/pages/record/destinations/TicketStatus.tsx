import type { TicketView } from '#contract/destinations/destination';
import { Icon } from '../../../ui/Icon.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { ticketLook } from './destination-words.ts';

/** What a ticket is called in the other system, leading there; where nobody has told yet, what it is called here. */
export function TicketName({
  it: { key, link, title },
  unnamed = title,
}: {
  readonly it: TicketView;
  readonly unnamed?: string;
}) {
  const name = key ?? unnamed;
  if (link === null) return <span className="strong">{name}</span>;
  return (
    <a className="strong" href={link} target="_blank" rel="noreferrer">
      {name} <Icon name="external" size={12} />
      <span className="visually-hidden"> (other system)</span>
    </a>
  );
}

/** How a ticket stands there, and whether that could be read. */
export function TicketStatus({ it }: { readonly it: TicketView }) {
  const [shape, tone, word] = ticketLook(it);
  return (
    <>
      <StateText shape={shape} tone={tone}>
        {word}
      </StateText>
      {it.readProblem !== null && (
        <span className="second small block">{`As it was last told. ${it.readProblem}`}</span>
      )}
    </>
  );
}
