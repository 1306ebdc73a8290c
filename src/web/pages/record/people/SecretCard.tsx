import { Button } from '@mantine/core';
import { Card } from '../../../ui/Card.tsx';

interface SecretCardProps {
  readonly title?: string;
  /** What it is, for a screen reader. */
  readonly label?: string;
  readonly secret: string;
  readonly onKept: () => void;
}

/** A secret that is shown this once: of a new token, unless told. */
export function SecretCard({
  title = 'Your new token',
  label = 'New token',
  secret,
  onKept,
}: SecretCardProps) {
  return (
    <Card title={title} note="shown this once">
      <div className="card-body stack">
        <output className="secret mono break" aria-label={label}>
          {secret}
        </output>
        <div>
          <Button variant="default" onClick={onKept}>
            I have kept it
          </Button>
        </div>
      </div>
    </Card>
  );
}
