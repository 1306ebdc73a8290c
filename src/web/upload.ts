import { api } from '#contract/api';
import type { AssessmentView, ChosenColumns, Preset } from '#contract/assessments/assessment';
import { call, readAnswer } from '#contract/client';
import { addressOf } from '#contract/kit';

/** Sends files and tells how much has gone; `fetch` cannot say that, so this is the older way. */
export function sendFiles(
  files: readonly File[],
  preset: Preset,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<AssessmentView> {
  const form = new FormData();
  form.append('preset', preset);
  for (const file of files) form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf(api.createAssessment, {}));
    request.responseType = 'text';
    request.upload.onprogress = (event) => onSent(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(new Error('The server did not answer: is it still running?'));
    request.onabort = () => reject(new DOMException('Upload cancelled', 'AbortError'));
    request.onload = () => {
      const type = request.getResponseHeader('content-type') ?? '';
      const response = new Response(request.responseText, {
        status: request.status,
        headers: { 'content-type': type },
      });
      readAnswer(api.createAssessment, response).then(resolve, reject);
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

export function assessSample(preset: Preset): Promise<AssessmentView> {
  return call(api.createAssessment, { body: { sample: true, preset } });
}

/** The same files again, with columns as a person chose them or under another policy. */
export function assessAgain(from: string, mapping: ChosenColumns, preset: Preset): Promise<AssessmentView> {
  return call(api.createAssessment, { body: { from, mapping, preset } });
}
