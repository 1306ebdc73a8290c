import { Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { VulnerabilityRow } from '#contract/vulnerabilities/vulnerability';
import * as api from '#contract/vulnerabilities/vulnerability-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { day, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { DecideForm } from '../findings/DecideForm.tsx';
import { useReasonNot } from '../session.ts';

/** Who looks after vulnerabilities, when they were last looked at, and what can be done about them. */
export function TriageCard({
  rows,
  filter = '',
}: {
  readonly rows: readonly VulnerabilityRow[];
  readonly filter?: string;
}) {
  const [deciding, setDeciding] = useState<'no' | 'yes' | 'asked'>('no');
  const mayNot = useReasonNot('findings.triage');
  const acting = useActing();
  const refresh = useRefresh();
  const ids = rows.map((it) => it.id);
  const [first] = rows;
  const reviewed = () =>
    acting.run(async () => {
      await call(api.reviewVulnerabilities, { body: { vulnerabilities: ids } });
      await refresh();
    });
  return (
    <Card title="Triage">
      <div className="card-body stack">
        {first !== undefined && rows.length === 1 && <LastReview it={first} />}
        <OwnerSelect key={ids.join()} rows={rows} />
        {acting.problem !== null && (
          <Notice tone="bad" title="That did not work">
            {acting.problem}
          </Notice>
        )}
        <div className="row-wrap">
          <ActButton variant="default" loading={acting.busy} disabledReason={mayNot} onClick={reviewed}>
            Reviewed
          </ActButton>
          {deciding === 'no' && (
            <ActButton variant="default" disabledReason={mayNot} onClick={() => setDeciding('yes')}>
              Decide
            </ActButton>
          )}
          {deciding === 'asked' && (
            <span role="status">
              <Link to="/decisions">See what waits for approval</Link>
            </span>
          )}
        </div>
      </div>
      {deciding === 'yes' && (
        <DecideForm
          vulnerabilities={ids}
          filter={filter}
          onDone={() => setDeciding('asked')}
          onCancel={() => setDeciding('no')}
        />
      )}
    </Card>
  );
}

function LastReview({ it }: { readonly it: VulnerabilityRow }) {
  return (
    <dl className="facts">
      <div>
        <dt>Open since</dt>
        <dd>{day(it.sinceOn)}</dd>
      </div>
      <div>
        <dt>Reviewed</dt>
        <dd>
          {it.reviewedAt === null ? 'not yet' : `${moment(it.reviewedAt)} by ${it.reviewedBy ?? 'somebody'}`}
        </dd>
      </div>
      <div>
        <dt>Review by</dt>
        <dd>{day(it.reviewOn)}</dd>
      </div>
    </dl>
  );
}

/** Lists and pages that show what a vulnerability is given to, and when it was reviewed. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    for (const key of ['vulnerabilities', 'vulnerability', 'advisory', 'triage'])
      await client.invalidateQueries({ queryKey: [key] });
  };
}

export function OwnerSelect({
  rows,
  autoFocus = false,
  onDone,
}: {
  readonly rows: readonly VulnerabilityRow[];
  readonly autoFocus?: boolean;
  readonly onDone?: () => void;
}) {
  const mayNot = useReasonNot('findings.triage');
  const acting = useActing();
  const refresh = useRefresh();
  const { data } = useQuery({
    queryKey: ['triage-owners'],
    queryFn: ({ signal }) => call(api.listTriageOwners, {}, { signal }),
    enabled: mayNot === null,
    staleTime: 60_000,
  });
  const owners = new Set(rows.map((it) => it.owner?.id ?? null));
  const [only] = owners;
  const choose = (ownerId: string | null) =>
    acting.run(async () => {
      await call(api.assignVulnerabilities, { body: { vulnerabilities: rows.map((it) => it.id), ownerId } });
      await refresh();
      onDone?.();
    });
  const names = new Map(
    rows.flatMap((it) => (it.owner === null ? [] : [[it.owner.id, it.owner.name] as const])),
  );
  for (const it of data?.items ?? []) names.set(it.id, it.name);
  return (
    <Select
      label="Owner"
      placeholder={owners.size > 1 ? 'several people' : 'nobody yet'}
      searchable
      clearable
      data-autofocus={autoFocus || undefined}
      data={[...names].map(([value, label]) => ({ value, label }))}
      value={owners.size === 1 ? (only ?? null) : null}
      disabled={mayNot !== null || acting.busy}
      description={mayNot}
      error={acting.problem}
      onChange={choose}
    />
  );
}
