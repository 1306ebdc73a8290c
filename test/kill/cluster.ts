import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const NODE = fileURLToPath(new URL('./node.ts', import.meta.url));

export interface Place {
  readonly folder: string;
  /** PostgreSQL; null: the embedded database in the folder. */
  readonly url: string | null;
}

/** Nodes on one database; each comes back after it was killed. */
export interface Cluster {
  /** Address of a node that answers, or is about to. */
  address(): string;
  /** Kills one node, as a power cut would, and starts it again. */
  kill(index: number): Promise<void>;
  readonly complaints: readonly string[];
  end(): Promise<void>;
}

export async function startCluster(place: Place, nodes: number): Promise<Cluster> {
  const key = place.url === null ? '' : randomBytes(32).toString('base64');
  const complaints: string[] = [];
  const running: { child: ChildProcess; url: string }[] = [];
  const start = async (index: number): Promise<void> => {
    const child = spawn(process.execPath, [NODE, place.folder, place.url ?? '', key], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
    const [url] = (await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(() => {
        throw new Error(`A node did not start: ${complaints.slice(-3).join('')}`);
      }),
    ])) as [string];
    running[index] = { child, url };
  };
  // One after the other: the first makes the tables.
  for (let i = 0; i < nodes; i++) await start(i);
  let turn = 0;
  return {
    complaints,
    address: () => {
      turn += 1;
      return running[turn % nodes]?.url ?? '';
    },
    kill: async (index) => {
      const it = running[index];
      if (it === undefined) return;
      if (hasEnded(it.child))
        throw new Error(`A node ended by itself: ${it.child.exitCode ?? it.child.signalCode}`);
      await end(it.child);
      await start(index);
    },
    end: async () => {
      for (const { child } of running) if (!hasEnded(child)) await end(child);
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
