import { Link, useLocation } from '@tanstack/react-router';
import { useStrangerCounts } from '../pages/record/unregistered/counts.ts';
import { Icon } from '../ui/Icon.tsx';
import { whole } from '../ui/words.ts';
import { placeOf, SECTIONS } from './places.ts';
import { SideSection } from './SideSection.tsx';

/** The side bar's links to what the server keeps. */
export function RecordSteps() {
  const here = placeOf(useLocation({ select: (it) => it.pathname }))?.section.title;
  return (
    <>
      <Link className="side-link" to="/" activeOptions={{ exact: true }}>
        <Icon name="home" />
        Today
      </Link>
      {SECTIONS.map(({ title, icon, places, isFolded }) => (
        <SideSection key={title} title={title} icon={icon} isOpen={isFolded !== true || title === here}>
          {places.map((it) => (
            <Link key={it.to} className="side-link sub" to={it.to}>
              {it.title}
              {it.counts === 'strangers' && <StrangerCount />}
            </Link>
          ))}
        </SideSection>
      ))}
    </>
  );
}

/** Alerts that wait; nothing while there are none. */
function StrangerCount() {
  const counts = useStrangerCounts();
  if (counts === undefined || counts.total === 0) return null;
  const words = counts.overdue > 0 ? `, ${whole(counts.overdue)} of them overdue` : '';
  return (
    <span className="side-count">
      {whole(counts.total)}
      <span className="visually-hidden">{` waiting${words}`}</span>
    </span>
  );
}
