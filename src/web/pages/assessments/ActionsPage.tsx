import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useActions } from '../../data.ts';
import { ActionList } from '../../parts/ActionList.tsx';
import { DownloadMenu } from '../../parts/DownloadMenu.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { countOf, whole } from '../../ui/words.ts';

export function ActionsPage() {
  const { id } = useParams({ from: '/assessments/$id' });
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useActions(id);
  const actions = data?.pages.flatMap((it) => it.items) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>Actions</h1>
          <p className="muted">
            {data === undefined
              ? 'Which single action clears most risk'
              : `${countOf(total, 'action')}, the one that clears most risk first`}
          </p>
        </div>
        <div className="head-acts">
          <DownloadMenu id={id} />
        </div>
      </div>
      <Card
        title="What to do"
        footer="A finding is cleared by one action only, so the points of all actions add up."
      >
        {error !== null && <Empty title="The actions could not be read">{error.message}</Empty>}
        {data === undefined && error === null && (
          <div className="card-body">
            <Waiting lines={10} />
          </div>
        )}
        {data !== undefined && actions.length === 0 && (
          <Empty title="Nothing to do">No device is known to be affected by anything these feeds name.</Empty>
        )}
        {actions.length > 0 && <ActionList id={id} actions={actions} />}
        {hasNextPage && (
          <div className="card-body">
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {`Show more of ${whole(total)}`}
            </Button>
          </div>
        )}
      </Card>
    </div>
  );
}
