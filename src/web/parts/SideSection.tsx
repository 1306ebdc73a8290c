import { useLocalStorage } from '@mantine/hooks';
import { type ReactNode, useId } from 'react';
import { Icon, type IconName } from '../ui/Icon.tsx';

interface SideSectionProps {
  readonly title: string;
  readonly icon: IconName;
  /** How it is until a person says otherwise. */
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** Links that belong together, under a head that folds them away; how a person left it, it stays. */
export function SideSection({ title, icon, isOpen = true, children }: SideSectionProps) {
  const id = useId();
  const [left, setLeft] = useLocalStorage<Readonly<Record<string, boolean>>>({
    key: 'patchward.sections',
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const open = left[title] ?? isOpen;
  const toggle = () => setLeft({ ...left, [title]: !open });
  return (
    <div className="side-section">
      <button type="button" className="side-head" aria-expanded={open} aria-controls={id} onClick={toggle}>
        <Icon name={icon} />
        {title}
        <span className={open ? 'fold open' : 'fold'}>
          <Icon name="right" size={12} />
        </span>
      </button>
      <div id={id} hidden={!open}>
        {children}
      </div>
    </div>
  );
}
