import { TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import type { BundleKeysView } from '#contract/feeds/feed';
import * as api from '#contract/feeds/routes';
import { addressOf } from '#contract/kit';
import { FilePick } from '../../../parts/FilePick.tsx';
import { JobProgress } from '../../../parts/JobProgress.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { day } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { sendFile } from '../send-file.ts';
import { useReasonNot } from '../session.ts';

/** Feeds carried by hand: a signed file out of one instance, and into another that trusts it. */
export function BundlesCard() {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('feeds.manage');
  const [jobId, setJobId] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['feeds', 'keys'],
    queryFn: ({ signal }) => call(api.listBundleKeys, {}, { signal }),
    enabled: mayNot === null,
    staleTime: 0,
  });
  const again = () => client.invalidateQueries({ queryKey: ['feeds'] });
  const does = (act: () => Promise<unknown>) =>
    acting.run(async () => {
      await act();
      await again();
    });
  return (
    <Card
      title="Bundles"
      note="for networks that reach nothing"
      acts={
        <>
          {mayNot === null && (
            <a href={addressOf(api.downloadBundle, {})} download>
              Save a bundle
            </a>
          )}
          <FilePick
            label="Choose a bundle of feeds"
            title="Import a bundle"
            busy={acting.busy}
            disabledReason={mayNot}
            onPick={(file) =>
              does(async () => setJobId((await sendFile(api.importBundle, { query: {} }, file)).id))
            }
          />
        </>
      }
      footer="A bundle is signed by the instance that made it. It is taken in only where that key is trusted, and only whole: compare the fingerprint with the one shown there."
    >
      <div className="card-body stack">
        {acting.problem !== null && (
          <Notice tone="bad" title="That did not work." urgent>
            {acting.problem}
          </Notice>
        )}
        {jobId !== null && <JobProgress jobId={jobId} onEnd={() => void again()} />}
        {mayNot !== null && <p className="muted">Keys are shown to those who manage feeds.</p>}
        {error !== null && <p className="second">{error.message}</p>}
        {data === undefined && error === null && mayNot === null && (
          <Waiting lines={2} label="Loading keys" />
        )}
        {data !== undefined && <Keys keys={data} does={does} mayNot={mayNot} />}
      </div>
    </Card>
  );
}

interface KeysProps {
  readonly keys: BundleKeysView;
  readonly does: (act: () => Promise<unknown>) => void;
  readonly mayNot: string | null;
}

function Keys({ keys: { own, trusted }, does, mayNot }: KeysProps) {
  const [name, setName] = useState('');
  const [publicKey, setPublicKey] = useState('');
  const reason = name.trim() === '' || publicKey.trim() === '' ? 'Say its name and its key first' : null;
  const trust = () =>
    does(async () => {
      await call(api.trustBundleKey, { body: { name, publicKey } });
      setName('');
      setPublicKey('');
    });
  return (
    <>
      <dl className="facts">
        <div>
          <dt>This instance</dt>
          <dd className="break">
            {own.name}
            <span className="mono small block">{own.publicKey}</span>
            <span className="muted small block">fingerprint {own.fingerprint}</span>
          </dd>
        </div>
        {trusted.map((it) => (
          <div key={it.fingerprint}>
            <dt>Trusted</dt>
            <dd className="break">
              {it.name}
              <span className="mono small block">{it.fingerprint}</span>
              <span className="muted small block">
                since {day(it.trustedAt)}, by {it.trustedBy}
              </span>
              <ActButton
                size="xs"
                variant="default"
                disabledReason={mayNot}
                onClick={() =>
                  does(() => call(api.distrustBundleKey, { params: { fingerprint: it.fingerprint } }))
                }
              >
                Stop trusting
              </ActButton>
            </dd>
          </div>
        ))}
      </dl>
      <form
        className="stack"
        aria-label="Trust an instance"
        onSubmit={(event) => {
          event.preventDefault();
          if ((mayNot ?? reason) === null) trust();
        }}
      >
        <TextInput
          label="Name of the instance to trust"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Its key, as its own page shows it"
          maxLength={100}
          value={publicKey}
          onChange={(event) => setPublicKey(event.currentTarget.value)}
        />
        <span>
          <ActButton variant="default" disabledReason={mayNot ?? reason} onClick={trust}>
            Trust this key
          </ActButton>
        </span>
      </form>
    </>
  );
}
