import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { useContrast } from './contrast.ts';

const SCHEMES = [
  { value: 'auto', icon: 'auto', words: 'As the system' },
  { value: 'light', icon: 'sun', words: 'Light' },
  { value: 'dark', icon: 'moon', words: 'Dark' },
] as const satisfies readonly { value: string; icon: IconName; words: string }[];

/** Light, dark or as the system; with high contrast or without. */
export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [high, setHigh] = useContrast();
  const { icon } = SCHEMES.find((it) => it.value === colorScheme) ?? SCHEMES[0];
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" size={32} aria-label="Theme" title="Theme">
          <Icon name={icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={colorScheme} onChange={(it) => setColorScheme(it as typeof colorScheme)}>
          {SCHEMES.map((it) => (
            <Menu.RadioItem key={it.value} value={it.value} rightSection={<Icon name={it.icon} />}>
              {it.words}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.CheckboxItem checked={high} onChange={setHigh} rightSection={<Icon name="contrast" />}>
          High contrast
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  );
}
