import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '#contract/client';
import type { FeedStanding, FeedView } from '#contract/feeds/feed';
import * as api from '#contract/feeds/routes';
import type { FeedConcern, FeedState } from '#engine/measure';
import { Notice } from '../ui/Notice.tsx';
import { type Shape, StateText, type Tone } from '../ui/StateShape.tsx';
import { day, midSentence, moment, timeOfDay } from '../ui/words.ts';

/** How each state of a feed looks. Grey is for what cannot be leaned on: it is neither good nor bad news. */
const FEED_LOOKS: Readonly<
  Record<FeedState, { readonly shape: Shape; readonly tone: Tone; readonly word: string }>
> = {
  fresh: { shape: 'check', tone: 'good', word: 'Fresh' },
  failing: { shape: 'triangle', tone: 'warn', word: 'Failing' },
  stale: { shape: 'dashed', tone: 'idle', word: 'Stale' },
  never: { shape: 'dashed', tone: 'idle', word: 'Not read yet' },
  off: { shape: 'ring', tone: 'idle', word: 'Off' },
};

/** How a feed looks; one without an age limit is never called fresh, whatever its age. */
export function feedLook({ state, ageHoursMax }: Pick<FeedView, 'state' | 'ageHoursMax'>) {
  return state === 'fresh' && ageHoursMax === null
    ? ({ shape: 'check', tone: 'idle', word: 'Read' } as const)
    : FEED_LOOKS[state];
}

type Doubtful = FeedStanding['inDoubt'][number];

/** The feeds in doubt that concern something. */
export function doubtsOn({ inDoubt }: FeedStanding, concerns: readonly FeedConcern[]): readonly Doubtful[] {
  return inDoubt.filter((it) => it.concerns.some((concern) => concerns.includes(concern)));
}

/** Until when what rests on these feeds held, in words that fit a tile. */
export function asOfWords(doubts: readonly Doubtful[]): string {
  const oldest = oldestOf(doubts);
  const named = doubts.map((it) => `${it.name} ${midSentence(FEED_LOOKS[it.state].word)}`).join(', ');
  return oldest === null ? named : `As of ${day(oldest)}: ${named}`;
}

/** As of when figures hold that are being counted anew, in words that fit a tile. */
export function countedWords(countedAt: string): string {
  return `As of ${timeOfDay(countedAt)}, being counted`;
}

/** What concerns findings: recalls are tracked by themselves. */
export function onFindings(standing: FeedStanding): FeedStanding {
  return { ...standing, inDoubt: doubtsOn(standing, ['verdicts', 'exploitation', 'scores']) };
}

export function useStanding() {
  return useQuery({
    queryKey: ['feeds', 'standing'],
    queryFn: ({ signal }) => call(api.readFeedStanding, {}, { signal }),
    refetchInterval: 60_000,
    staleTime: 0,
  });
}

/** Says which feeds cannot be leaned on, and as of when what is shown holds. Nothing where all can. */
export function StandingNotice({ standing }: { readonly standing: FeedStanding }) {
  const { inDoubt } = standing;
  if (inDoubt.length === 0) return null;
  const asOf = oldestOf(inDoubt);
  return (
    <div className="standing">
      <Notice tone="idle" title={asOf === null ? 'Not complete' : `As of ${moment(asOf)}`}>
        <span className="block">
          {asOf === null
            ? 'A feed was not read yet: what it knows is missing here.'
            : 'What has become known since then may be missing here.'}
        </span>
        {inDoubt.map((it) => (
          <span key={it.id} className="block">
            <Link to="/feeds" search={{ open: it.id }}>
              {it.name}
            </Link>{' '}
            <StateText shape={FEED_LOOKS[it.state].shape} tone={FEED_LOOKS[it.state].tone}>
              {FEED_LOOKS[it.state].word}
            </StateText>{' '}
            <span className="second">
              {it.asOf === null ? '' : `as of ${moment(it.asOf)}`}
              {it.problem === null ? '' : `: ${it.problem}`}
            </span>
          </span>
        ))}
      </Notice>
    </div>
  );
}

function oldestOf(doubts: readonly Doubtful[]): string | null {
  return doubts.flatMap((it) => it.asOf ?? []).toSorted()[0] ?? null;
}
