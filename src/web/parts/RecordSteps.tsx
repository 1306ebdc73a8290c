import { Link } from '@tanstack/react-router';
import { SECTIONS } from './places.ts';
import { SideSection } from './SideSection.tsx';

/** The side bar's links to what the server keeps. */
export function RecordSteps() {
  return SECTIONS.map(({ title, icon, places }) => (
    <SideSection key={title} title={title} icon={icon}>
      {places.map((it) => (
        <Link key={it.to} className="side-link sub" to={it.to}>
          {it.title}
        </Link>
      ))}
    </SideSection>
  ));
}
