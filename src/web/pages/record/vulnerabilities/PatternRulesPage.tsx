import { Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#contract/client';
import type { PatternRuleView } from '#contract/vulnerabilities/pattern-rule-routes';
import * as api from '#contract/vulnerabilities/pattern-rule-routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

const PAUSE_MILLIS = 400;

/** What people know that no source says: devices of a pattern are affected, now and later. */
export function PatternRulesPage() {
  const { data, error } = useQuery({
    queryKey: ['pattern-rules'],
    queryFn: ({ signal }) => call(api.listPatternRules, { query: { limit: 200 } }, { signal }),
    staleTime: 0,
  });
  return (
    <div className="page">
      <title>Pattern rules · Patchward</title>
      <div className="head">
        <div>
          <h1>Pattern rules</h1>
          <p className="muted">Devices that are affected although no source says so, now and later</p>
        </div>
      </div>
      <NewRuleCard />
      <Card title="Rules" note="newest first">
        <Pending what="rules" lines={4} data={data} error={error} />
        {data?.items.length === 0 && <Empty title="No rule yet" />}
        {data !== undefined && data.items.length > 0 && (
          <TableScroll label="Rules">
            <table className="plain-table stacks">
              <thead>
                <tr>
                  <th>Pattern</th>
                  <th>Vulnerability or advisory</th>
                  <th>Reason</th>
                  <th>State</th>
                  <th>
                    <span className="visually-hidden">End</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((it) => (
                  <RuleRow key={it.id} it={it} />
                ))}
              </tbody>
            </table>
          </TableScroll>
        )}
      </Card>
    </div>
  );
}

function NewRuleCard() {
  const [filter, setFilter] = useState('');
  const [ids, setIds] = useState('');
  const [advisoryIds, setAdvisoryIds] = useState('');
  const [reason, setReason] = useState('');
  const mayNot = useReasonNot('findings.triage');
  const acting = useActing();
  const client = useQueryClient();
  const vulnerabilities = idsIn(ids);
  const advisories = idsIn(advisoryIds);
  const make = () =>
    acting.run(async () => {
      await call(api.makePatternRules, { body: { filter, vulnerabilities, advisories, reason } });
      setIds('');
      setAdvisoryIds('');
      setReason('');
      await client.invalidateQueries({ queryKey: ['pattern-rules'] });
    });
  const missing =
    filter.trim() === ''
      ? 'Say which devices first'
      : vulnerabilities.length + advisories.length === 0
        ? 'Name a vulnerability or an advisory first'
        : reason.trim().length < 10
          ? 'Say why, in a sentence'
          : null;
  return (
    <Card title="New rule" className="below">
      <div className="card-body stack">
        <TextInput
          label="Devices"
          description={
            'By maker, model, version, operating system or component: os:"Windows 10 IoT" osVersion:=1809 -model:"Pump 3"'
          }
          spellCheck={false}
          value={filter}
          error={acting.field === 'filter' ? acting.problem : null}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <TextInput
          label="Vulnerabilities"
          description="Ids, separated by spaces"
          spellCheck={false}
          value={ids}
          onChange={(event) => setIds(event.currentTarget.value)}
        />
        <TextInput
          label="Advisories"
          description="Ids, separated by spaces: all that they name, now and later"
          spellCheck={false}
          value={advisoryIds}
          onChange={(event) => setAdvisoryIds(event.currentTarget.value)}
        />
        <RuleReach filter={filter} vulnerabilities={vulnerabilities} advisories={advisories} />
        <Textarea
          label="Reason"
          autosize
          minRows={2}
          value={reason}
          error={acting.field === 'reason' ? acting.problem : null}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {acting.problem !== null && acting.field === null && (
          <Notice tone="bad" title="The rule could not be made" urgent>
            {acting.problem}
          </Notice>
        )}
        <div>
          <ActButton loading={acting.busy} disabledReason={mayNot ?? missing} onClick={make}>
            Make rule
          </ActButton>
        </div>
      </div>
    </Card>
  );
}

function idsIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((it) => it !== '');
}

interface RuleReachProps {
  readonly filter: string;
  readonly vulnerabilities: readonly string[];
  readonly advisories: readonly string[];
}

function RuleReach({ filter, vulnerabilities, advisories }: RuleReachProps) {
  const [asked] = useDebouncedValue(
    [filter, vulnerabilities.join(' '), advisories.join(' ')].join('\n'),
    PAUSE_MILLIS,
  );
  const [pattern = '', named = '', by = ''] = asked.split('\n');
  const { data, error } = useQuery({
    queryKey: ['pattern-reach', asked],
    queryFn: ({ signal }) =>
      call(
        api.previewPatternRule,
        { body: { filter: pattern, vulnerabilities: idsIn(named), advisories: idsIn(by) } },
        { signal },
      ),
    enabled: pattern.trim() !== '' && named + by !== '',
    staleTime: 0,
  });
  if (error !== null) return <p className="problem small">{error.message}</p>;
  if (data === undefined) return <p className="muted small">What it touches shows here</p>;
  return (
    <p className="small" role="status">
      Touches <b>{countOf(data.devices, 'device')}</b> of {countOf(data.configurations, 'configuration')} now,
      and adds <b>{countOf(data.added, 'finding')}</b>
    </p>
  );
}

function RuleRow({ it }: { readonly it: PatternRuleView }) {
  const mayNot = useReasonNot('findings.triage');
  const acting = useActing();
  const client = useQueryClient();
  const end = () =>
    acting.run(async () => {
      await call(api.endPatternRule, { params: { id: it.id } });
      await client.invalidateQueries({ queryKey: ['pattern-rules'] });
    });
  return (
    <tr>
      <td className="mono small break">{it.filter}</td>
      <td>
        {it.vulnerability !== null && (
          <Link className="mono" to="/vulnerabilities/$id" params={{ id: it.vulnerability }}>
            {it.vulnerability}
          </Link>
        )}
        {it.advisory !== null && (
          <>
            <Link className="mono" to="/advisories/$id" params={{ id: it.advisory }}>
              {it.advisory}
            </Link>
            <span className="muted small block">all that it names</span>
          </>
        )}
      </td>
      <td>
        {it.reason}
        <span className="muted small block">
          {it.madeBy}, {moment(it.madeAt)}
        </span>
      </td>
      <td>
        <StateText
          shape={it.endedAt === null ? 'check' : 'ring'}
          tone={it.endedAt === null ? 'good' : 'idle'}
        >
          {it.endedAt === null ? 'Counts' : 'Ended'}
        </StateText>
      </td>
      <td>
        <ActButton
          size="xs"
          variant="default"
          loading={acting.busy}
          disabledReason={
            mayNot ?? (it.endedAt === null ? null : `Ended ${moment(it.endedAt)} by ${it.endedBy ?? ''}`)
          }
          onClick={end}
        >
          End
        </ActButton>
        {acting.problem !== null && <span className="small">{acting.problem}</span>}
      </td>
    </tr>
  );
}
