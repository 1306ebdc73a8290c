import { parentPort, workerData } from 'node:worker_threads';
import { attend } from './attend.ts';
import { makeAssessment } from './make.ts';
import type { Job } from './protocol.ts';

if (parentPort === null) throw new Error('Cannot start: this file runs as a worker only');
await attend(parentPort, workerData as Job, makeAssessment);
