import { Button, Progress } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import type { AssessmentView, Preset } from '#contract/assessments/assessment';
import type { AboutView } from '#contract/server';
import { ActButton } from '../ui/ActButton.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Notice } from '../ui/Notice.tsx';
import { percent, size } from '../ui/words.ts';
import { assessSample, sendFiles } from '../upload.ts';

interface DropZoneProps {
  readonly preset: Preset;
  readonly about: AboutView | null;
  readonly onStarted: (assessment: AssessmentView) => void;
}

type Sending = { readonly name: string; readonly share: number; readonly stop: () => void };

/** Takes files by drop, by choice or by keyboard, and says at once when they can't be taken. */
export function DropZone({ preset, about, onStarted }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const chooser = useRef<HTMLInputElement>(null);

  const attempt = async (name: string, act: (signal: AbortSignal) => Promise<AssessmentView>) => {
    const abort = new AbortController();
    setProblem(null);
    setSending({ name, share: 0, stop: () => abort.abort() });
    try {
      onStarted(await act(abort.signal));
    } catch (error) {
      if (!abort.signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setSending(null);
    }
  };

  const take = (files: readonly File[]) => {
    const refusal = refusalOf(files, about);
    if (refusal !== null) return setProblem(refusal);
    const name = files.map((it) => it.name).join(', ');
    const onSent = (share: number) => setSending((it) => (it === null ? null : { ...it, share }));
    void attempt(name, (signal) => sendFiles(files, preset, onSent, signal));
  };

  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take([...event.dataTransfer.files]);
  };

  return (
    <section
      className={over ? 'drop over' : 'drop'}
      aria-label="Inventory file"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label="Choose inventory files"
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {sending === null ? (
        <>
          <Icon name="up" size={28} />
          <p className="drop-title">{over ? 'Drop to assess it' : 'Drop your device inventory here'}</p>
          <p className="second">Several files are merged into one list of devices.</p>
          <div className="drop-acts">
            <ActButton icon="file" onClick={() => chooser.current?.click()}>
              Choose a file
            </ActButton>
            <ActButton
              variant="default"
              disabledReason={
                about?.sample === false ? 'The samples folder is missing from this installation' : null
              }
              onClick={() => void attempt('Sample hospital', () => assessSample(preset))}
            >
              Try the sample hospital
            </ActButton>
          </div>
          <p className="muted small">
            {about === null
              ? ' '
              : `Up to ${size(about.uploadBytesMax)} a file. No account, no network needed.`}
          </p>
        </>
      ) : (
        <SendingView sending={sending} />
      )}
      {problem !== null && (
        <Notice tone="bad" title="Not imported." urgent>
          {problem}
        </Notice>
      )}
    </section>
  );
}

function SendingView({ sending }: { readonly sending: Sending }) {
  return (
    <div className="sending" role="status">
      <p className="drop-title">{sending.name}</p>
      <Progress value={sending.share * 100} aria-label="Upload" />
      <p className="second">
        {sending.share >= 1 ? 'Starting the assessment' : `${percent(sending.share)} sent`}
      </p>
      <Button variant="default" onClick={sending.stop}>
        Cancel
      </Button>
    </div>
  );
}

const FILES_MAX = 8;

function refusalOf(files: readonly File[], about: AboutView | null): string | null {
  if (files.length === 0) return 'That is not a file';
  if (files.length > FILES_MAX) return `${files.length} files are too many at once: ${FILES_MAX} at most`;
  const empty = files.find((it) => it.size === 0);
  if (empty !== undefined) return `“${empty.name}” is empty`;
  const large = files.find((it) => about !== null && it.size > about.uploadBytesMax);
  if (large !== undefined && about !== null)
    return `“${large.name}” has ${size(large.size)}; the server takes ${size(about.uploadBytesMax)} a file. The command line takes any size.`;
  return null;
}
