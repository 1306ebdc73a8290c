import sax from 'sax';
import { InputError } from './input-error.ts';

/** An element with what was kept of its content. Names are without namespace prefix. */
export interface XmlElement {
  readonly name: string;
  /** 1-based line of the start tag. */
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

export interface XmlChoice {
  /** Elements to hand out, each as a tree. */
  readonly records: ReadonlySet<string>;
  /** Elements left out of the trees, with all they hold. */
  readonly leaveOut?: ReadonlySet<string>;
}

/** What stopped the reading of XML half-way; records before it are good. */
export interface XmlTrouble {
  readonly line: number;
  readonly problem: string;
}

const DEPTH_MAX = 200;
/** Longer text in one element (plug-in output, descriptions) is cut: no field holds it. */
const TEXT_CHARS_MAX = 64 * 1024;
const RECORD_ELEMENTS_MAX = 5_000_000;

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

// Attributes of scan reports hold whole script outputs; the library's own bound is 64 KiB.
const ATTRIBUTE_CHARS_MAX = 8 * 1024 * 1024;

/**
 * Streams chosen elements out of XML of any size. Entities beyond the five of XML are never expanded and nothing
 * external is ever loaded: a document that declares entities is refused.
 * @throws InputError
 */
export async function* xmlRecords(
  file: string,
  text: AsyncIterable<string>,
  choice: XmlChoice,
): AsyncIterable<XmlElement | XmlTrouble> {
  Object.assign(sax, { MAX_BUFFER_LENGTH: ATTRIBUTE_CHARS_MAX });
  const reader = createReader(file, choice);
  for await (const piece of text) {
    reader.write(piece);
    yield* reader.take();
    if (reader.failed()) return;
  }
  reader.close();
  yield* reader.take();
}

function createReader(file: string, { records, leaveOut }: XmlChoice) {
  const parser = sax.parser(true, { position: true });
  const stack: OpenElement[] = [];
  let found: (XmlElement | XmlTrouble)[] = [];
  let failed = false;
  let depth = 0;
  let leftOutAt: number | null = null;
  let elements = 0;

  parser.ondoctype = (doctype) => {
    if (/<!ENTITY/i.test(doctype))
      throw new InputError(file, 'it declares XML entities, which are never expanded');
  };
  parser.onopentag = ({ name, attributes }) => {
    depth += 1;
    if (depth > DEPTH_MAX) throw new InputError(file, `XML nested deeper than ${DEPTH_MAX} levels`);
    const local = localName(name);
    if (failed || leftOutAt !== null) return;
    if (stack.length > 0 && leaveOut?.has(local) === true) {
      leftOutAt = depth;
      return;
    }
    if (stack.length === 0 && !records.has(local)) return;
    elements += 1;
    if (elements > RECORD_ELEMENTS_MAX) throw new InputError(file, 'one XML record holds too many elements');
    const element: OpenElement = {
      name: local,
      line: parser.line + 1,
      attributes: new Map(Object.entries(attributes).map(([key, value]) => [localName(key), String(value)])),
      children: [],
      text: '',
    };
    stack.at(-1)?.children.push(element);
    stack.push(element);
  };
  parser.onclosetag = () => {
    if (leftOutAt === null) {
      const element = stack.pop();
      if (stack.length === 0 && element !== undefined) {
        found.push(element);
        elements = 0;
      }
    } else if (leftOutAt === depth) leftOutAt = null;
    depth -= 1;
  };
  const addText = (text: string) => {
    const element = stack.at(-1);
    if (element !== undefined && leftOutAt === null && element.text.length < TEXT_CHARS_MAX)
      element.text += text;
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onerror = (error) => {
    if (!failed) found.push({ line: parser.line + 1, problem: problemIn(error) });
    failed = true;
    stack.length = 0;
  };

  return {
    write(piece: string): void {
      if (!failed) parser.write(piece);
    },
    close(): void {
      if (!failed) parser.close();
    },
    failed: () => failed,
    take(): (XmlElement | XmlTrouble)[] {
      const taken = found;
      found = [];
      return taken;
    },
  };
}

function problemIn({ message }: Error): string {
  if (message.startsWith('Max buffer length exceeded'))
    return `a value is longer than ${ATTRIBUTE_CHARS_MAX.toLocaleString('en')} characters`;
  return (message.split('\n')[0] ?? '').toLowerCase();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((it) => it.name === name);
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((it) => it.name === name);
}

/** Trimmed text of a child; undefined where there is none. */
export function textOfChild(element: XmlElement | undefined, name: string): string | undefined {
  const text = childOf(element, name)?.text.trim();
  return text === undefined || text === '' ? undefined : text;
}
