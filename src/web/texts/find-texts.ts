import { type ESTree, parseSync } from 'vite';
import { decoded, spokenText } from './jsx-text.ts';
import {
  isForMachines,
  looksLikeProse,
  type Reading,
  readingOfAttribute,
  readingOfProperty,
  saysWords,
  SENT,
} from './reading.ts';

/** A stretch of source. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a person reads, where it stands in a source file. */
export interface Text extends Range {
  /**
   * What takes its place: children of an element, an attribute in quotes, any expression, or the arguments of
   * `countOf` that say what is counted, one and many.
   */
  readonly kind: 'children' | 'attribute' | 'expression' | 'forms';
  /** The English of it, `{0}` where its first part stands. */
  readonly key: string;
  readonly parts: readonly Range[];
}

/** Between the forms of what is counted; a translation has those of its language, in the order of plural categories. */
export const BETWEEN_FORMS = ' / ';

type Node = ESTree.Node;

/** Calls whose result is read where they are read: what they are called on, or are given. */
const PASSING = new Set(['at', 'concat', 'filter', 'join', 'slice', 'toLowerCase', 'trim']);
const PASSING_RESULTS = new Set(['flatMap', 'map']);
const PASSING_ON = new Set(['capital', 'countOf', 'midSentence', 'useTellCrumb']);
/** Calls that look something up, and show nothing. */
const COMPARING = new Set('closest endsWith get has includes indexOf matches split startsWith'.split(' '));
/** Elements whose content is no language. */
const VERBATIM = new Set(['code', 'kbd', 'pre', 'samp', 'style']);
/** Nodes around an expression that is read as they are. */
const WRAPPING = new Set(
  `AwaitExpression ChainExpression ParenthesizedExpression SpreadElement TSAsExpression TSNonNullExpression
  TSSatisfiesExpression`.split(/\s+/),
);

/**
 * The texts of a file as they stand; one inside a part of another comes after it.
 * @param outset how a literal is read where nothing else says it
 */
export function findTexts(file: string, code: string, outset: Reading = 'prose'): readonly Text[] {
  const { program, errors } = parseSync(file, code, { lang: file.endsWith('x') ? 'tsx' : 'ts' });
  if (errors[0] !== undefined) throw new Error(`Cannot read ${file}: ${errors[0].message}`);
  const names = createNames();
  let texts: Text[] = [];
  // A name that is read lends this to what it is defined as, which may be a name again.
  do {
    names.settle();
    texts = textsOf(program, outset, names);
  } while (names.areNew());
  return texts.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

/** Where in a file names are read. */
function createNames() {
  const readAt = new Map<string, Set<number>>();
  let isNew = false;
  return {
    settle: () => void (isNew = false),
    areNew: () => isNew,
    read: (name: string, at: number) => {
      const places = readAt.get(name) ?? new Set();
      if (!places.has(at)) isNew = true;
      readAt.set(name, places.add(at));
    },
    isRead: (name: string, { start, end }: Range) =>
      [...(readAt.get(name) ?? [])].some((at) => start <= at && at <= end),
  };
}

function textsOf(program: ESTree.Program, outset: Reading, names: ReturnType<typeof createNames>): Text[] {
  const texts: Text[] = [];
  /** Functions around the node at hand, the innermost last, and how their results are read. */
  const around: { readonly range: Range; readonly results: Reading }[] = [
    { range: program, results: 'never' },
  ];
  const scope = () => (around.at(-1) as (typeof around)[number]).range;

  const take = (kind: Text['kind'], { start, end }: Range, key: string, parts: readonly Node[] = []) =>
    void texts.push({ kind, start, end, key, parts: parts.map((it) => ({ start: it.start, end: it.end })) });

  const isTaken = (words: string, reading: Reading) =>
    reading === 'read'
      ? /\p{L}/u.test(words) && !isForMachines(words)
      : reading === 'prose' && looksLikeProse(words);

  const readingOfName = (name: string, where: Range, otherwise: Reading): Reading =>
    saysWords(name) || names.isRead(name, where) ? 'read' : otherwise;

  function walk(node: Node | null, reading: Reading): void {
    if (node === null) return;
    switch (node.type) {
      case 'Literal':
        if (typeof node.value === 'string' && isTaken(node.value, reading))
          take('expression', node, node.value);
        return;
      case 'TemplateLiteral': {
        const pieces = node.quasis.map((it) => it.value.cooked ?? '');
        const key = numbered(pieces);
        const isRead = /\p{L}/u.test(pieces.join('')) && isTaken(key, reading);
        if (isRead) take('expression', node, key, node.expressions);
        return node.expressions.forEach((it) => walk(it, isRead ? 'read' : reading));
      }
      case 'Identifier':
        if (reading === 'read') names.read(node.name, node.start);
        return;
      case 'ConditionalExpression':
        walk(node.test, 'never');
        walk(node.consequent, reading);
        return walk(node.alternate, reading);
      case 'LogicalExpression':
        walk(node.left, node.operator === '&&' ? 'never' : reading);
        return walk(node.right, reading);
      case 'BinaryExpression':
        walk(node.left as Node, node.operator === '+' ? reading : 'never');
        return walk(node.right, node.operator === '+' ? reading : 'never');
      case 'MemberExpression':
        walk(node.object, node.computed && node.object.type === 'Identifier' ? reading : 'never');
        return walk(node.property, 'never');
      case 'CallExpression':
        return walkCall(node, reading);
      case 'ArrayExpression':
        return node.elements.forEach((it) => walk(it, isNest(it) ? outset : reading));
      case 'ObjectExpression':
        return node.properties.forEach((it) => walk(it, reading));
      case 'Property':
        return walkProperty(node.key, node.value, node.computed, reading);
      case 'AssignmentPattern':
        walk(node.left, 'never');
        return walk(
          node.right,
          node.left.type === 'Identifier' ? readingOfName(node.left.name, scope(), outset) : outset,
        );
      case 'VariableDeclarator':
        walk(node.id, 'never');
        return walk(
          node.init,
          node.id.type === 'Identifier' ? readingOfName(node.id.name, scope(), outset) : outset,
        );
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        return within(node, node.id === null ? reading : readingOfName(node.id.name, scope(), outset), () => {
          node.params.forEach((it) => walk(it as Node, 'never'));
          walk(node.body, outset);
        });
      case 'ArrowFunctionExpression':
        return within(node, reading, () => {
          node.params.forEach((it) => walk(it as Node, 'never'));
          walk(node.body, node.body.type === 'BlockStatement' ? outset : reading);
        });
      case 'ReturnStatement':
        return walk(node.argument, around.at(-1)?.results ?? outset);
      case 'SwitchCase':
        walk(node.test, 'never');
        return node.consequent.forEach((it) => walk(it, outset));
      case 'JSXElement':
        if (node.openingElement.name.type === 'JSXIdentifier' && VERBATIM.has(node.openingElement.name.name))
          return;
        node.openingElement.attributes.forEach((it) => walk(it, outset));
        return walkChildren(node.children);
      case 'JSXFragment':
        return walkChildren(node.children);
      case 'JSXAttribute':
        return walkAttribute(node);
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
      case 'JSXText':
        return;
      default:
        if (node.type.startsWith('TS') && !('expression' in node)) return;
        return childrenOf(node).forEach((it) => walk(it, WRAPPING.has(node.type) ? reading : outset));
    }
  }

  function within(node: Node, results: Reading, body: () => void): void {
    around.push({ range: node, results });
    body();
    around.pop();
  }

  function walkCall({ callee, arguments: args }: ESTree.CallExpression, reading: Reading): void {
    const name = nameOfCall(callee);
    const isOf = (calls: ReadonlySet<string>) => calls.has(name);
    if (callee.type === 'MemberExpression')
      walk(callee.object, isOf(PASSING) ? reading : isOf(COMPARING) ? 'never' : outset);
    else walk(callee, reading);
    if (name === 'countOf' && takeForms(args)) return walk(args[0] as Node, 'never');
    const given = isOf(PASSING_ON)
      ? 'read'
      : isOf(COMPARING)
        ? 'never'
        : isOf(PASSING) || isOf(PASSING_RESULTS)
          ? reading
          : outset;
    for (const it of args) walk(it, given);
  }

  /** The words of `countOf(n, 'device', 'devices')`, where both are written out. */
  function takeForms(args: readonly Node[]): boolean {
    const [one, many] = args.slice(1);
    if (one?.type !== 'Literal' || (many !== undefined && many.type !== 'Literal')) return false;
    take(
      'forms',
      { start: one.start, end: (many ?? one).end },
      [one.value, many?.value ?? `${one.value}s`].join(BETWEEN_FORMS),
    );
    return true;
  }

  function walkProperty(key: Node, value: Node, computed: boolean, reading: Reading): void {
    if (computed) walk(key, 'never');
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
    if (SENT.has(name) && isNest(value)) return;
    if (reading === 'read' && !isNest(value)) return walk(value, 'read');
    const own = readingOfProperty(name);
    walk(value, own === 'prose' || isNest(value) ? outset : own);
  }

  function walkAttribute({ name, value }: ESTree.JSXAttribute): void {
    const reading = name.type === 'JSXIdentifier' ? readingOfAttribute(name.name) : 'never';
    if (value?.type === 'Literal') {
      const words = decoded(String(value.value));
      if (isTaken(words, reading === 'prose' ? outset : reading)) take('attribute', value, words);
    } else if (value?.type === 'JSXExpressionContainer')
      walk(value.expression, reading === 'prose' ? outset : reading);
    else walk(value, outset);
  }

  /** Text among other children is one text with them, so that a translation can put them in another order. */
  function walkChildren(children: readonly ESTree.JSXChild[]): void {
    const said = children.filter(
      (it) => !(it.type === 'JSXExpressionContainer' && it.expression.type === 'JSXEmptyExpression'),
    );
    const pieces = [''];
    const parts: ESTree.JSXChild[] = [];
    for (const it of said) {
      const words = wordsIn(it);
      if (words !== null) pieces[pieces.length - 1] += words;
      else {
        parts.push(it);
        pieces.push('');
      }
    }
    const [first, last] = [said[0], said.at(-1)];
    if (first !== undefined && last !== undefined && /\p{L}/u.test(pieces.join('')))
      take('children', { start: first.start, end: last.end }, numbered(pieces), parts);
    for (const it of parts) walk(it.type === 'JSXExpressionContainer' ? it.expression : it, 'read');
  }

  program.body.forEach((it) => walk(it, outset));
  return texts;
}

/** What a child says by itself; null for a part with a place of its own. */
function wordsIn(child: ESTree.JSXChild): string | null {
  if (child.type === 'JSXText') return spokenText(child.value);
  if (child.type !== 'JSXExpressionContainer' || child.expression.type !== 'Literal') return null;
  return typeof child.expression.value === 'string' ? child.expression.value : null;
}

/** Pieces with the numbers of the parts between them: `as of {0}, still being counted`. */
function numbered(pieces: readonly string[]): string {
  return pieces.reduce((key, piece, at) => `${key}{${at - 1}}${piece}`);
}

/** `f` of `f(x)` and of `it.f(x)`; empty where it has no name. */
function nameOfCall(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : '';
}

/** A row or a thing with properties of its own: that a list is read does not say that all of these are. */
function isNest(node: Node | null): boolean {
  return node?.type === 'ObjectExpression' || node?.type === 'ArrayExpression';
}

function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flatMap((it) => (Array.isArray(it) ? it : [it]))
    .filter(isNode);
}

function isNode(it: unknown): it is Node {
  return typeof it === 'object' && it !== null && 'type' in it && 'start' in it;
}
