import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/feeds/routes';
import { FEED_NAMES } from '../../../parts/feeds.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment, size } from '../../../ui/words.ts';
import { useReasonNot } from '../session.ts';

interface BroughtFilesProps {
  readonly feedId: string;
  /** Differs whenever files may have come or gone. */
  readonly mark: string | null;
  readonly busy: boolean;
  readonly does: (act: () => Promise<unknown>) => void;
}

/** Files that people brought to a feed; each can be taken back, with all that rests on it alone. */
export function BroughtFiles({ feedId, mark, busy, does }: BroughtFilesProps) {
  const mayNot = useReasonNot('feeds.manage');
  const [sureOf, setSureOf] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['feeds', 'brought', feedId, mark],
    queryFn: ({ signal }) => call(api.listBroughtFiles, { params: { id: feedId } }, { signal }),
  });
  return (
    <section>
      <h3>Files</h3>
      {error !== null && <Empty title="Files could not be read">{error.message}</Empty>}
      {data === undefined && error === null && <Waiting lines={2} label="Loading files" />}
      {data?.items.length === 0 && <p className="muted">No file was brought yet</p>}
      <ul className="lines">
        {data?.items.map((it) => (
          <li key={it.id}>
            <span className="row-wrap">
              <b className="mono break">{it.name}</b>
              <ActButton
                size="xs"
                variant="default"
                loading={busy}
                disabledReason={mayNot}
                onClick={() =>
                  sureOf === it.id
                    ? does(() => call(api.dropBroughtFile, { params: { id: feedId, fileId: it.id } }))
                    : setSureOf(it.id)
                }
              >
                {sureOf === it.id ? `Take back ${countOf(it.loaded, 'record')}` : 'Take back'}
              </ActButton>
            </span>
            <span className="second">
              {it.kinds.length === 0 ? 'no feed' : it.kinds.map((kind) => FEED_NAMES[kind]).join(', ')} ·{' '}
              {countOf(it.loaded, 'record')}
              {it.quarantined > 0 && `, ${it.quarantined} quarantined`} · {size(it.bytes)} ·{' '}
              {moment(it.broughtAt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
