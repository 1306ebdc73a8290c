import { Select, TextInput } from '@mantine/core';
import type { ScheduleView } from '#contract/schedule';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const EVERY = [1, 5, 15, 30, 60, 240, 720];

interface ScheduleFieldsProps {
  readonly label: string;
  readonly schedule: ScheduleView;
  /** The shortest time between two runs. */
  readonly minutesMin: number;
  readonly disabled: boolean;
  readonly onChange: (it: ScheduleView) => void;
}

/** When something is done again: every so often, each day, or once a week. */
export function ScheduleFields({ label, schedule, minutesMin, disabled, onChange }: ScheduleFieldsProps) {
  const at = schedule.kind === 'every' ? '02:30' : schedule.at;
  const choices = [
    ...everyMinutes(schedule, minutesMin).map((it) => ({
      value: String(it),
      label: `Every ${minutesWords(it)}`,
    })),
    { value: 'daily', label: 'Every day' },
    { value: 'weekly', label: 'Every week' },
  ];
  const choose = (value: string | null) => {
    if (value === 'daily') onChange({ kind: 'daily', at });
    else if (value === 'weekly') onChange({ kind: 'weekly', weekday: 7, at });
    else if (value !== null) onChange({ kind: 'every', minutes: Number(value) });
  };
  return (
    <div className="row-wrap">
      <Select
        label={label}
        disabled={disabled}
        allowDeselect={false}
        data={choices}
        value={schedule.kind === 'every' ? String(schedule.minutes) : schedule.kind}
        onChange={choose}
      />
      {schedule.kind === 'weekly' && (
        <Select
          label="On"
          disabled={disabled}
          allowDeselect={false}
          data={WEEKDAYS.map((name, i) => ({ value: String(i + 1), label: name }))}
          value={String(schedule.weekday)}
          onChange={(it) => onChange({ ...schedule, weekday: Number(it ?? 7) })}
        />
      )}
      {schedule.kind !== 'every' && (
        <TextInput
          label="At"
          type="time"
          disabled={disabled}
          value={schedule.at}
          onChange={(event) => onChange({ ...schedule, at: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

function everyMinutes(schedule: ScheduleView, minutesMin: number): number[] {
  const offered = EVERY.filter((it) => it >= minutesMin);
  return schedule.kind !== 'every' || offered.includes(schedule.minutes)
    ? offered
    : [...offered, schedule.minutes].toSorted((a, b) => a - b);
}

function minutesWords(minutes: number): string {
  if (minutes === 1) return 'minute';
  if (minutes === 60) return 'hour';
  return minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`;
}

/** "every 15 minutes", "every day at 02:30", "Sundays at 02:30". */
export function scheduleWords(it: ScheduleView): string {
  switch (it.kind) {
    case 'every':
      return `every ${minutesWords(it.minutes)}`;
    case 'daily':
      return `every day at ${it.at}`;
    case 'weekly':
      return `${WEEKDAYS[it.weekday - 1] ?? ''}s at ${it.at}`;
  }
}
