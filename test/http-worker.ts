import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { attend, type Made, Unusable } from '../src/http/assessments/attend.ts';
import { deskOf, summaryOf } from '../src/http/assessments/desk-of.ts';
import type { Job } from '../src/http/assessments/protocol.ts';
import { anAssessment } from './an-assessment.ts';

// Stands in for the worker that assesses: what it does is written in the inventory file.

const SOON = { dueSoonDays: 7 };

async function make(job: Job): Promise<Made> {
  const [{ path }] = job.inventory as [Job['inventory'][number]];
  const wish = readFileSync(path, 'utf8').trim();
  if (wish === 'break') throw new Error('broken on purpose');
  if (wish === 'bad') throw new Unusable('Cannot read inventory "list.csv": it is a PDF');
  if (wish === 'slow') return new Promise<never>(() => {});
  const assessment = anAssessment();
  const run = {
    assessment,
    inventory: {
      devices: assessment.devices.map((it) => it.device),
      sources: [
        {
          name: 'list.csv',
          format: 'csv',
          columns: {
            mapping: [{ field: 'model' as const, column: 'Model', because: 'the name "Model" says so' }],
            unmappedColumns: ['Cost'],
            droppedColumns: [{ column: 'Patient', because: 'patient data is never kept' }],
          },
        },
      ],
      conflicts: [],
      doubtful: [],
      rejected: [],
      notices: [],
    },
  };
  return { summary: summaryOf(run, SOON), desk: deskOf(run, SOON) };
}

if (parentPort === null) throw new Error('Cannot start: this file runs as a worker only');
await attend(parentPort, workerData as Job, make);
