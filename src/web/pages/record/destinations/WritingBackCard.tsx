import { useQueryClient } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { DestinationView } from '#contract/destinations/destination';
import { addressOf } from '#contract/kit';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useReasonNot } from '../session.ts';

/** How the other system tells by itself how tickets stand: in messages it signs. */
export function WritingBackCard({
  it: { id, inbound },
  onSecret,
}: {
  readonly it: DestinationView;
  readonly onSecret: (secret: string) => void;
}) {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('settings.manage');
  const params = { id };
  const refresh = () => client.invalidateQueries({ queryKey: ['destinations'] });
  const open = () =>
    acting.run(async () => {
      onSecret((await call(api.openWritingBack, { params })).signingSecret);
      await refresh();
    });
  const close = () =>
    acting.run(async () => {
      await call(api.closeWritingBack, { params });
      await refresh();
    });
  return (
    <Card title="Write-back" note={inbound === null ? 'closed' : lastWords(inbound.lastAt)}>
      <div className="card-body stack">
        {inbound === null ? (
          <p className="second">
            The other system can tell by itself how a ticket stands, in messages that it signs (Standard
            Webhooks). It needs no account and can change nothing else.
          </p>
        ) : (
          <p className="second">
            It posts to
            <code className="mono break block">
              {window.location.origin + addressOf(api.takeTicketNews, { params })}
            </code>
          </p>
        )}
        {inbound?.problem != null && (
          <Notice tone="warn" title="A message was refused.">
            {`${inbound.problem}${inbound.problemAt === null ? '' : ` (${moment(inbound.problemAt)})`}`}
          </Notice>
        )}
        <div className="row-wrap">
          <ActButton variant="default" loading={acting.busy} disabledReason={mayNot} onClick={open}>
            {inbound === null ? 'Allow write-back' : 'New write-back secret'}
          </ActButton>
          {inbound !== null && (
            <ActButton variant="default" disabledReason={mayNot} onClick={close}>
              Close
            </ActButton>
          )}
        </div>
        {acting.problem !== null && (
          <Notice tone="bad" title="That did not work." urgent>
            {acting.problem}
          </Notice>
        )}
      </div>
      <ProofSheet of={acting} />
    </Card>
  );
}

function lastWords(lastAt: string | null): string {
  return lastAt === null ? 'open, nothing came yet' : `last ${moment(lastAt)}`;
}
