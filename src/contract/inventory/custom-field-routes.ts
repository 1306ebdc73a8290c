import * as z from 'zod';
import { CUSTOM_FIELD_KINDS } from '#engine/custom-fields';
import { route } from '../kit.ts';

const Params = z.object({ id: z.uuid() });
const Name = z.string().trim().min(1).max(60);
const Choices = z.array(z.string().trim().min(1).max(80)).max(100);

export const CustomFieldView = z.object({
  id: z.string(),
  /** Filters name it `cf.` and this. */
  key: z.string(),
  /** By which people, filters and exports name it. */
  name: z.string(),
  kind: z.enum(CUSTOM_FIELD_KINDS),
  choices: z.array(z.string()).readonly(),
  version: z.number().int(),
  /** Devices that have a value in it. */
  devices: z.number().int(),
});
export type CustomFieldView = z.output<typeof CustomFieldView>;

export const listCustomFields = route({
  method: 'GET',
  path: '/api/v1/custom-fields',
  permission: 'inventory.read',
  summary: 'Fields this hospital has added to its devices',
  response: z.object({ items: z.array(CustomFieldView).readonly() }),
});

export const addCustomField = route({
  method: 'POST',
  path: '/api/v1/custom-fields',
  permission: 'inventory.structure',
  summary: 'Add a field to every device',
  body: z.object({ name: Name, kind: z.enum(CUSTOM_FIELD_KINDS), choices: Choices.default([]) }),
  response: CustomFieldView,
  status: 201,
});

export const editCustomField = route({
  method: 'PATCH',
  path: '/api/v1/custom-fields/:id',
  permission: 'inventory.structure',
  summary: 'Rename a field, or change what can be chosen; its kind stays',
  params: Params,
  body: z.object({ version: z.number().int(), name: Name.optional(), choices: Choices.optional() }),
  response: CustomFieldView,
});

export const dropCustomField = route({
  method: 'DELETE',
  path: '/api/v1/custom-fields/:id',
  permission: 'inventory.structure',
  summary: 'Remove a field, and what it holds on every device',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const TagView = z.object({
  id: z.string(),
  name: z.string(),
  /** A device group: roles can be bound to it, and only those who look after structure put devices into it. */
  isGroup: z.boolean(),
  devices: z.number().int(),
});
export type TagView = z.output<typeof TagView>;

export const listTags = route({
  method: 'GET',
  path: '/api/v1/tags',
  permission: 'inventory.read',
  summary: 'Tags that devices have, by name',
  query: z.object({
    text: z.string().max(60).default(''),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  response: z.object({
    items: z.array(TagView).readonly(),
  }),
});

export const editTag = route({
  method: 'PATCH',
  path: '/api/v1/tags/:id',
  permission: 'inventory.structure',
  summary: 'Rename a tag, or make it a device group; refused while roles are bound to the group',
  params: Params,
  body: z.object({ name: Name.optional(), isGroup: z.boolean().optional() }),
  response: z.undefined(),
  status: 204,
});

export const dropTag = route({
  method: 'DELETE',
  path: '/api/v1/tags/:id',
  permission: 'inventory.structure',
  summary: 'Take a tag off every device',
  params: Params,
  response: z.undefined(),
  status: 204,
});
