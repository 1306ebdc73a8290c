import { ActButton } from './ActButton.tsx';

interface MoreRowsProps {
  readonly words?: string;
  readonly busy: boolean;
  readonly onMore: () => void;
}

/** Under a list that comes page by page. */
export function MoreRows({ words = 'Show more', busy, onMore }: MoreRowsProps) {
  return (
    <div className="card-body">
      <ActButton variant="default" loading={busy} onClick={onMore}>
        {words}
      </ActButton>
    </div>
  );
}
