import { api } from '#contract/api';
import { call } from '#contract/client';
import type { PersonView, PersonWithWayIn } from '#contract/people/people-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf } from '../../../ui/words.ts';
import { usePersonEdit } from './person-edit.ts';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useReasonNot } from '../session.ts';

interface PersonActsCardProps {
  readonly of: PersonView;
  readonly onWayIn: (it: PersonWithWayIn) => void;
}

/** What an administrator does for, or against, an account; each act says what it does beside it. */
export function PersonActsCard({ of, onWayIn }: PersonActsCardProps) {
  const reasonNot = useReasonNot('people.manage');
  const { acting, edit, refresh } = usePersonEdit(of);
  const params = { id: of.id };
  const reset = (by: 'link' | 'password') =>
    acting.run(async () => {
      onWayIn(await call(api.resetSignIn, { params, body: { by } }));
      await refresh();
    });
  const run = (act: () => Promise<unknown>) =>
    acting.run(async () => {
      await act();
      await refresh();
    });
  const disabled = of.disabledAt !== null;
  const noFactor = !of.authenticatorApp && of.passkeys === 0 ? 'No second factor is set up' : null;
  return (
    <Card title="Sign-in">
      <div className="card-body stack">
        {acting.problem !== null && (
          <Notice tone="bad" title="That did not work." urgent>
            {acting.problem}
          </Notice>
        )}
        {of.kind === 'person' && (
          <>
            <p className="second">{factorWords(of)}</p>
            <Act
              words="Lost the password"
              effect="Takes second factors away and signs out everywhere; you get a link to send."
              reasonNot={reasonNot}
              onClick={() => reset('link')}
            >
              Make a one-time link
            </Act>
            <Act
              words="Cannot open a link"
              effect="The same, with a password to pass on, which has to be changed."
              reasonNot={reasonNot}
              onClick={() => reset('password')}
            >
              Make an initial password
            </Act>
            <Act
              words="Lost the phone or key"
              effect="The password stays; signs out everywhere."
              reasonNot={reasonNot ?? noFactor}
              onClick={() => run(() => call(api.resetSecondFactor, { params }))}
            >
              Reset second factor
            </Act>
            <Act
              words="Left a browser open"
              effect="Signs out everywhere, nothing else changes."
              reasonNot={reasonNot}
              onClick={() => run(() => call(api.endSessionsOf, { params }))}
            >
              End all sessions
            </Act>
            <Act
              words={of.breakGlass ? 'Is a break-glass account' : 'For the day single sign-on is down'}
              effect="A break-glass account keeps its password when passwords are switched off; each use stands out in the audit log."
              reasonNot={reasonNot}
              onClick={() => edit({ breakGlass: !of.breakGlass })}
            >
              {of.breakGlass ? 'Make it an ordinary account' : 'Make it a break-glass account'}
            </Act>
          </>
        )}
        <Act
          words={disabled ? 'Has returned' : 'Has left'}
          effect={
            disabled
              ? 'Sessions and tokens of before do not come back.'
              : 'Ends sessions, revokes tokens; nothing is deleted, so that the audit log stays readable.'
          }
          reasonNot={reasonNot}
          onClick={() => edit({ disabled: !disabled })}
        >
          {disabled ? 'Enable account' : 'Disable account'}
        </Act>
      </div>
      <ProofSheet of={acting} />
    </Card>
  );
}

function factorWords({ authenticatorApp, passkeys }: PersonView): string {
  const has = [
    ...(authenticatorApp ? ['an authenticator app'] : []),
    ...(passkeys > 0 ? [countOf(passkeys, 'passkey')] : []),
  ];
  return has.length === 0 ? 'No second factor is set up.' : `Has ${has.join(' and ')}.`;
}

interface ActProps {
  readonly words: string;
  readonly effect: string;
  readonly reasonNot: string | null;
  readonly onClick: () => void;
  readonly children: string;
}

function Act({ words, effect, reasonNot, onClick, children }: ActProps) {
  return (
    <div className="act">
      <span className="strong small">{words}</span>
      <ActButton variant="default" disabledReason={reasonNot} onClick={onClick}>
        {children}
      </ActButton>
      <span className="muted small">{effect}</span>
    </div>
  );
}
