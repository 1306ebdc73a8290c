import { Button } from '@mantine/core';
import type { PersonWithWayIn } from '#contract/people/people-routes';
import { Card } from '../../../ui/Card.tsx';
import { moment } from '../../../ui/words.ts';

interface WayInCardProps {
  readonly of: PersonWithWayIn;
  readonly onKept: () => void;
}

/** The password or link with which somebody comes in, shown this once. */
export function WayInCard({ of: { person, password, link }, onKept }: WayInCardProps) {
  return (
    <Card title={`How ${person.name} comes in`} note="shown this once">
      <div className="card-body stack">
        {password !== null && (
          <>
            <p className="second">
              Tell it in person or by telephone. It opens the account of {person.login} for three days, and
              has to be changed at the first sign-in.
            </p>
            <output className="secret mono break" aria-label="Initial password">
              {password}
            </output>
          </>
        )}
        {link !== null && (
          <>
            <p className="second">
              {`Send it to ${person.name} alone: whoever opens it first chooses the password. It works once, until ${moment(link.expiresAt)}.`}
            </p>
            <output className="secret mono break" aria-label="One-time link">
              {`${window.location.origin}/join#${link.secret}`}
            </output>
          </>
        )}
        {password === null && link === null && (
          <p className="second">A service account has no password. Make an API token for it.</p>
        )}
        <div>
          <Button variant="default" onClick={onKept}>
            I have kept it
          </Button>
        </div>
      </div>
    </Card>
  );
}
