import type { InstancePlace } from '#app/open-instance';
import type { OutgoingPorts } from '#app/outgoing/ports';
import type { Io } from './io.ts';

/** What a command gets from the process that runs it: streams, the day, a way to be stopped. */
export interface Session {
  readonly io: Io;
  /** ISO date: what `--as-of` stands for when it is not given. */
  readonly today: string;
  readonly now: () => Date;
  /** Never goes back; for progress only. */
  readonly monotonicMs: () => number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** Where the system of record lives: in the folder given, or where the environment says. */
  readonly place: (folder: string | null) => InstancePlace;
  /** How requests to other servers leave this machine. */
  readonly outgoing: OutgoingPorts;
  /** What is set in the environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Serves the web app until the signal is aborted. */
  readonly serve: (options: ServeOptions) => Promise<void>;
  /** Carries jobs out, without serving, until the signal is aborted. */
  readonly work: (data: string | null) => Promise<void>;
}

export interface ServeOptions {
  readonly port: number | null;
  readonly host: string | null;
  /** Folder in which everything is kept; null: none is given. */
  readonly data: string | null;
  /** Fills an empty inventory with the demonstration hospital. */
  readonly demo: boolean;
  /** Files and folders of feeds; empty: the samples that ship. */
  readonly feeds: readonly string[];
  /** Compiled catalogue to use instead; null: none. */
  readonly catalogue: string | null;
}
