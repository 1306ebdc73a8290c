import type { Explanation } from '#contract/assessments/finding';
import { day } from '../ui/words.ts';
import { DueText } from './states.tsx';

type Clock = Explanation['clocks'][number];

const STATES = { waits: 'waits', met: 'met', routine: 'with routine updates', runs: 'runs' } as const;

/** Every deadline that speaks of a finding, whether it counts here or not. */
export function Clocks({ clocks }: { readonly clocks: readonly Clock[] }) {
  if (clocks.length === 0)
    return <p className="muted">No clock runs: a person has to confirm the match first.</p>;
  return (
    <>
      <ul className="clocks">
        {clocks.map((it) => (
          <ClockTile key={it.name} it={it} />
        ))}
      </ul>
      <p className="tiny muted">
        The strictest clock that is switched on rules. Days end at midnight UTC; each clock names the day it
        counts from.
      </p>
    </>
  );
}

function ClockTile({ it }: { readonly it: Clock }) {
  const counts = it.switchedOn && it.governs === 'hospital';
  return (
    <li className={it.rules ? 'rules' : counts ? '' : 'off'}>
      <b className="small">{it.name}</b>
      <span className="tiny muted">{it.rule}</span>
      {it.due !== null && <span className="small">{day(it.due.by)}</span>}
      <span className="small">
        {it.state === 'runs' && counts ? <DueText due={it.due} /> : <span>{stateOf(it)}</span>}
      </span>
      {it.anchor !== null && (
        <span className="tiny muted">
          from {day(it.anchor.on)}, {it.anchor.what}
        </span>
      )}
      {it.note !== null && <span className="tiny muted">{it.note}</span>}
      <span className="tiny muted" title={it.source}>
        policy {it.policy}
      </span>
      {it.rules && <span className="clock-rules">rules</span>}
    </li>
  );
}

function stateOf(it: Clock): string {
  if (!it.switchedOn) return 'switched off, not counted';
  if (it.governs === 'vendor') return `vendor’s to keep: ${STATES[it.state]}`;
  return STATES[it.state];
}
