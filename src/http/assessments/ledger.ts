import { randomBytes } from 'node:crypto';
import type { CatalogueSource } from '#app/vulnerabilities/load-catalogue';
import type { AssessmentView, ChosenColumns, Preset } from '#contract/assessments/assessment';
import { Refused } from '../answer.ts';
import { hireCrew, type Crew } from './crew.ts';
import type { Job } from './protocol.ts';
import type { Upload } from './uploads.ts';

export interface LedgerOptions {
  readonly workerFile: URL;
  readonly knowledge: CatalogueSource;
  readonly now: () => Date;
  readonly log: (line: string) => void;
  /** Results kept in memory; the oldest goes when another comes. */
  readonly keptMax: number;
  readonly runningMax: number;
}

/** What an assessment is made from. */
export interface Wish {
  readonly upload: Upload;
  readonly sample: boolean;
  readonly mapping: ChosenColumns;
  readonly preset: Preset;
}

export interface Entry {
  readonly wish: Wish;
  view: AssessmentView;
  crew: Crew | null;
  readonly watchers: Set<(view: AssessmentView) => void>;
}

/** The assessments of this server: in memory, a few at a time, and it says so when one had to go. */
export interface Ledger {
  start(wish: Wish): AssessmentView;
  list(): readonly AssessmentView[];
  /** Throws `Refused` 404 for an id never given, 410 for one let go. */
  entry(id: string): Entry;
  cancel(id: string): Promise<AssessmentView>;
  drop(id: string): Promise<void>;
  close(): Promise<void>;
}

const FORGOTTEN_IDS_KEPT = 1_000;

export function createLedger(options: LedgerOptions): Ledger {
  const entries = new Map<string, Entry>();
  const forgotten: string[] = [];

  function entry(id: string): Entry {
    const found = entries.get(id);
    if (found !== undefined) return found;
    if (forgotten.includes(id))
      throw new Refused(
        410,
        `Assessment ${id} was let go: this server keeps the latest ${options.keptMax}, assess the file again`,
      );
    throw new Refused(404, `Cannot find assessment ${id}: results are kept in memory until the server stops`);
  }

  async function drop(id: string): Promise<void> {
    const it = entry(id);
    entries.delete(id);
    forgotten.unshift(id);
    forgotten.length = Math.min(forgotten.length, FORGOTTEN_IDS_KEPT);
    if (isRunning(it.view)) change(it, { state: 'cancelled', progress: null });
    await it.crew?.dismiss();
    await it.wish.upload.release();
  }

  function makeRoom(): void {
    const running = [...entries.values()].filter((it) => isRunning(it.view)).length;
    if (running >= options.runningMax)
      throw new Refused(429, `Cannot start: ${running} assessments are running, wait for one to end`, {}, 5);
    const oldest = [...entries.values()].filter((it) => !isRunning(it.view));
    for (const it of oldest.slice(0, Math.max(0, entries.size + 1 - options.keptMax))) {
      options.log(`Letting go of assessment ${it.view.id}: the latest ${options.keptMax} are kept`);
      void drop(it.view.id);
    }
  }

  return {
    start(wish) {
      makeRoom();
      const it = openEntry(wish, options.now());
      entries.set(it.view.id, it);
      run(it, options);
      return it.view;
    },
    list: () => [...entries.values()].map((it) => it.view).reverse(),
    entry,
    async cancel(id) {
      const it = entry(id);
      if (!isRunning(it.view))
        throw new Refused(409, `Cannot cancel assessment ${id}: it is ${it.view.state}`);
      change(it, { state: 'cancelled', progress: null, finishedAt: options.now().toISOString() });
      await it.crew?.dismiss();
      it.crew = null;
      return it.view;
    },
    drop,
    close: async () => {
      await Promise.all([...entries.keys()].map((id) => drop(id)));
    },
  };
}

function openEntry(wish: Wish, now: Date): Entry {
  return {
    wish,
    crew: null,
    watchers: new Set(),
    view: {
      id: randomBytes(6).toString('hex'),
      state: 'running',
      sample: wish.sample,
      files: wish.upload.files.map(({ name, bytes }) => ({ name, bytes })),
      preset: wish.preset,
      mapping: { ...wish.mapping },
      createdAt: now.toISOString(),
      finishedAt: null,
      progress: { step: 'Starting', done: 0, total: null },
      failure: null,
      summary: null,
    },
  };
}

function run(it: Entry, { workerFile, knowledge, now, log }: LedgerOptions): void {
  const job: Job = {
    inventory: it.wish.upload.files.map(({ name, path }) => ({ name, path })),
    mapping: it.wish.mapping,
    preset: it.wish.preset,
    asOf: now().toISOString().slice(0, 10),
    knowledge,
  };
  const end = (outcome: Partial<AssessmentView>) =>
    change(it, { progress: null, finishedAt: now().toISOString(), ...outcome });
  it.crew = hireCrew(workerFile, job, {
    progress: (progress) => change(it, { progress }),
    done: (summary) => end({ state: 'done', summary }),
    failed: (failure) => end({ state: 'failed', failure }),
    broken: (error) => {
      log(`Assessment ${it.view.id} broke: ${error.stack ?? error.message}`);
      if (isRunning(it.view)) end({ state: 'failed', failure: sayBroken(error) });
    },
  });
}

function sayBroken(error: Error) {
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const reason = outOfMemory
    ? 'Cannot assess: the files need more memory than this server allows one assessment'
    : 'Cannot assess: a fault in the program, the server’s log has the details';
  return { reason, fault: !outOfMemory, file: null, line: null, field: null };
}

function isRunning(view: AssessmentView): boolean {
  return view.state === 'running';
}

function change(it: Entry, change: Partial<AssessmentView>): void {
  it.view = { ...it.view, ...change };
  for (const tell of it.watchers) tell(it.view);
}
