import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';

interface SheetProps {
  readonly label: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly side: 'left' | 'right';
  /** Pixels; never more than the screen. */
  readonly width: number;
  readonly children: ReactNode;
}

/** A sheet over the page, for what has no room beside it. Escape and a touch outside close it. */
export function Sheet({ label, open, onClose, side, width, children }: SheetProps) {
  return (
    <Drawer.Root opened={open} onClose={onClose} position={side} size={width}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={label}>
        <Drawer.Body className="sheet">{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
