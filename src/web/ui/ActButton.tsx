import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

interface ActButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'loading'> {
  readonly onClick: () => void;
  readonly icon?: IconName;
  /** Why it cannot be used now; null: it can. Never hidden, and the reason can be reached by keyboard. */
  readonly disabledReason?: string | null;
  readonly children: ReactNode;
}

export function ActButton({ disabledReason = null, icon, onClick, children, ...rest }: ActButtonProps) {
  const off = disabledReason !== null;
  return (
    <Tooltip label={disabledReason} disabled={!off} multiline maw={280}>
      <Button
        {...rest}
        {...(icon === undefined ? {} : { leftSection: <Icon name={off ? 'lock' : icon} size={14} /> })}
        aria-disabled={off}
        data-off={off || undefined}
        onClick={() => {
          if (!off) onClick();
        }}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
