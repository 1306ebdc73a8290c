import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { attachFile, listFiles, readFile, removeFile } from '#app/inventory/attachments';
import { listModelForms, readKeptForm, uploadForm } from '#app/inventory/mds2';
import { importRegister } from '#app/inventory/register';
import { compareSboms, downloadSbom, listModelSboms, readSbom, uploadSbom } from '#app/inventory/sboms';
import { type DeviceSupport, readDeviceSupport } from '#app/inventory/support';
import { api } from '#contract/api';
import type {
  AttachmentView,
  DeviceSupportView,
  FormDetail,
  FormView,
  SbomView,
} from '#contract/inventory/model-files';
import { VersionField } from '#contract/inventory/model-file-routes';
import { contextOf } from '../people/attend.ts';
import { serveRoute, serveStream } from '../serve-route.ts';
import { withUpload } from './upload.ts';

type Form = Awaited<ReturnType<typeof listModelForms>>[number];
type Sbom = Awaited<ReturnType<typeof readSbom>>;
type File = Awaited<ReturnType<typeof listFiles>>[number];
type Owner = Parameters<typeof listFiles>[1];

/** The routes of what is kept with models and devices: security forms, bills of materials, files, register records. */
export function serveModelFiles(app: FastifyInstance): void {
  serveForms(app);
  serveSboms(app);
  serveAttachments(app);
  serveRoute(app, api.importRegister, async (_, { request }) =>
    withUpload(request, (file) => importRegister(contextOf(request), file)),
  );
  serveRoute(app, api.readDeviceSupport, async ({ params }, { request }) =>
    supportView(await readDeviceSupport(contextOf(request), params.id)),
  );
}

function serveForms(app: FastifyInstance): void {
  serveRoute(app, api.listForms, async ({ params }, { request }) =>
    listed((await listModelForms(contextOf(request), params.id)).map(formView)),
  );
  serveRoute(app, api.uploadForm, async ({ params }, { request }) =>
    withUpload(request, async (file, fields) => {
      const { version = null } = VersionField.parse(fields);
      return formDetail(await uploadForm(contextOf(request), params.id, file, version));
    }),
  );
  serveRoute(app, api.readForm, async ({ params }, { request }) =>
    formDetail(await readKeptForm(contextOf(request), params.id)),
  );
}

function serveSboms(app: FastifyInstance): void {
  serveRoute(app, api.listSboms, async ({ params }, { request }) =>
    listed((await listModelSboms(contextOf(request), params.id)).map(sbomView)),
  );
  serveRoute(app, api.uploadSbom, async ({ params }, { request }) =>
    withUpload(request, async (file, fields) => {
      const { version = null } = VersionField.parse(fields);
      return sbomView(await uploadSbom(contextOf(request), params.id, file, version));
    }),
  );
  serveRoute(app, api.readSbom, async ({ params }, { request }) => {
    const sbom = await readSbom(contextOf(request), params.id);
    return { ...sbomView(sbom), components: sbom.components };
  });
  serveRoute(app, api.compareSboms, async ({ params, query }, { request }) =>
    compareSboms(contextOf(request), { before: query.from, after: params.id }),
  );
  serveStream(app, api.downloadSbom, async ({ params }, reply) => {
    const { sbom, document } = await downloadSbom(contextOf(reply.request), params.id);
    return sendFile(reply, sbom.file, 'application/octet-stream', document);
  });
}

const OWNERS = [
  {
    kind: 'device',
    list: api.listDeviceFiles,
    attach: api.attachToDevice,
    download: api.downloadDeviceFile,
    remove: api.removeDeviceFile,
  },
  {
    kind: 'model',
    list: api.listModelFiles,
    attach: api.attachToModel,
    download: api.downloadModelFile,
    remove: api.removeModelFile,
  },
] as const;

function serveAttachments(app: FastifyInstance): void {
  for (const { kind, list, attach, download, remove } of OWNERS) {
    const owner = (id: string): Owner => ({ kind, id });
    serveRoute(app, list, async ({ params }, { request }) =>
      listed((await listFiles(contextOf(request), owner(params.id))).map(fileView)),
    );
    serveRoute(app, attach, async ({ params }, { request }: { readonly request: FastifyRequest }) =>
      withUpload(request, async (file) =>
        fileView(await attachFile(contextOf(request), owner(params.id), file)),
      ),
    );
    serveStream(app, download, async ({ params }, reply) => {
      const { attachmentId, id } = params;
      const found = await readFile(contextOf(reply.request), owner(id), attachmentId);
      return sendFile(reply, found.name, found.media, found.content);
    });
    serveRoute(app, remove, async ({ params }, { request }) => {
      await removeFile(contextOf(request), owner(params.id), params.attachmentId);
      return undefined;
    });
  }
}

/** A file of somebody's making: always saved, never shown, so that nothing in it can run here. */
function sendFile(reply: FastifyReply, name: string, media: string, bytes: Uint8Array): FastifyReply {
  const plain = name.replaceAll(/[^\w.() -]+/g, '_');
  return reply
    .header('content-type', media)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(bytes));
}

/** RFC 8187: what `encodeURIComponent` leaves as it is and a header may not hold. */
function encoded(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function listed<T>(items: readonly T[]) {
  return { items, next: null, total: items.length };
}

function formView({ byName, at, ...it }: Form): FormView {
  return { ...it, at: at.toISOString(), by: byName };
}

function formDetail({ form, answers, notices }: Awaited<ReturnType<typeof readKeptForm>>): FormDetail {
  return { ...formView(form), answers, notices };
}

function sbomView({ components, byName, at, ...it }: Sbom): SbomView {
  return { ...it, count: components.length, at: at.toISOString(), by: byName };
}

function fileView({ byName, at, ...it }: File): AttachmentView {
  return { ...it, at: at.toISOString(), by: byName };
}

function supportView({ details, form, ...it }: DeviceSupport): DeviceSupportView {
  return {
    ...it,
    form:
      form === null
        ? null
        : { id: form.id, version: form.version, file: form.file, at: form.at.toISOString() },
    activeScan: details.activeScan ?? null,
    scanGuidance: details.scanGuidance ?? null,
    supportTerms: details.supportTerms ?? null,
    replacementCost: details.replacementCost ?? null,
  };
}
