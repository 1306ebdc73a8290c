import type { Explanation } from '#contract/assessments/finding';
import { whole } from '../ui/words.ts';

type Contribution = Explanation['contributions'][number];

const FILLS = ['var(--bar-1)', 'var(--bar-2)', 'var(--bar-3)', 'var(--bar-4)', 'var(--bar-5)'];
const HEIGHT = 22;

/** How the score adds up: one stretch per factor on a scale of 0 to 100, what controls take away dashed. */
export function ScoreBar({
  score,
  contributions,
}: {
  readonly score: number;
  readonly contributions: readonly Contribution[];
}) {
  const gains = contributions.filter((it) => it.points > 0);
  const losses = contributions.filter((it) => it.points < 0);
  const gross = gains.reduce((sum, it) => sum + it.points, 0);
  const scale = 100 / Math.max(100, gross);
  let from = 0;
  const parts = gains.map((it) => {
    const part = { it, x: from * scale, width: it.points * scale };
    from += it.points;
    return part;
  });
  const taken = gross - score;
  return (
    <figure className="score">
      <svg viewBox="0 0 100 22" preserveAspectRatio="none" width="100%" height={HEIGHT} aria-hidden="true">
        <rect width="100" height={HEIGHT} fill="var(--sunk)" />
        {parts.map(({ it, x, width }, index) => (
          <rect
            key={it.label}
            x={x}
            width={Math.max(0, width - 0.4)}
            height={HEIGHT}
            fill={FILLS[index % FILLS.length]}
          />
        ))}
        {taken > 0 && (
          <rect
            x={score * scale}
            width={taken * scale}
            height={HEIGHT}
            fill="var(--surface)"
            fillOpacity="0.800"
            stroke="var(--text-2)"
            strokeDasharray="2 1.500"
            vectorEffect="non-scaling-stroke"
          />
        )}
        <line
          x1={score * scale}
          x2={score * scale}
          y1="0"
          y2={HEIGHT}
          stroke="var(--bad)"
          strokeWidth="3"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className="score-scale" aria-hidden="true">
        <span>0</span>
        <b style={{ left: `${score * scale}%` }}>{whole(score)}</b>
        <span>100</span>
      </div>
      <table className="score-lines">
        <caption className="visually-hidden">{`Score ${whole(score)} of 100, by factor`}</caption>
        <tbody>
          {gains.map((it, index) => (
            <Line key={it.label} it={it} fill={FILLS[index % FILLS.length] as string} />
          ))}
          {contributions
            .filter((it) => it.points === 0)
            .map((it) => (
              <Line key={it.label} it={it} fill="transparent" />
            ))}
          {losses.map((it) => (
            <Line key={it.label} it={it} fill="none" />
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function Line({ it, fill }: { readonly it: Contribution; readonly fill: string }) {
  return (
    <tr className={it.assumed ? 'assumed' : ''}>
      <th scope="row">
        <i
          className={it.points < 0 ? 'key dashed' : it.points === 0 ? 'key hollow' : 'key'}
          style={fill === 'none' ? {} : { background: fill }}
        />
        {it.label}
      </th>
      <td className="right">{signed(it.points)}</td>
      <td className="muted">{it.note}</td>
    </tr>
  );
}

function signed(points: number): string {
  if (points === 0) return '0';
  return points > 0 ? `+${whole(points)}` : `−${whole(-points)}`;
}
