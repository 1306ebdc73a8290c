import { useRef } from 'react';
import { ActButton } from '../ui/ActButton.tsx';
import type { IconName } from '../ui/Icon.tsx';

interface FilePickProps {
  /** What the file is, for those who do not see the button. */
  readonly label: string;
  readonly title: string;
  readonly icon?: IconName;
  readonly accept?: string;
  readonly busy: boolean;
  readonly disabledReason: string | null;
  readonly onPick: (file: File) => void;
}

/** A button that asks for one file. */
export function FilePick({ label, title, icon = 'up', accept, busy, disabledReason, onPick }: FilePickProps) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={label}
        {...(accept === undefined ? {} : { accept })}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined && disabledReason === null) onPick(file);
        }}
      />
      <ActButton
        variant="default"
        icon={icon}
        loading={busy}
        disabledReason={disabledReason}
        onClick={() => chooser.current?.click()}
      >
        {title}
      </ActButton>
    </>
  );
}
