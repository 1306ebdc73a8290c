import { Link } from '@tanstack/react-router';
import { useDemonstration } from '../pages/record/demonstration/demonstration.ts';
import { percent } from '../ui/words.ts';

/** Stands on every page of a demonstration: nothing here is real. */
export function DemonstrationNote() {
  const { data } = useDemonstration();
  if (data === undefined || data.state === 'none') return null;
  return (
    <div className="side-note">
      <b>Demonstration hospital</b>
      <span>
        {data.state === 'ready'
          ? 'Invented devices and people.'
          : `Its history is loading: ${percent(data.files / data.filesAbout)}.`}
      </span>
      <Link to="/demonstration">Patch Tuesday · Other eyes</Link>
    </div>
  );
}
