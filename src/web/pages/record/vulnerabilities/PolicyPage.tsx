import { MultiSelect, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import type { PolicyPreview, PolicyView } from '#contract/vulnerabilities/policy-routes';
import * as api from '#contract/vulnerabilities/policy-routes';
import { type Policy, readPolicy } from '#engine/risk';
import { EVIDENCE_GRADES, TIERS } from '#engine/words';
import { TierPill } from '../../../parts/states.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment, valueWords, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { GRADES } from '../devices/ProvenanceCard.tsx';
import { useReasonNot } from '../session.ts';

/** The policy that sets tiers and deadlines: what is in force, what another would change, who set which when. */
export function PolicyPage() {
  const { data, error } = useQuery({
    queryKey: ['policy'],
    queryFn: ({ signal }) => call(api.readFindingPolicy, {}, { signal }),
    staleTime: 0,
  });
  if (error !== null)
    return (
      <div className="page">
        <h1>Policy</h1>
        <Empty title="The policy could not be read">{error.message}</Empty>
      </div>
    );
  if (data === undefined)
    return (
      <div className="page">
        <Waiting lines={12} label="Loading policy" />
      </div>
    );
  const read = readPolicy(data.policy);
  if ('error' in read)
    return (
      <div className="page">
        <h1>Policy</h1>
        <Empty title="The policy in force cannot be shown">{read.error}</Empty>
      </div>
    );
  return (
    <div className="page">
      <title>Policy · Patchward</title>
      <div className="head">
        <div>
          <h1>Policy</h1>
          <p className="muted">
            In force: {read.name} {read.version}
            {data.history[0] !== undefined &&
              `, set ${moment(data.history[0].setAt)} by ${data.history[0].setBy}`}
          </p>
        </div>
      </div>
      <div className="columns">
        <div className="stack">
          <DeadlinesCard policy={read} />
          <ClocksCard policy={read} />
          <EvidenceCard policy={read} />
          <ChangeCard key={`${read.name} ${read.version}`} it={data} />
        </div>
        <div className="stack">
          <HistoryOfPolicy it={data} />
        </div>
      </div>
    </div>
  );
}

function DeadlinesCard({ policy }: { readonly policy: Policy }) {
  return (
    <Card title="Tiers and deadlines">
      <TableScroll label="Tiers and deadlines">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Tier</th>
              <th className="right">Days</th>
              <th>Rule</th>
              <th className="wide-only">Reached by</th>
            </tr>
          </thead>
          <tbody>
            {TIERS.map((tier) => (
              <tr key={tier}>
                <td>
                  <TierPill tier={tier} />
                </td>
                <td className="right">{policy.deadlines[tier].days ?? 'none'}</td>
                <td className="second">{policy.deadlines[tier].words}</td>
                <td className="second wide-only">
                  {policy.tiers
                    .filter((it) => it.tier === tier)
                    .map((it) => it.words)
                    .join('; ') || 'nobody has scored it yet'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

const CLOCK_WORDS = {
  house: 'House policy',
  mitigation: 'Mitigation clock',
  'bod-26-04': 'CISA BOD 26-04',
  kev: 'KEV due date',
  'hipaa-proposal': 'HIPAA proposal',
  vendor: 'Vendor, FDA guidance',
} as const;

function ClocksCard({ policy }: { readonly policy: Policy }) {
  return (
    <Card title="Clocks" note="the strictest that is switched on rules">
      <TableScroll label="Clocks">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Clock</th>
              <th>Switched</th>
              <th>Counts from</th>
              <th className="wide-only">Source</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(CLOCK_WORDS) as (keyof typeof CLOCK_WORDS)[]).map((kind) => {
              const clock = policy.clocks[kind];
              return (
                <tr key={kind}>
                  <td className="strong">{CLOCK_WORDS[kind]}</td>
                  <td>
                    <StateText
                      shape={clock.switchedOn ? 'check' : 'ring'}
                      tone={clock.switchedOn ? 'good' : 'idle'}
                    >
                      {clock.switchedOn ? 'On' : 'Off'}
                    </StateText>
                  </td>
                  <td className="second">{clock.anchors.map((it) => valueWords(it)).join(', else ')}</td>
                  <td className="second wide-only">{clock.source}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

function EvidenceCard({ policy: { versionEvidence } }: { readonly policy: Policy }) {
  return (
    <Card title="Evidence of versions">
      <p className="card-body">
        {versionEvidence === undefined
          ? 'A version clears a device however it is known.'
          : `A version clears a device only where it was ${versionEvidence.map((it) => GRADES[it].words).join(' or ')}. Where it rests on less, a finding that only the version excludes cannot be told.`}
      </p>
    </Card>
  );
}

/** Number of the setting that is in force; 0: a preset is, and nobody has set any. */
function latestOf({ history }: PolicyView): number {
  return history[0]?.no ?? 0;
}

function ChangeCard({ it }: { readonly it: PolicyView }) {
  const [text, setText] = useState(() => JSON.stringify(it.policy, null, 2));
  const [madeOn, setMadeOn] = useState(() => latestOf(it));
  const [reason, setReason] = useState('');
  const [preview, setPreview] = useState<{ readonly of: string; readonly it: PolicyPreview } | null>(null);
  const mayNotRead = useReasonNot('settings.read');
  const mayNot = useReasonNot('settings.manage');
  const acting = useActing();
  const client = useQueryClient();
  const parsed = parse(text);
  const problem = 'problem' in parsed ? parsed.problem : null;
  const evidence = 'problem' in parsed ? [] : (parsed.policy.versionEvidence ?? []);
  const look = () =>
    acting.run(async () => {
      if ('problem' in parsed) return;
      setPreview({ of: text, it: await call(api.previewFindingPolicy, { body: { policy: parsed.policy } }) });
    });
  const set = () =>
    acting.run(async () => {
      if ('problem' in parsed) return;
      const view = await call(api.setFindingPolicy, { body: { policy: parsed.policy, reason, madeOn } });
      setMadeOn(latestOf(view));
      client.setQueryData(['policy'], view);
    });
  const choose = (policy: Readonly<Record<string, unknown>>) => {
    setText(JSON.stringify(policy, null, 2));
    setPreview(null);
  };
  const why =
    mayNot ??
    problem ??
    (preview?.of === text ? null : 'Look at what changes first') ??
    (reason.trim().length < 10 ? 'Say why, in a sentence' : null);
  return (
    <Card title="Another policy">
      <div className="card-body stack">
        <fieldset className="quick-filters">
          <legend className="small muted">Begin with</legend>
          {it.presets.map((preset) => (
            <button
              key={`${String(preset['name'])}`}
              type="button"
              className="quick"
              onClick={() => choose(preset)}
            >
              {String(preset['name'])} {String(preset['version'])}
            </button>
          ))}
        </fieldset>
        <MultiSelect
          label="A version clears a device only where it was"
          description="Where it rests on less, a finding that only the version excludes cannot be told"
          placeholder={evidence.length === 0 ? 'Known in any way' : undefined}
          disabled={problem !== null}
          data={EVIDENCE_GRADES.map((value) => ({ value, label: GRADES[value].words }))}
          value={[...evidence]}
          onChange={(chosen) => {
            if ('problem' in parsed) return;
            const { versionEvidence: _, ...rest } = parsed.policy;
            choose(chosen.length === 0 ? rest : { ...rest, versionEvidence: chosen });
          }}
        />
        <Textarea
          label="Policy as JSON"
          description="Its name and version stand on every clock; another content needs another version"
          classNames={{ input: 'mono' }}
          autosize
          minRows={6}
          maxRows={24}
          spellCheck={false}
          value={text}
          error={problem ?? (acting.field === 'policy' ? acting.problem : null)}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div>
          <ActButton
            variant="default"
            loading={acting.busy}
            disabledReason={mayNotRead ?? problem}
            onClick={look}
          >
            What would change
          </ActButton>
        </div>
        {preview !== null && preview.of === text && <Changes it={preview.it} />}
        {preview !== null && preview.of === text && evidenceAsked(it.policy) !== evidence.join() && (
          <Notice tone="warn" title="Not counted here:">
            how many findings could no longer, or again, be told. How well each version is known is looked up
            when the policy is in force.
          </Notice>
        )}
        <Textarea
          label="Reason"
          autosize
          minRows={2}
          value={reason}
          error={acting.field === 'reason' ? acting.problem : null}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {acting.problem !== null && acting.field === null && (
          <Notice tone="bad" title="That did not work" urgent>
            {acting.problem}
          </Notice>
        )}
        <div>
          <ActButton loading={acting.busy} disabledReason={why} onClick={set}>
            Put into force
          </ActButton>
        </div>
      </div>
    </Card>
  );
}

/** What the policy in force asks for, in one text. */
function evidenceAsked(policy: PolicyView['policy']): string {
  const read = readPolicy(policy);
  return 'error' in read ? '' : (read.versionEvidence ?? []).join();
}

function parse(
  text: string,
):
  | { readonly policy: Record<string, unknown> & Pick<Policy, 'versionEvidence'> }
  | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: `This is not JSON: ${error.message}` };
    throw error;
  }
  const read = readPolicy(json);
  return 'error' in read ? { problem: read.error } : { policy: { ...read } };
}

function Changes({ it }: { readonly it: PolicyPreview }) {
  return (
    <section aria-label="What would change" className="stack">
      <p role="status">
        Of {countOf(it.findings, 'finding')} on {whole(it.devices)} of {countOf(it.devicesInAll, 'device')}:{' '}
        <b>
          {countOf(
            it.moves.reduce((sum, move) => sum + move.findings, 0),
            'finding',
          )}
        </b>{' '}
        would change tier, <b>{whole(it.sooner)}</b> would be due sooner, <b>{whole(it.later)}</b> later.
      </p>
      <TableScroll label="Findings by tier, before and after">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Tier</th>
              <th className="right">Now</th>
              <th className="right">Then</th>
            </tr>
          </thead>
          <tbody>
            {TIERS.map((tier) => (
              <tr key={tier}>
                <td>
                  <TierPill tier={tier} />
                </td>
                <td className="right">{whole(it.before[tier])}</td>
                <td className="right">{whole(it.after[tier])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {it.moves.length > 0 && (
        <ul className="lines">
          {it.moves.map((move) => (
            <li key={`${move.from} ${move.to}`}>
              {countOf(move.findings, 'finding')} from {move.from} to {move.to}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function HistoryOfPolicy({ it }: { readonly it: PolicyView }) {
  return (
    <Card title="Who set which, when">
      {it.history.length === 0 && (
        <p className="card-body muted">Nobody has set any: “graded”, which ships, is in force.</p>
      )}
      {it.history.length > 0 && (
        <ul className="lines card-body">
          {it.history.map((set) => (
            <li key={set.no}>
              <b>
                {set.name} {set.version}
              </b>{' '}
              <span className="muted small">{moment(set.setAt)}</span>
              <span className="second">
                {set.setBy}: {set.reason}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
