import { useEffect, useState } from 'react';
import { Icon } from '../../../ui/Icon.tsx';
import { useMe } from '../session.ts';
import { KeySheet } from './KeySheet.tsx';
import { Palette } from './Palette.tsx';
import './palette.css';

/** The palette behind Ctrl-K and Cmd-K, and the sheet of keys behind `?`; a button for whoever has no keys at hand. */
export function Jump() {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  const kept = useMe() !== null;
  useEffect(() => {
    if (!kept) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k')
        setOpen((now) => (now === 'palette' ? null : 'palette'));
      else if (event.key === '?' && !event.ctrlKey && !event.metaKey && !isTyping(event.target))
        setOpen('keys');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [kept]);
  if (!kept) return null;
  const close = () => setOpen(null);
  return (
    <>
      <button
        type="button"
        className="jump"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen('palette')}
      >
        <Icon name="search" />
        <span className="jump-words">Jump to a device, CVE or page</span>
        <kbd className="jump-key">Ctrl K</kbd>
      </button>
      <Palette open={open === 'palette'} onClose={close} />
      <KeySheet open={open === 'keys'} onClose={close} />
    </>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type="checkbox"]), textarea, select, [role="menu"], [role="listbox"]') !==
        null)
  );
}
