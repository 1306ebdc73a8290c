import { Button } from '@mantine/core';
import { DoorPage } from './DoorPage.tsx';
import { PasskeysCard } from './PasskeysCard.tsx';
import { SecondFactorSetup } from './SecondFactorSetup.tsx';
import { leave } from '../session.ts';

/** A role of the person needs more than a password; nothing works until a second factor is set up. */
export function SecondFactorPage() {
  return (
    <DoorPage
      title="Set up a second factor"
      words="One of your roles may only be used with more than a password. Set up an authenticator app or a passkey; one is enough."
    >
      <h2>Authenticator app</h2>
      <SecondFactorSetup />
      <PasskeysCard />
      <Button variant="subtle" onClick={() => void leave()}>
        Sign out
      </Button>
    </DoorPage>
  );
}
