import { useState } from 'react';
import type { PersonView } from '#contract/people/people-routes';
import { ROLES } from '#engine/access';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { areNamed, GrantsEditor } from './GrantsEditor.tsx';
import { ProofSheet } from '../account/ProofSheet.tsx';
import { useReasonNot } from '../session.ts';
import { usePersonEdit } from './person-edit.ts';

const HUMAN_ROLES = ROLES.filter((it) => it !== 'service-account');

export function PersonRolesCard({ of }: { readonly of: PersonView }) {
  const [grants, setGrants] = useState(of.grants);
  const reasonNot = useReasonNot('people.manage');
  const { acting, edit } = usePersonEdit(of);
  const unchanged = JSON.stringify(grants) === JSON.stringify(of.grants) ? 'Nothing is changed yet' : null;
  const unnamed = areNamed(grants) ? null : 'Name the part of the hospital for each role';
  return (
    <Card
      title="Roles"
      note="each holds in its own scope; they never add up"
      footer="A change counts from the next request on."
    >
      <div className="card-body stack">
        <GrantsEditor
          grants={grants}
          onChange={setGrants}
          roles={of.kind === 'service' ? ROLES : HUMAN_ROLES}
          reasonNot={reasonNot}
        />
        {acting.problem !== null && (
          <Notice tone="bad" title="Not saved." urgent>
            {acting.problem}
          </Notice>
        )}
        <div>
          <ActButton
            loading={acting.busy}
            disabledReason={reasonNot ?? unchanged ?? unnamed}
            onClick={() => edit({ grants: [...grants] })}
          >
            Save roles
          </ActButton>
        </div>
      </div>
      <ProofSheet of={acting} />
    </Card>
  );
}
