import { type Answer, readAnswer } from './answer.ts';
import { isQuestionOf2013, readQuestionId, SECTIONS } from './question.ts';

/** What a maker's form says to one question. */
export interface FormAnswer {
  /** "CSUP-2.1". */
  readonly question: string;
  /** The question as this form words it. */
  readonly text: string;
  readonly answer: Answer | null;
  readonly note: string;
  readonly sheet: string;
  /** 1-based row of the sheet. */
  readonly row: number;
}

export interface FormReject {
  readonly sheet: string;
  readonly row: number;
  readonly question: string | null;
  readonly reason: string;
}

export interface Mds2Form {
  readonly edition: '2019' | '2013';
  /** Of each question the first answer, in the order of the form. */
  readonly answers: readonly FormAnswer[];
  readonly rejects: readonly FormReject[];
  /** Sections that no row of the form speaks of. */
  readonly missingSections: readonly string[];
  /** As the form names them; null: it does not. */
  readonly maker: string | null;
  readonly model: string | null;
  readonly version: string | null;
}

export interface FormSheet {
  readonly name: string;
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

interface Columns {
  readonly id: number;
  readonly text: number;
  readonly answer: number;
  readonly note: number | null;
}

/** Reads the answers of an MDS2 form off its sheets, wherever on them the table stands. */
export function readMds2Form(sheets: readonly FormSheet[]): Mds2Form | { readonly problem: string } {
  const found = sheets
    .map((sheet) => ({ sheet, columns: columnsOf(sheet) }))
    .filter((it): it is { sheet: FormSheet; columns: Columns } => it.columns !== null);
  const isOld = sheets.some((sheet) => looksLike2013(sheet)) && found.length === 0;
  if (isOld) return emptyForm('2013');
  if (found.length === 0)
    return { problem: 'it holds no questions of an MDS2 form, such as MPII-1 or CSUP-2.1' };
  const answers = new Map<string, FormAnswer>();
  const rejects: FormReject[] = [];
  for (const { sheet, columns } of found)
    for (const row of sheet.rows) takeRow(sheet, row, columns, { answers, rejects });
  const all = [...answers.values()];
  const said = (question: string) => freeText(answers.get(question));
  return {
    edition: '2019',
    answers: all,
    rejects,
    missingSections: SECTIONS.filter((it) => !all.some(({ question }) => question.startsWith(`${it}-`))),
    maker: said('DOC-1'),
    model: said('DOC-3'),
    version: null,
  };
}

function emptyForm(edition: '2013'): Mds2Form {
  return {
    edition,
    answers: [],
    rejects: [],
    missingSections: SECTIONS,
    maker: null,
    model: null,
    version: null,
  };
}

function looksLike2013({ rows }: FormSheet): boolean {
  const cells = rows.flatMap((it) => it.cells);
  return cells.some((it) => /HN\s*1\s*[-–]\s*2013/i.test(it)) || cells.filter(isQuestionOf2013).length >= 10;
}

const QUESTIONS_MIN = 3;

/** Where the table's columns are, told by what stands in them: makers move and rename them. */
function columnsOf({ rows }: FormSheet): Columns | null {
  const width = Math.max(0, ...rows.map((it) => it.cells.length));
  const counts = Array.from({ length: width }, (_, column) => ({
    column,
    ids: rows.filter((it) => readQuestionId(it.cells[column] ?? '') !== null).length,
  }));
  const id = counts.toSorted((a, b) => b.ids - a.ids || a.column - b.column)[0];
  if (id === undefined || id.ids < QUESTIONS_MIN) return null;
  const questions = rows.filter((it) => readQuestionId(it.cells[id.column] ?? '') !== null);
  const answers = Array.from({ length: width - id.column - 1 }, (_, index) => {
    const column = id.column + 1 + index;
    const count = questions.filter((it) => readAnswer(it.cells[column] ?? '').answer !== null).length;
    return { column, count };
  }).toSorted((a, b) => b.count - a.count || a.column - b.column)[0];
  if (answers === undefined || answers.count === 0) return null;
  return {
    id: id.column,
    text: textColumn(questions, id.column, answers.column),
    answer: answers.column,
    note: noteColumn(rows, answers.column, width),
  };
}

function textColumn(questions: FormSheet['rows'], id: number, answer: number): number {
  const lengths = Array.from({ length: answer - id - 1 }, (_, index) => ({
    column: id + 1 + index,
    length: questions.reduce((sum, it) => sum + (it.cells[id + 1 + index] ?? '').length, 0),
  }));
  return lengths.toSorted((a, b) => b.length - a.length)[0]?.column ?? id;
}

/** The column headed "Note"; else the one beside the answers, unless it cites other standards. */
function noteColumn(rows: FormSheet['rows'], answer: number, width: number): number | null {
  for (const { cells } of rows)
    for (let column = answer + 1; column < cells.length; column++)
      if (
        /^(?:see\s+)?(?:note|comment|remark|explanation)s?\b/i.test((cells[column] ?? '').trim()) &&
        (cells[column] ?? '').length < 40
      )
        return column;
  if (answer + 1 >= width) return null;
  const isCited = rows.some((it) => /\b(?:IEC|NIST|ISO)\b/.test(it.cells[answer + 1] ?? ''));
  return isCited ? null : answer + 1;
}

function takeRow(
  { name: sheet }: FormSheet,
  { line: row, cells }: FormSheet['rows'][number],
  columns: Columns,
  into: { readonly answers: Map<string, FormAnswer>; readonly rejects: FormReject[] },
): void {
  const written = (cells[columns.id] ?? '').trim();
  const question = readQuestionId(written);
  if (question === null) {
    if (/^[a-z]{3,6}\W{0,3}\d+(?:\W\d+)*$/i.test(written) && !isQuestionOf2013(written))
      into.rejects.push({ sheet, row, question: written, reason: `"${written}" is no question of the form` });
    return;
  }
  const cell = (cells[columns.answer] ?? '').trim();
  const { answer, rest } = readAnswer(cell);
  const beside = columns.note === null ? '' : (cells[columns.note] ?? '').trim();
  const taken: FormAnswer = {
    question,
    text: (cells[columns.text] ?? '').trim(),
    answer,
    note: [rest, beside].filter((it) => it !== '').join(' · '),
    sheet,
    row,
  };
  const reason = reasonAgainst(taken, cell, into.answers.get(question));
  if (reason !== null) into.rejects.push({ sheet, row, question, reason });
  if (!into.answers.has(question)) into.answers.set(question, taken);
}

/** Sections whose questions are answered in words of their own. */
const FREE_TEXT = /^DOC-/;

function reasonAgainst(taken: FormAnswer, cell: string, before: FormAnswer | undefined): string | null {
  if (before !== undefined)
    return before.answer === taken.answer
      ? null
      : `it is answered twice, in row ${before.row} too, and not the same; row ${before.row} counts`;
  if (taken.answer === null && cell !== '' && taken.note !== '' && !FREE_TEXT.test(taken.question))
    return `"${cell.slice(0, 60)}" is none of Yes, No, N/A and See note; it is kept as a note`;
  return null;
}

function freeText(it: FormAnswer | undefined): string | null {
  return it === undefined || it.note === '' ? null : it.note;
}
