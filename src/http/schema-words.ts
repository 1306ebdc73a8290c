import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** Words that the validator has for itself; a schema that says its own words keeps them. */
const VALIDATORS_OWN = /^(?:Too big|Too small|Invalid|Unrecognized)/;

/** What is wrong with a part of a request, as a person would say it. */
export function sayIssue(issue: Issue): string {
  return VALIDATORS_OWN.test(issue.message) ? wordsOf(issue) : issue.message;
}

function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return `it is ${sayBound('at most', issue.maximum, issue.origin)}`;
    case 'too_small':
      return Number(issue.minimum) === 1 && issue.origin !== 'number' && issue.origin !== 'int'
        ? 'it is empty'
        : `it is ${sayBound('at least', issue.minimum, issue.origin)}`;
    case 'unrecognized_keys':
      return `there is no ${issue.keys.map((it) => `"${it}"`).join(', ')} here`;
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? 'it is missing'
        : `it has to be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `it is one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return FORMATS[issue.format] ?? issue.message;
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message;
  }
}

function sayBound(most: string, bound: number | bigint, origin: string): string {
  const unit = { string: ' characters long', array: ' entries long', set: ' entries long' }[origin] ?? '';
  return `${most} ${String(bound)}${unit}`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'it is no id',
  date: 'it is no day: write 2026-01-31',
  datetime: 'it is no moment: write 2026-01-31T08:00:00Z',
  email: 'it is no mail address',
  url: 'it is no web address',
};
