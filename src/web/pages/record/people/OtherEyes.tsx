import { useNavigate } from '@tanstack/react-router';
import { api } from '#contract/api';
import type { DemonstrationView } from '#contract/demonstration/routes';
import { call } from '#contract/client';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { useEnter, useMe } from '../session.ts';
import '../demonstration/demonstration.css';

type Person = Extract<DemonstrationView, { readonly people: unknown }>['people'][number];

/** The people of the demonstration hospital: one click, and the product shows what they would see. */
export function OtherEyes({ people }: { readonly people: readonly Person[] }) {
  const acting = useActing();
  const enter = useEnter();
  const me = useMe();
  const navigate = useNavigate();
  const look = (personId: string) =>
    acting.run(async () => {
      enter(await call(api.enterDemonstration, { body: { personId } }));
      await navigate({ to: '/' });
    });
  return (
    <>
      {acting.problem !== null && (
        <Notice tone="bad" title="Not entered." urgent>
          {acting.problem}
        </Notice>
      )}
      <ul className="eyes" aria-label="People of the demonstration hospital">
        {people.map((it) => (
          <li key={it.id}>
            <button
              type="button"
              className="eye"
              disabled={acting.busy}
              aria-current={it.id === me?.id ? 'true' : undefined}
              onClick={() => look(it.id)}
            >
              <span className="strong">{it.title}</span>
              <span className="muted small">{sayWho(it)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function sayWho({ name, grant }: Person): string {
  return grant.scope.kind === 'hospital' ? name : `${name} · ${grant.scope.id} only`;
}
