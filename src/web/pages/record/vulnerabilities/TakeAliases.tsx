import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import type { Answer, Arguments } from '#contract/kit';
import * as api from '#contract/vulnerabilities/identification-routes';
import { FilePick } from '../../../parts/FilePick.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

type Body = NonNullable<Arguments<typeof api.takeAliases>['body']>;
type Outcome = Answer<typeof api.takeAliases>;

/** What another hospital, or this one earlier, said of texts: from a file, after a look at what it comes to. */
export function TakeAliases() {
  const mayNot = useReasonNot('inventory.reconcile');
  const acting = useActing();
  const client = useQueryClient();
  const [file, setFile] = useState<{ readonly name: string; readonly body: Body } | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const look = (chosen: File) =>
    acting.run(async () => {
      setOutcome(null);
      setFile(null);
      const body = bodyOf(await chosen.text());
      setOutcome(await call(api.takeAliases, { query: { dryRun: 'true' }, body }));
      setFile({ name: chosen.name, body });
    });
  const take = () =>
    acting.run(async () => {
      if (file === null) return;
      setOutcome(await call(api.takeAliases, { query: {}, body: file.body }));
      setFile(null);
      await client.invalidateQueries({ queryKey: ['identifications'] });
      await client.invalidateQueries({ queryKey: ['identifications-said'] });
    });
  return (
    <div className="card-body stack no-print">
      <div className="row-wrap">
        <FilePick
          label="Alias file"
          title="Import an alias file"
          accept=".json,application/json"
          busy={acting.busy}
          disabledReason={mayNot}
          onPick={look}
        />
        {file !== null && outcome !== null && outcome.taken.length > 0 && (
          <ActButton loading={acting.busy} disabledReason={mayNot} onClick={take}>
            {`Take ${countOf(outcome.taken.length, 'statement')} in`}
          </ActButton>
        )}
      </div>
      {outcome !== null && (
        <p className="second" role="status">
          {outcomeWords(outcome, file === null ? 'taken' : 'new here')}
        </p>
      )}
      {acting.problem !== null && (
        <Notice tone="bad" title="It could not be imported" urgent>
          {acting.problem}
        </Notice>
      )}
    </div>
  );
}

function bodyOf(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch (cause) {
    throw new Error('It is no alias file: it is not JSON', { cause });
  }
}

function outcomeWords({ taken, known, unknown, contradicted, passedOver }: Outcome, word: string): string {
  const others = passedOver.companies + passedOver.words;
  return [
    `${whole(taken.length)} ${word}`,
    `${whole(known)} said here already`,
    ...(unknown.length === 0 ? [] : [`${whole(unknown.length)} not taken, as no feed names the product`]),
    ...(contradicted.length === 0
      ? []
      : [`${whole(contradicted.length)} not taken, as people here said the opposite`]),
    ...(others === 0 ? [] : [`${whole(others)} names of makers and words passed over: those that ship hold`]),
  ].join(' · ');
}
