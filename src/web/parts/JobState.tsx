import type { JobView } from '#contract/jobs/routes';
import { type Shape, StateText, type Tone } from '../ui/StateShape.tsx';

const LOOKS: Readonly<Record<JobView['state'], { shape: Shape; tone: Tone; word: string }>> = {
  waiting: { shape: 'ring', tone: 'idle', word: 'Waiting' },
  running: { shape: 'half', tone: 'accent', word: 'Running' },
  done: { shape: 'check', tone: 'good', word: 'Done' },
  failed: { shape: 'octagon', tone: 'bad', word: 'Failed' },
  cancelled: { shape: 'dashed', tone: 'idle', word: 'Cancelled' },
};

/** A job that failed and waits for its next try says so: nobody has to do anything, and it is not fine. */
export function JobState({ it }: { readonly it: JobView }) {
  const { shape, tone, word } = LOOKS[it.state];
  if (it.cancelling) return <State shape="half" tone="warn" word="Stopping" />;
  if (it.state === 'waiting' && it.failure !== null)
    return <State shape="triangle" tone="warn" word="Trying again" />;
  return <State shape={shape} tone={tone} word={word} />;
}

function State({ shape, tone, word }: { readonly shape: Shape; readonly tone: Tone; readonly word: string }) {
  return (
    <StateText shape={shape} tone={tone}>
      {word}
    </StateText>
  );
}
