/** Icons on a 16 px grid, drawn in the colour of the text around them. Decorative: the word stands beside them. */
const STROKES = {
  shield:
    'M8 1.5 13.5 4v4c0 3.2-2.3 5.4-5.5 6.5C4.800 13.400 2.500 11.200 2.500 8V4zM5.600 8l1.800 1.800 3.200-3.600',
  home: 'M2 7.5 8 2l6 5.5M3.500 6.500V14h9V6.500',
  device: 'M3 3h10a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM5.500 14h5M8 11v3',
  bug: 'M8 5a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM8 5V2M4.500 7 2 5.500M11.500 7 14 5.500M4 10H1.500M12 10h2.500M5.500 12.500 4 14.500M10.500 12.500 12 14.500',
  columns: 'M2.500 3h11v10h-11zM6.200 3v10M9.800 3v10',
  list: 'M5.500 4h8M5.500 8h8M5.500 12h8M2.500 4h.01M2.500 8h.01M2.500 12h.01',
  wrench:
    'M13.500 4.500a3.500 3.500 0 0 1-4.700 4L4.500 13 3 11.500l4.500-4.300a3.500 3.500 0 0 1 4-4.700L9.500 4.700l1.800 1.800z',
  rejected: 'M4 1.500h5.500L13 5v9.500H4zM9.500 1.500V5H13M6.500 8l4 4M10.500 8l-4 4',
  plus: 'M8 3v10M3 8h10',
  down: 'M8 2v8M5 7l3 3 3-3M2.500 13.500h11',
  up: 'M8 10V2M5 5l3-3 3 3M2.500 10v3.500h11V10',
  close: 'm4 4 8 8M12 4l-8 8',
  chevron: 'm4 6 4 4 4-4',
  right: 'm6 4 4 4-4 4',
  search: 'M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9zM10.500 10.500l4 4',
  moon: 'M13 9.500A5.500 5.500 0 0 1 6.500 3 5.500 5.500 0 1 0 13 9.500z',
  sun: 'M8 5.500a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5zM8 1.500v1.500M8 13v1.500M1.500 8H3M13 8h1.500M3.400 3.400l1 1M11.600 11.600l1 1M3.400 12.600l1-1M11.600 4.400l1-1',
  auto: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 2v12M8 4.500 12 6.500M8 7.500l5.500 2M8 10.500l3.500 1.500',
  menu: 'M2.500 4h11M2.500 8h11M2.500 12h11',
  table: 'M3 3h10a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM2 6.500h12M2 10h12M7 3v10',
  map: 'M2.500 3h11v10h-11zM8 3v10M8 8h5.500M2.500 9.500H8',
  clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.500V8l2.500 1.500',
  external: 'M6 3.500H3v9.500h9.500v-3M9 2.500h4.500V7M13.500 2.500 7.500 8.500',
  again: 'M13 8a5 5 0 1 1-1.500-3.500M13 2v3h-3',
  file: 'M4 1.500h5.500L13 5v9.500H4zM9.500 1.500V5H13',
  lock: 'M3.500 7h9v7h-9zM5 7V5a3 3 0 0 1 6 0v2',
  exploited:
    'M8.500 1.500c.5 3 3.500 4.200 3.500 7.500a4 4 0 0 1-8 0c0-1.500.7-2.600 1.500-3.400.2 1.200.8 1.700 1.500 1.900-.5-2.200 0-4.500 1.500-6z',
} as const;

export type IconName = keyof typeof STROKES;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={STROKES[name]} />
    </svg>
  );
}
