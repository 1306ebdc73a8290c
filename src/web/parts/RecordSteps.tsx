import { Link } from '@tanstack/react-router';
import { Icon } from '../ui/Icon.tsx';
import { SECTIONS } from './places.ts';
import { SideSection } from './SideSection.tsx';

/** The side bar's links to what the server keeps. */
export function RecordSteps() {
  return (
    <>
      <Link className="side-link" to="/" activeOptions={{ exact: true }}>
        <Icon name="home" />
        Today
      </Link>
      {SECTIONS.map(({ title, icon, places }) => (
        <SideSection key={title} title={title} icon={icon}>
          {places.map((it) => (
            <Link key={it.to} className="side-link sub" to={it.to}>
              {it.title}
            </Link>
          ))}
        </SideSection>
      ))}
    </>
  );
}
