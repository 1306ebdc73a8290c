import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActButton } from '../../ui/ActButton.tsx';
import { useActing } from './act.ts';

interface WithdrawFormProps {
  /** Why whoever is signed in may not; null: they may. */
  readonly mayNot: string | null;
  readonly withdraw: (because: string) => Promise<void>;
}

/** Withdraws what somebody entered, with the reason. */
export function WithdrawForm({ mayNot, withdraw }: WithdrawFormProps) {
  const [because, setBecause] = useState('');
  const acting = useActing();
  return (
    <>
      <TextInput
        label="Why it is withdrawn"
        value={because}
        error={acting.problem}
        onChange={(event) => setBecause(event.currentTarget.value)}
      />
      <div>
        <ActButton
          variant="default"
          loading={acting.busy}
          disabledReason={mayNot ?? (because.trim().length < 3 ? 'Say why' : null)}
          onClick={() => acting.run(() => withdraw(because))}
        >
          Withdraw
        </ActButton>
      </div>
    </>
  );
}
