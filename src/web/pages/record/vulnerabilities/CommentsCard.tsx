import { Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import type { CommentView } from '#contract/vulnerabilities/vulnerability';
import * as api from '#contract/vulnerabilities/vulnerability-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

interface CommentsCardProps {
  readonly vulnerability: string;
  readonly comments: readonly CommentView[];
  /** Why nothing can be written; null: it can. */
  readonly closed: string | null;
}

/** What people wrote about a vulnerability. */
export function CommentsCard({ vulnerability, comments, closed }: CommentsCardProps) {
  const [text, setText] = useState('');
  const mayNot = useReasonNot('findings.triage');
  const acting = useActing();
  const client = useQueryClient();
  const send = () =>
    acting.run(async () => {
      await call(api.commentVulnerability, { params: { id: vulnerability }, body: { text } });
      setText('');
      await client.invalidateQueries({ queryKey: ['vulnerability', vulnerability] });
    });
  return (
    <Card title="Comments" note={comments.length === 0 ? undefined : String(comments.length)}>
      <div className="card-body stack">
        {comments.length > 0 && (
          <ul className="lines">
            {comments.map((it) => (
              <li key={it.id}>
                <span className="strong">{it.by}</span> <span className="muted small">{moment(it.at)}</span>
                <span className="second pre-line">{it.text}</span>
              </li>
            ))}
          </ul>
        )}
        <Textarea
          label="Comment"
          autosize
          minRows={2}
          value={text}
          disabled={closed !== null}
          error={acting.field === 'text' ? acting.problem : null}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {acting.problem !== null && acting.field === null && (
          <Notice tone="bad" title="That could not be written">
            {acting.problem}
          </Notice>
        )}
        <ActButton
          variant="default"
          loading={acting.busy}
          disabledReason={mayNot ?? closed ?? (text.trim() === '' ? 'Write something first' : null)}
          onClick={send}
        >
          Comment
        </ActButton>
      </div>
    </Card>
  );
}
