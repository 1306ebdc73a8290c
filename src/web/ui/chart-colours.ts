import { useMantineColorScheme } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';

/** Light or dark, as it is now: a drawing that took its colours from the page is drawn again when it changes. */
export function useScheme(): string {
  const { colorScheme } = useMantineColorScheme();
  const system = useColorScheme();
  return colorScheme === 'auto' ? system : colorScheme;
}

/** Resolves a colour token where it is used: a chart cannot read CSS variables in all places. */
export function painterOf(element: HTMLElement): (token: string) => string {
  const probe = document.createElement('span');
  return (token) => {
    probe.style.color = `var(${token})`;
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}
