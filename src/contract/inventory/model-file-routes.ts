import * as z from 'zod';
import { route } from '../kit.ts';
import { pageOf } from '../page.ts';
import {
  AttachmentView,
  DeviceSupportView,
  FormDetail,
  FormView,
  RegisterTaken,
  SbomDetail,
  SbomDifference,
  SbomView,
} from './model-files.ts';

const Params = z.object({ id: z.uuid() });
const FileParams = z.object({ id: z.uuid(), attachmentId: z.uuid() });
/** Fields beside the uploaded file; they come before it. */
export const VersionField = z.object({
  /** The software version it speaks of; any unless given. */
  version: z.string().trim().max(100).optional(),
});
const File = z.unknown();

export const listForms = route({
  method: 'GET',
  path: '/api/v1/models/:id/mds2-forms',
  permission: 'inventory.read',
  summary: 'MDS2 forms of a model, one for each version, newest first',
  params: Params,
  response: pageOf(FormView),
});

export const uploadForm = route({
  method: 'POST',
  path: '/api/v1/models/:id/mds2-forms',
  permission: 'inventory.import',
  summary: 'Upload an MDS2 form (XLSX, edition 2019); devices inherit what it says at once',
  params: Params,
  upload: VersionField,
  response: FormDetail,
  status: 201,
});

export const readForm = route({
  method: 'GET',
  path: '/api/v1/mds2-forms/:id',
  permission: 'inventory.read',
  summary: 'One MDS2 form with its answers',
  params: Params,
  response: FormDetail,
});

export const listSboms = route({
  method: 'GET',
  path: '/api/v1/models/:id/sboms',
  permission: 'inventory.read',
  summary: 'Bills of materials of a model, one for each version, newest first',
  params: Params,
  response: pageOf(SbomView),
});

export const uploadSbom = route({
  method: 'POST',
  path: '/api/v1/models/:id/sboms',
  permission: 'inventory.import',
  summary: 'Upload a bill of materials (CycloneDX or SPDX) of a model and version',
  params: Params,
  upload: VersionField,
  response: SbomView,
  status: 201,
});

export const readSbom = route({
  method: 'GET',
  path: '/api/v1/sboms/:id',
  permission: 'inventory.read',
  summary: 'One bill of materials with its components',
  params: Params,
  response: SbomDetail,
});

export const downloadSbom = route({
  method: 'GET',
  path: '/api/v1/sboms/:id/document',
  permission: 'inventory.read',
  summary: 'The bill of materials as it came',
  params: Params,
  response: File,
  media: 'application/octet-stream',
});

export const compareSboms = route({
  method: 'GET',
  path: '/api/v1/sboms/:id/difference',
  permission: 'inventory.read',
  summary: 'What this bill of materials lists that another one does not, and the other way round',
  params: Params,
  query: z.object({ from: z.uuid() }),
  response: SbomDifference,
});

export const importRegister = route({
  method: 'POST',
  path: '/api/v1/register-devices',
  permission: 'inventory.import',
  summary:
    'Upload records of GUDID, openFDA’s UDI dataset or its device classification (JSON); models and devices of their identifiers and product codes have them at once',
  upload: z.object({}),
  response: RegisterTaken,
});

export const readDeviceSupport = route({
  method: 'GET',
  path: '/api/v1/devices/:id/support',
  permission: 'inventory.read',
  summary: 'Support status, patch path with the answers that decided it, and the UDI, read',
  params: Params,
  response: DeviceSupportView,
});

export const listDeviceFiles = route({
  method: 'GET',
  path: '/api/v1/devices/:id/attachments',
  permission: 'inventory.read',
  summary: 'Files kept with a device, newest first',
  params: Params,
  response: pageOf(AttachmentView),
});

export const attachToDevice = route({
  method: 'POST',
  path: '/api/v1/devices/:id/attachments',
  permission: 'inventory.edit',
  summary: 'Keep a file with a device; up to 10 MB',
  params: Params,
  upload: z.object({}),
  response: AttachmentView,
  status: 201,
});

export const downloadDeviceFile = route({
  method: 'GET',
  path: '/api/v1/devices/:id/attachments/:attachmentId',
  permission: 'inventory.read',
  summary: 'A file kept with a device',
  params: FileParams,
  response: File,
  media: 'application/octet-stream',
});

export const removeDeviceFile = route({
  method: 'DELETE',
  path: '/api/v1/devices/:id/attachments/:attachmentId',
  permission: 'inventory.edit',
  summary: 'Remove a file from a device',
  params: FileParams,
  response: z.undefined(),
  status: 204,
});

export const listModelFiles = route({
  method: 'GET',
  path: '/api/v1/models/:id/attachments',
  permission: 'inventory.read',
  summary: 'Files kept with a model, newest first',
  params: Params,
  response: pageOf(AttachmentView),
});

export const attachToModel = route({
  method: 'POST',
  path: '/api/v1/models/:id/attachments',
  permission: 'inventory.structure',
  summary: 'Keep a file with a model; up to 10 MB',
  params: Params,
  upload: z.object({}),
  response: AttachmentView,
  status: 201,
});

export const downloadModelFile = route({
  method: 'GET',
  path: '/api/v1/models/:id/attachments/:attachmentId',
  permission: 'inventory.read',
  summary: 'A file kept with a model',
  params: FileParams,
  response: File,
  media: 'application/octet-stream',
});

export const removeModelFile = route({
  method: 'DELETE',
  path: '/api/v1/models/:id/attachments/:attachmentId',
  permission: 'inventory.structure',
  summary: 'Remove a file from a model',
  params: FileParams,
  response: z.undefined(),
  status: 204,
});
