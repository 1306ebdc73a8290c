import { useQuery } from '@tanstack/react-query';
import * as api from '#contract/inventory/model-file-routes';
import { call } from '#contract/client';
import type { ModelDetail } from '#contract/inventory/model';
import type { FormDetail } from '#contract/inventory/model-files';
import { answersOf, patchPathOf } from '#engine/mds2';
import { PATCH_METHOD_WORDS } from '../../../parts/inherited.tsx';
import { answerWords, PatchPathTable } from '../../../parts/PatchPathTable.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { ModelUploadCard } from './ModelUploadCard.tsx';
import { sendFile } from '../send-file.ts';

/** The maker's security form: what it decides, every answer, and what could not be taken. */
export function ModelMds2Tab({ it: { id } }: { readonly it: ModelDetail }) {
  const { data, error } = useQuery({
    queryKey: ['mds2-forms', id],
    queryFn: ({ signal }) => call(api.listForms, { params: { id } }, { signal }),
    staleTime: 0,
  });
  return (
    <div className="stack">
      <ModelUploadCard
        title="Security form (MDS2)"
        note={data === undefined ? undefined : countOf(data.total, 'form')}
        footer="An XLSX of the form of 2019. A later form of the same version takes the place of an earlier one."
        versionLabel="Software version it applies to"
        versionHint="any"
        pick={{ label: 'Choose an MDS2 form', title: 'Upload a form', accept: '.xlsx' }}
        problem={error?.message ?? null}
        onSend={(file, fields) => sendFile(api.uploadForm, { params: { id } }, file, fields)}
      >
        {data?.total === 0 && (
          <Empty title="No form yet">
            Until there is one, nobody can tell who may patch these devices, or whether they keep patient
            data.
          </Empty>
        )}
      </ModelUploadCard>
      {data?.items.map((form) => (
        <FormCards key={form.id} id={form.id} />
      ))}
    </div>
  );
}

function FormCards({ id }: { readonly id: string }) {
  const { data } = useQuery({
    queryKey: ['mds2-form', id],
    queryFn: ({ signal }) => call(api.readForm, { params: { id } }, { signal }),
  });
  if (data === undefined)
    return (
      <div className="card card-body">
        <Waiting lines={6} label="Loading form" />
      </div>
    );
  return (
    <>
      <PathCard it={data} />
      <KeyAnswersCard it={data} />
      <AnswersCard it={data} />
    </>
  );
}

const UNASKED = { isSupported: null, because: '' } as const;

function PathCard({ it }: { readonly it: FormDetail }) {
  const path = patchPathOf(answersOf(it.answers), UNASKED);
  return (
    <Card
      title="Patch path"
      note={`${it.version === null ? 'any version' : `version ${it.version}`} · ${it.file}, ${moment(it.at)}`}
      footer="The strictest part rules. A device whose support is over has no path that needs its vendor."
    >
      {it.notices.map((notice) => (
        <Notice key={notice} tone="warn" title="Is it the right form?">
          {notice}
        </Notice>
      ))}
      <div className="card-body">
        {path.path === null ? (
          <StateText shape="dashed" tone="warn">
            {`Cannot be told: ${path.because}`}
          </StateText>
        ) : (
          <b>{PATCH_METHOD_WORDS[path.path]}</b>
        )}
      </div>
      <PatchPathTable path={path} />
    </Card>
  );
}

const KEY_QUESTIONS: readonly (readonly [question: string, words: string])[] = [
  ['MPII-1', 'Handles personal data'],
  ['MPII-2', 'Keeps it'],
  ['SBOM-1', 'A bill of materials is offered'],
  ['SAHD-13', 'Guidance for network scans'],
  ['SAHD-3.2', 'Updates are checked for authenticity'],
  ['DTBK-5', 'Can be restored'],
  ['CONN-2', 'Ports and protocols'],
  ['NAUT-2', 'Firewall of its own'],
  ['CSUP-11.1', 'The vendor publishes which patches it has approved'],
  ['RDMP-3', 'Support dates are published'],
  ['SGUD-4', 'Compensating controls are documented'],
];

function KeyAnswersCard({ it }: { readonly it: FormDetail }) {
  const said = new Map(it.answers.map((each) => [each.question, each]));
  return (
    <Card title="Answers that decide things">
      <dl className="facts roomy card-body">
        {KEY_QUESTIONS.map(([question, words]) => {
          const answer = said.get(question);
          return (
            <div key={question}>
              <dt>
                {words} <span className="mono">{question}</span>
              </dt>
              <dd>
                {answer === undefined ? <span className="muted">not asked</span> : answerWords(answer.answer)}
                {answer !== undefined && answer.note !== '' && (
                  <span className="muted small block">{answer.note}</span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}

function AnswersCard({ it }: { readonly it: FormDetail }) {
  const open = it.answers.filter((each) => each.answer === null && !each.question.startsWith('DOC-')).length;
  return (
    <Card
      title="All answers"
      note={`${countOf(it.answers.length, 'question')}, ${open} without an answer`}
      footer={
        it.missingSections.length === 0
          ? 'Every section of the form is answered.'
          : `Sections the form does not answer: ${it.missingSections.join(', ')}.`
      }
    >
      {it.rejects.length > 0 && (
        <div className="card-body">
          <p className="strong">{countOf(it.rejects.length, 'row')} that could not be taken as they stand</p>
          <ul className="plain-list">
            {it.rejects.map((each) => (
              <li key={`${each.sheet} ${each.row} ${each.reason}`}>
                {`${each.sheet}, row ${each.row}`} <span className="mono">{each.question}</span>:{' '}
                {each.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
      <TableScroll label="All answers">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Question</th>
              <th className="wide-only">As this form words it</th>
              <th>Answer</th>
              <th>Note</th>
            </tr>
          </thead>
          <tbody>
            {it.answers.map((each) => (
              <tr key={each.question}>
                <td className="mono nowrap">{each.question}</td>
                <td className="second small wide-only">{each.text}</td>
                <td className="nowrap">
                  {each.answer === null ? <span className="muted">none</span> : answerWords(each.answer)}
                </td>
                <td className="small break">{each.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}
