import { Button } from '@mantine/core';
import { DoorPage } from './DoorPage.tsx';
import { NewPasswordForm } from './NewPasswordForm.tsx';
import { leave } from '../session.ts';

/** Somebody else chose the password; nothing works until it is changed. */
export function NewPasswordPage() {
  return (
    <DoorPage title="Choose your own password" words="Somebody else knows the one you signed in with.">
      <NewPasswordForm />
      <Button variant="subtle" onClick={() => void leave()}>
        Sign out
      </Button>
    </DoorPage>
  );
}
