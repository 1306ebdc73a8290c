/** How long a token may be good for, in days; a year at most. */
export const TOKEN_LIVES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
];
export const DEFAULT_LIFE = '90';
