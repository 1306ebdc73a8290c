import { useMantineColorScheme } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';

/** Light or dark, as it is now: a drawing that took its colours from the page is drawn again when it changes. */
export function useScheme(): string {
  const { colorScheme } = useMantineColorScheme();
  const system = useColorScheme();
  return colorScheme === 'auto' ? system : colorScheme;
}

/**
 * Resolves a colour token where it is used: a chart cannot read CSS variables in all places. A share below 1 mixes it with the
 * surface.
 */
export function painterOf(element: HTMLElement): (token: string, share?: number) => string {
  const probe = document.createElement('span');
  return (token, share = 1) => {
    probe.style.color = share === 1 ? `var(${token})` : faded(token, share);
    element.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return legacy(color);
  };
}

function faded(token: string, share: number): string {
  return `color-mix(in srgb, var(${token}) ${Math.round(share * 100)}%, var(--surface))`;
}

/** Mixed colours are computed as `color(srgb 0.9 0.8 0.7)`, which charts cannot read. */
function legacy(color: string): string {
  const [, parts] = /^color\(srgb ([\d. ]+)\)$/.exec(color) ?? [];
  if (parts === undefined) return color;
  return `rgb(${parts
    .split(' ')
    .map((it) => Math.round(Number(it) * 255))
    .join(', ')})`;
}
