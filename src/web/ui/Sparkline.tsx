const WIDTH = 72;
const HEIGHT = 22;
const EDGE = 2;
const POINTS_MIN = 3;

/** A line without axes beside a number that says how it stands; what it shows is told in words or in a table elsewhere. */
export function Sparkline({ values }: { readonly values: readonly (number | null)[] }) {
  const points = values.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  if (points.length < POINTS_MIN) return null;
  const low = Math.min(...points.map((it) => it.value));
  const span = Math.max(...points.map((it) => it.value)) - low || 1;
  const last = Math.max(1, values.length - 1);
  const place = ({ value, at }: (typeof points)[number]) =>
    [
      EDGE + (at / last) * (WIDTH - 2 * EDGE),
      HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE),
    ] as const;
  const [x, y] = place(points.at(-1) as (typeof points)[number]);
  return (
    <svg
      className="sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <polyline
        points={points
          .map((it) =>
            place(it)
              .map((at) => at.toFixed(1))
              .join(','),
          )
          .join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <circle cx={x} cy={y} r={EDGE} fill="currentColor" />
    </svg>
  );
}
