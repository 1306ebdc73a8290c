import type { ImportView } from '#contract/inventory/import';
import { type Shape, StateText, type Tone } from '../../../ui/StateShape.tsx';
import { countOf, whole } from '../../../ui/words.ts';

interface Tile {
  readonly word: string;
  readonly count: number;
  readonly below: string;
  readonly shape: Shape;
  readonly tone: Tone;
}

/** What the import does to the inventory, in five numbers. */
export function ImportCounts({
  counts,
  isApplied,
}: {
  readonly counts: ImportView['counts'];
  readonly isApplied: boolean;
}) {
  const tiles: readonly Tile[] = [
    {
      word: isApplied ? 'Created' : 'Create',
      count: counts.create,
      below: 'new devices',
      shape: 'diamond',
      tone: 'accent',
    },
    {
      word: isApplied ? 'Changed' : 'Change',
      count: counts.change,
      below: 'known devices',
      shape: 'half',
      tone: 'idle',
    },
    {
      word: 'Unchanged',
      count: counts.unchanged,
      below: counts.known === 0 ? 'devices, reported again' : `${countOf(counts.known, 'row')} already known`,
      shape: 'check',
      tone: 'idle',
    },
    {
      word: 'Conflicts',
      count: counts.conflicts,
      below:
        counts.doubtful === 0
          ? 'fields sources disagree on'
          : `and ${countOf(counts.doubtful, 'doubtful merge')}`,
      shape: 'triangle',
      tone: counts.conflicts + counts.doubtful === 0 ? 'idle' : 'warn',
    },
    {
      word: 'Rejected',
      count: counts.rejected,
      below: 'rows and values, to repair',
      shape: 'octagon',
      tone: counts.rejected === 0 ? 'idle' : 'bad',
    },
  ];
  return (
    <ul className="tiles" aria-label="What the import does">
      {tiles.map(({ word, count, below, shape, tone }) => (
        <li key={word} className="card tile">
          <StateText shape={shape} tone={tone}>
            {word}
          </StateText>
          <span className="tile-number">{whole(count)}</span>
          <span className="small muted">{below}</span>
        </li>
      ))}
    </ul>
  );
}
