import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { Icon, type IconName } from '../ui/Icon.tsx';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const LOOKS = {
  auto: { icon: 'auto', words: 'as the system' },
  light: { icon: 'sun', words: 'light' },
  dark: { icon: 'moon', words: 'dark' },
} as const satisfies Record<string, { icon: IconName; words: string }>;

export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { icon, words } = LOOKS[colorScheme];
  const label = `Theme: ${words}. Change to ${LOOKS[NEXT[colorScheme]].words}`;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        size={32}
        aria-label={label}
        onClick={() => setColorScheme(NEXT[colorScheme])}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}
