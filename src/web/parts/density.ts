import { useLocalStorage } from '@mantine/hooks';
import type { Density } from '../ui/RowGrid.tsx';

/** How close together rows stand; remembered on this computer. */
export function useDensity(): [Density, (it: Density) => void] {
  const [value, setValue] = useLocalStorage<Density>({ key: 'patchward.density', defaultValue: 'dense' });
  return [value === 'roomy' ? 'roomy' : 'dense', setValue];
}
