import { useQueryClient } from '@tanstack/react-query';
import { api } from '#contract/api';
import { call } from '#contract/client';
import type { Arguments } from '#contract/kit';
import type { PersonView } from '#contract/people/people-routes';
import { type Acting, useActing } from '../act.ts';

type Change = Omit<Arguments<typeof api.editPerson>['body'], 'version'>;

interface PersonEdit {
  readonly acting: Acting;
  readonly edit: (change: Change) => void;
  /** Shows what the server says of the account now. */
  readonly refresh: () => Promise<void>;
}

/** Changes to one account, made on the version that is shown. */
export function usePersonEdit({ id, version }: PersonView): PersonEdit {
  const client = useQueryClient();
  const acting = useActing();
  const refresh = async () => {
    await Promise.all(
      [['person', id], ['people'], ['sessions-of', id], ['tokens'], ['history-of', id]].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  };
  return {
    acting,
    refresh,
    edit: (change) =>
      acting.run(async () => {
        await call(api.editPerson, { params: { id }, body: { version, ...change } });
        await refresh();
      }),
  };
}
