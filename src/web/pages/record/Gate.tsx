import { Outlet, useLocation } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useAbout } from '../../data.ts';
import { Empty } from '../../ui/Empty.tsx';
import { DoorPage } from './account/DoorPage.tsx';
import { FirstRunPage } from './account/FirstRunPage.tsx';
import { JoinPage } from './account/JoinPage.tsx';
import { useLiveFindings } from './findings/live-findings.ts';
import { NewPasswordPage } from './account/NewPasswordPage.tsx';
import { SecondFactorPage } from './account/SecondFactorPage.tsx';
import { useVisit } from './session.ts';
import { SignInPage } from './account/SignInPage.tsx';

/** Lets through who may come in; everybody else meets what they have to do first, at the address they asked for. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const visit = useVisit();
  const { pathname, hash } = useLocation();
  useLiveFindings();
  const loopback = useAbout().data?.loopback === true;
  if (pathname === '/join' && hash !== '') return <JoinPage secret={hash} />;
  switch (visit.state) {
    case 'waiting':
      return null;
    case 'first-run':
      // Assessments of files keep nothing: they can be tried before anybody has an account.
      return loopback && pathname.startsWith('/assessments') ? children : <FirstRunPage />;
    case 'sign-in':
      return <SignInPage ended={visit.ended} />;
    case 'failed':
      return (
        <DoorPage title="Patchward">
          <Empty title="The server does not answer">{visit.because}</Empty>
        </DoorPage>
      );
    case 'signed-in':
      if (visit.me.passwordMustChange) return <NewPasswordPage />;
      return visit.me.secondFactorMissing ? <SecondFactorPage /> : children;
    case 'open':
      return children;
  }
}

/** Pages that only a server with an inventory has; elsewhere there is no such page. */
export function RecordOnly({ missing }: { readonly missing: ReactNode }) {
  return useVisit().state === 'signed-in' ? <Outlet /> : missing;
}
