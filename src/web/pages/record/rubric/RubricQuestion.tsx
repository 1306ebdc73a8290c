import { Group, Radio } from '@mantine/core';
import type { Question } from '#engine/rubric';

interface RubricQuestionProps {
  readonly it: Question;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}

/** One question with its help; answered with the arrow keys like any group of radio buttons. */
export function RubricQuestion({ it, value, onChange }: RubricQuestionProps) {
  return (
    <Radio.Group
      label={
        <>
          {it.text} <span className="mono muted small">{it.id}</span>
        </>
      }
      description={it.help}
      value={value ?? ''}
      onChange={onChange}
      mb="sm"
    >
      <Group gap="md" mt={6}>
        {it.choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} label={choice.label} size="sm" />
        ))}
      </Group>
    </Radio.Group>
  );
}
