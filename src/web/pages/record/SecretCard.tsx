import { Button } from '@mantine/core';
import { Card } from '../../ui/Card.tsx';

/** The secret of a new token, shown this once. */
export function SecretCard({ secret, onKept }: { readonly secret: string; readonly onKept: () => void }) {
  return (
    <Card title="Your new token" note="shown this once">
      <div className="card-body stack">
        <output className="secret mono break" aria-label="New token">
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
