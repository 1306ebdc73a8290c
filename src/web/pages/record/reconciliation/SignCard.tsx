import { Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/inventory/reconciliation-routes';
import type { ReconciliationDetail } from '#contract/inventory/reconciliation-routes';
import { type Role, ROLE_DESCRIPTIONS } from '#engine/access';
import { SIGNATURES_NEEDED, whyNotSign } from '#engine/reconciliation';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { countOf, midSentence, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useMe, useReasonNot } from '../session.ts';

/** Who answers for the report: two people, each proving who they are. Afterwards it stays as it is. */
export function SignCard({ it }: { readonly it: ReconciliationDetail }) {
  return (
    <Card
      title="Sign-off"
      note={`${it.signatures.length} of ${SIGNATURES_NEEDED}`}
      footer={
        it.state === 'signed'
          ? 'Nothing of this report changes any more.'
          : 'Two people sign. From the first signature on nothing can be changed; the second closes the report for good.'
      }
    >
      <div className="card-body stack">
        {it.signatures.length === 0 && <p className="muted">Nobody has signed yet.</p>}
        <ul className="plain-list stack">
          {it.signatures.map((by) => (
            <li key={by.personId}>
              <StateText shape="check" tone="good">
                {by.by}
              </StateText>
              <span className="small second block">
                {`${moment(by.at)}, as ${midSentence(by.roles.map(roleTitle).join(' and '))}`}
              </span>
              {by.note !== null && <span className="small block">{by.note}</span>}
            </li>
          ))}
        </ul>
        <Standing it={it} />
        {it.state === 'open' && <Sign it={it} />}
        {it.contentHash !== null && <Proof it={it} hash={it.contentHash} />}
      </div>
    </Card>
  );
}

function roleTitle(role: string): string {
  return role in ROLE_DESCRIPTIONS ? ROLE_DESCRIPTIONS[role as Role].title : role;
}

function Standing({ it: { trend } }: { readonly it: ReconciliationDetail }) {
  const sum = (key: 'count' | 'unassigned' | 'overdue') => trend.reduce((all, each) => all + each[key], 0);
  const [all, unassigned, overdue] = [sum('count'), sum('unassigned'), sum('overdue')];
  return (
    <dl className="facts">
      <div>
        <dt>Discrepancies</dt>
        <dd>{all}</dd>
      </div>
      <div>
        <dt>Unassigned</dt>
        <dd>
          {unassigned === 0 ? (
            'none'
          ) : (
            <StateText shape="triangle" tone="warn">
              {String(unassigned)}
            </StateText>
          )}
        </dd>
      </div>
      <div>
        <dt>Overdue</dt>
        <dd>
          {overdue === 0 ? (
            'none'
          ) : (
            <StateText shape="octagon" tone="bad">
              {String(overdue)}
            </StateText>
          )}
        </dd>
      </div>
    </dl>
  );
}

function Sign({ it }: { readonly it: ReconciliationDetail }) {
  const me = useMe();
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('inventory.sign-off');
  const [note, setNote] = useState('');
  const params = { id: it.id };
  const signerIds = it.signatures.map((by) => by.personId);
  const unassigned = it.trend.reduce((all, each) => all + each.unassigned, 0);
  const again = async () => {
    await client.invalidateQueries({ queryKey: ['reconciliation', it.id] });
    await client.invalidateQueries({ queryKey: ['reconciliations'] });
  };
  const sign = () =>
    acting.run(async () => {
      await call(api.signReconciliation, {
        params,
        body: note.trim() === '' ? {} : { note },
      });
      await again();
    });
  const withdraw = () =>
    acting.run(async () => {
      await call(api.withdrawSignatures, { params });
      await again();
    });
  return (
    <div className="stack no-print">
      <ProofSheet of={acting} />
      {unassigned > 0 && (
        <Notice
          tone="warn"
          title={`${countOf(unassigned, 'discrepancy', 'discrepancies')} assigned to nobody.`}
        >
          Your signature says that you know.
        </Notice>
      )}
      <Textarea
        label="Note with your signature"
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {acting.problem !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {acting.problem}
        </Notice>
      )}
      <div className="row-wrap">
        <ActButton
          loading={acting.busy}
          disabledReason={mayNot ?? whyNotSign({ state: it.state, signerIds }, me?.id ?? null)}
          onClick={sign}
        >
          {it.signatures.length === SIGNATURES_NEEDED - 1 ? 'Sign off for good' : 'Sign'}
        </ActButton>
        {it.signatures.length > 0 && (
          <ActButton variant="default" loading={acting.busy} disabledReason={mayNot} onClick={withdraw}>
            Withdraw signature
          </ActButton>
        )}
      </div>
    </div>
  );
}

function Proof({ it, hash }: { readonly it: ReconciliationDetail; readonly hash: string }) {
  const acting = useActing();
  const [isSame, setSame] = useState<boolean | null>(null);
  const check = () =>
    acting.run(async () => {
      const proof = await call(api.proveReconciliation, { params: { id: it.id } });
      setSame(proof.hashNow === hash);
    });
  return (
    <div className="stack">
      <p className="small second">
        SHA-256 of what was signed, which also stands in the audit log:
        <span className="mono break block">{hash}</span>
      </p>
      <div className="row-wrap no-print">
        <ActButton variant="default" size="xs" loading={acting.busy} onClick={check}>
          Check that it is still the same
        </ActButton>
        {isSame !== null && (
          <StateText shape={isSame ? 'check' : 'octagon'} tone={isSame ? 'good' : 'bad'}>
            {isSame ? 'It is' : 'It is not: something was changed'}
          </StateText>
        )}
      </div>
      {acting.problem !== null && <Notice tone="bad" title={acting.problem} urgent />}
    </div>
  );
}
