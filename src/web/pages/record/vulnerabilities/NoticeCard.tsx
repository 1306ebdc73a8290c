import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/notice-routes';
import type { AdvisoryDetail } from '#contract/vulnerabilities/vulnerability';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { moment } from '../../../ui/words.ts';
import { useReasonNot } from '../session.ts';
import { WithdrawForm } from '../WithdrawForm.tsx';
import { NoticeForm, refreshAdvisory } from './NoticeForm.tsx';

interface NoticeCardProps {
  readonly id: string;
  readonly entered: NonNullable<AdvisoryDetail['entered']>;
  readonly onCorrect: () => void;
}

/** Who entered a notice, and how it is corrected or withdrawn. */
export function NoticeCard({ id, entered, onCorrect }: NoticeCardProps) {
  const mayNot = useReasonNot('feeds.manage');
  const client = useQueryClient();
  const withdraw = async (because: string) => {
    await call(api.withdrawNotice, { params: { id }, body: { because, version: entered.version } });
    await refreshAdvisory(client, id);
  };
  return (
    <Card title="Entered by hand">
      <div className="card-body stack">
        <p>
          {`${entered.by} entered this notice, ${moment(entered.at)}.`}
          {entered.withdrawnAt !== null && ` It was withdrawn, ${moment(entered.withdrawnAt)}.`}
        </p>
        {entered.withdrawnAt === null && (
          <>
            <div>
              <ActButton variant="default" disabledReason={mayNot} onClick={onCorrect}>
                Correct
              </ActButton>
            </div>
            <WithdrawForm mayNot={mayNot} withdraw={withdraw} />
          </>
        )}
      </div>
    </Card>
  );
}

/** The form, once what it stands on is there. */
export function CorrectNotice({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { data } = useQuery({
    queryKey: ['notice', id],
    queryFn: ({ signal }) => call(api.readNotice, { params: { id } }, { signal }),
    staleTime: 0,
  });
  if (data === undefined) return <Waiting label="The notice" />;
  return <NoticeForm it={data} onCancel={onDone} />;
}
