import { Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { ImportView } from '#contract/inventory/import';
import { FIELD_NAMES } from '../../../parts/fields.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { nameOfField } from '../field-names.ts';
import { chosenMapping, columnsOf, type Column, withChoice } from './import-columns.ts';

const FIELDS = Object.entries(FIELD_NAMES).map(([value, label]) => ({ value, label }));

/** What each column was taken for; a wrong guess is put right here and the same file looked at again. */
export function ImportColumnsCard({ it }: { readonly it: ImportView }) {
  const client = useQueryClient();
  const acting = useActing();
  const guessed = columnsOf(it);
  const [columns, setColumns] = useState(guessed);
  const changed = columns.filter((each, index) => each.field !== guessed[index]?.field).length;
  const again = () =>
    acting.run(async () => {
      const mapping = chosenMapping(guessed, columns);
      const next = await call(api.mapImport, { params: { id: it.id }, body: { mapping } });
      client.setQueryData(['import', it.id], next);
      await client.invalidateQueries({ queryKey: ['import-changes', it.id] });
      await client.invalidateQueries({ queryKey: ['import-rejects', it.id] });
    });
  const isFixed = it.state !== 'previewed' && it.state !== 'failed';
  const reasonNot =
    changed === 0 ? 'Change a column first: with the same columns the preview is the same' : null;
  return (
    <Card
      title="Columns"
      footer={`What you choose is kept for the next file of ${it.source}.`}
      note={`${columns.filter((each) => each.field !== null).length} of ${countOf(columns.length, 'column')} feed a field`}
      acts={
        isFixed ? undefined : (
          <ActButton
            icon="again"
            variant="default"
            loading={acting.busy}
            disabledReason={reasonNot}
            onClick={again}
          >
            Preview with these columns
          </ActButton>
        )
      }
    >
      {acting.problem !== null && (
        <Notice tone="bad" title="Not read again." urgent>
          {acting.problem}
        </Notice>
      )}
      {columns.length === 0 ? (
        <Empty title="This kind of file has fixed fields">There are no columns to map.</Empty>
      ) : (
        <TableScroll label="Columns of the file">
          <table className="plain-table mapping">
            <thead>
              <tr>
                <th>Column</th>
                <th>Goes to</th>
                <th className="wide-only">Why</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((each, index) => (
                <tr
                  key={`${each.column} ${index}`}
                  className={each.field === guessed[index]?.field ? '' : 'changed'}
                >
                  <td className="mono strong break">{each.column}</td>
                  <td>
                    {isFixed ? (
                      <FieldText of={each} />
                    ) : (
                      <Select
                        aria-label={`Field for column ${each.column}`}
                        className="field-select"
                        placeholder="Not used"
                        searchable
                        data={FIELDS}
                        value={each.field}
                        onChange={(field) => setColumns(withChoice(columns, index, field))}
                        nothingFoundMessage="No such field"
                      />
                    )}
                  </td>
                  <td className="second small wide-only">
                    {each.field === guessed[index]?.field ? each.because : 'chosen by you, not previewed yet'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function FieldText({ of }: { readonly of: Column }) {
  if (of.field !== null) return <>{nameOfField(of.field)}</>;
  return (
    <StateText shape="dashed" tone="idle">
      Not used
    </StateText>
  );
}
