import type { LifecycleView } from '#contract/inventory/lifecycle-routes';
import type { HorizonEnd, HorizonGroup } from '#engine/support';
import { whole } from '../../../ui/words.ts';

export const END_WORDS: Readonly<Record<HorizonEnd, { readonly title: string; readonly says: string }>> = {
  support: {
    title: 'End of support',
    says: 'The last day on which the maker supports the device, as its sources or its model say.',
  },
  system: {
    title: 'End of the operating system',
    says: 'The last day on which the operating system is supported, as set for the model.',
  },
  life: { title: 'End of life', says: 'The day from which the maker calls the device outdated.' },
};

export const GROUP_WORDS: Readonly<Record<HorizonGroup, string>> = {
  department: 'Department',
  site: 'Site',
  model: 'Model',
  system: 'Operating system',
  type: 'Device type',
};

type Period = LifecycleView['periods'][number];

/** "Ended", "2027 Q1", "Later", "Undetermined". */
export function sayPeriod({ key }: Period): string {
  switch (key) {
    case 'past':
      return 'Ended';
    case 'later':
      return 'Later';
    case 'undetermined':
      return 'Undetermined';
    default:
      return key.replace('-', ' ');
  }
}

type Sum = LifecycleView['total']['total'];

/** "120 000", "at least 120 000" where some devices have no figure, null where none has. */
export function sayCost({ devices, cost, costUnknown }: Sum): string | null {
  if (devices === 0 || costUnknown === devices) return null;
  return costUnknown === 0 ? whole(cost) : `at least ${whole(cost)}`;
}
