import type { FindingSummary } from '#contract/vulnerabilities/finding';
import type { FeedConcern } from '#engine/measure';
import { asOfWords, countedWords, doubtsOn } from '../../../parts/standing.tsx';
import { countOf, day, whole } from '../../../ui/words.ts';
import { Tile, TileRow } from './Tile.tsx';
import { useFindingSummary } from './today-data.ts';

/** What is open on the devices. Held back while no feed stands behind it: no finding is then no good news. */
export function FindingTiles() {
  const { data } = useFindingSummary(true);
  if (data === undefined) return null;
  return (
    <TileRow title="Open findings">
      <FindingTile
        data={data}
        title="Critical"
        count={data.byTier.critical}
        good="None open"
        bad={`${whole(data.overdueCritical)} overdue`}
        says={`Affected findings in tier Critical by ${data.policy}.`}
        filter="tier:critical verdict:affected"
      />
      <FindingTile
        data={data}
        title="Overdue"
        count={data.overdue}
        good="All in time"
        bad="Past their due date"
        says={`Affected findings whose strictest switched-on clock ended before ${day(data.asOf)}.`}
        filter="verdict:affected due:<today"
      />
      <FindingTile
        data={data}
        title="Due soon"
        count={data.dueSoon}
        good="None"
        bad="Plan them now"
        says="Affected findings whose strictest clock ends within the days that the policy calls soon."
        filter="verdict:affected due:>=today"
        tone="warn"
      />
      <FindingTile
        data={data}
        title="Devices affected"
        count={data.devicesAffected}
        unit={`of ${whole(data.devices)}`}
        good="None known"
        bad={`${countOf(data.exploited, 'finding')} exploited`}
        says="Devices with an affected finding ÷ devices matched against feeds."
        filter="verdict:affected"
        concerns={['verdicts']}
      />
      <FindingTile
        data={data}
        title="Can’t be told"
        count={data.undetermined}
        good="None"
        bad="Never counted as safe"
        says={`Findings without a verdict, on ${countOf(data.devicesUndetermined, 'device')} that nothing is known to affect: a version is missing or cannot be compared.`}
        filter="verdict:undetermined"
        concerns={['verdicts']}
        tone="warn"
      />
    </TileRow>
  );
}

interface FindingTileProps {
  readonly data: FindingSummary;
  readonly title: string;
  readonly count: number;
  readonly unit?: string;
  readonly good: string;
  readonly bad: string;
  readonly says: string;
  readonly filter: string;
  readonly tone?: 'bad' | 'warn';
  /** What the number rests on. */
  readonly concerns?: readonly FeedConcern[];
}

/** Tiers and due dates follow from verdicts, exploitation and scores alike. */
const ALL: readonly FeedConcern[] = ['verdicts', 'exploitation', 'scores'];

function FindingTile(props: FindingTileProps) {
  const { data, title, count, unit = 'findings', says, filter, concerns = ALL } = props;
  const { catalogue } = data;
  const fed = catalogue === null ? '' : ` Feeds read on ${day(catalogue.madeAt)}.`;
  return (
    <Tile
      title={title}
      number={catalogue === null || isHardlyMatched(data) ? null : whole(count)}
      unit={unit}
      state={stateOf(props)}
      isDoubtful={data.waiting > 0 || data.countedAt !== null || doubtsOn(data.standing, concerns).length > 0}
      says={says + fed}
      link={{ to: '/findings', search: { filter } }}
    />
  );
}

/** Most devices are still to be matched: a count of the few that are would read as an all-clear. */
function isHardlyMatched({ waiting, devices }: Pick<FindingSummary, 'waiting' | 'devices'>): boolean {
  return waiting > devices;
}

function stateOf({ data, count, good, bad, tone = 'bad', concerns = ALL }: FindingTileProps) {
  if (data.catalogue === null)
    return { shape: 'dashed', tone: 'idle', words: 'No feed that names a product has been read' } as const;
  const doubts = doubtsOn(data.standing, concerns);
  if (doubts.length > 0) return { shape: 'dashed', tone: 'idle', words: asOfWords(doubts) } as const;
  if (data.countedAt !== null)
    return { shape: 'dashed', tone: 'idle', words: countedWords(data.countedAt) } as const;
  if (data.waiting > 0)
    return {
      shape: 'dashed',
      tone: 'idle',
      words: `${countOf(data.waiting, 'device')} not matched yet`,
    } as const;
  if (count === 0) return { shape: 'check', tone: 'good', words: good } as const;
  return { shape: tone === 'bad' ? 'octagon' : 'triangle', tone, words: bad } as const;
}
