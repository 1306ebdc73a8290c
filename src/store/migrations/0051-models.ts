import { type Kysely, sql } from 'kysely';

/** Columns of a device that now also fall back to what its UDI says. */
const FROM_UDI = [
  ['serial', 'Serial number; its own, else the one in its UDI'],
  ['model', 'Model; its own, else the one that a register has for its UDI'],
] as const;

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table model add column passes_on jsonb not null default '{}';
    comment on column model.passes_on is 'What its devices inherit by all that speak for it, each value with where it is from';
    alter table device add column udi_di text;
    create index device_udi_di on device (udi_di);
    comment on column device.udi_di is 'Device identifier in its UDI; null: no UDI, or one that cannot be read';

    create table mds2_form (
      id uuid primary key,
      model_id uuid not null references model (id),
      version text,
      file text not null,
      maker text,
      model_name text,
      rejects jsonb not null,
      missing_sections jsonb not null,
      is_current boolean not null,
      at timestamptz not null,
      by_name text not null
    );
    create unique index mds2_form_current on mds2_form (model_id, coalesce(version, '')) where is_current;
    comment on table mds2_form is 'Makers’ security forms (MDS2) by model and version; a later one takes the place of an earlier one';
    comment on column mds2_form.id is 'UUIDv7';
    comment on column mds2_form.model_id is 'The model it speaks of';
    comment on column mds2_form.version is 'The software version it speaks of; null: any';
    comment on column mds2_form.file is 'Name of the file';
    comment on column mds2_form.maker is 'Maker as the form names it (DOC-1)';
    comment on column mds2_form.model_name is 'Model as the form names it (DOC-3)';
    comment on column mds2_form.rejects is 'Rows that could not be taken: sheet, row, question, reason';
    comment on column mds2_form.missing_sections is 'Sections that the form does not answer';
    comment on column mds2_form.is_current is 'Whether it counts; of each version one does';
    comment on column mds2_form.at is 'When it was uploaded';
    comment on column mds2_form.by_name is 'Who uploaded it';

    create table mds2_answer (
      form_id uuid not null references mds2_form (id) on delete cascade,
      place integer not null,
      question text not null,
      text text not null,
      answer text check (answer in ('yes', 'no', 'not-applicable', 'see-note')),
      note text not null,
      sheet text not null,
      row integer not null,
      primary key (form_id, question)
    );
    comment on table mds2_answer is 'What a form says to each question';
    comment on column mds2_answer.form_id is 'The form';
    comment on column mds2_answer.place is '1, 2, 3 … in the order of the form';
    comment on column mds2_answer.question is 'Number of the question: CSUP-2.1';
    comment on column mds2_answer.text is 'The question as the form words it';
    comment on column mds2_answer.answer is 'The answer; null: none, or none that can be told';
    comment on column mds2_answer.note is 'What stands beside the answer';
    comment on column mds2_answer.sheet is 'Sheet of the file';
    comment on column mds2_answer.row is 'Row of the sheet';

    create table sbom (
      id uuid primary key,
      model_id uuid not null references model (id),
      version text,
      file text not null,
      format text not null,
      document bytea not null,
      components jsonb not null,
      is_complete boolean not null,
      is_current boolean not null,
      at timestamptz not null,
      by_name text not null
    );
    create unique index sbom_current on sbom (model_id, coalesce(version, '')) where is_current;
    comment on table sbom is 'Bills of materials by model and version; a later one takes the place of an earlier one';
    comment on column sbom.id is 'UUIDv7';
    comment on column sbom.model_id is 'The model it lists';
    comment on column sbom.version is 'The software version it lists; null: any';
    comment on column sbom.file is 'Name of the file';
    comment on column sbom.format is 'CycloneDX or SPDX, as told by content';
    comment on column sbom.document is 'The file as it came';
    comment on column sbom.components is 'Components: name, version, vendor, purl, CPE';
    comment on column sbom.is_complete is 'Whether it claims to be the whole list';
    comment on column sbom.is_current is 'Whether it counts; of each version one does';
    comment on column sbom.at is 'When it was uploaded';
    comment on column sbom.by_name is 'Who uploaded it';

    create table register_device (
      di text primary key,
      model_key text,
      company text,
      brand text,
      model_number text,
      fda_class text check (fda_class in ('I', 'II', 'III')),
      fda_product_code text,
      description text,
      at timestamptz not null,
      file text not null
    );
    create index register_device_model on register_device (model_key);
    comment on table register_device is 'Records of public device registers (GUDID, openFDA UDI) by device identifier';
    comment on column register_device.di is 'Device identifier';
    comment on column register_device.model_key is 'Key of maker and model, as in model_alias; null: one is missing';
    comment on column register_device.company is 'Labeler';
    comment on column register_device.brand is 'Brand name';
    comment on column register_device.model_number is 'Version or model number';
    comment on column register_device.fda_class is 'FDA class I, II, III';
    comment on column register_device.fda_product_code is 'FDA product code';
    comment on column register_device.description is 'Description';
    comment on column register_device.at is 'When it was read';
    comment on column register_device.file is 'The file it came in';

    create table attachment (
      id uuid primary key,
      device_id uuid references device (id) on delete cascade,
      model_id uuid references model (id) on delete cascade,
      name text not null,
      media text not null,
      bytes integer not null,
      sha256 text not null,
      content bytea not null,
      at timestamptz not null,
      by_name text not null,
      check ((device_id is null) <> (model_id is null))
    );
    create index attachment_device on attachment (device_id, id);
    create index attachment_model on attachment (model_id, id);
    comment on table attachment is 'Files that people keep with a device or a model';
    comment on column attachment.id is 'UUIDv7';
    comment on column attachment.device_id is 'The device; null: it belongs to a model';
    comment on column attachment.model_id is 'The model; null: it belongs to a device';
    comment on column attachment.name is 'Name of the file';
    comment on column attachment.media is 'Media type, told by content';
    comment on column attachment.bytes is 'Its size';
    comment on column attachment.sha256 is 'Its SHA-256, in hexadecimal';
    comment on column attachment.content is 'The file';
    comment on column attachment.at is 'When it was added';
    comment on column attachment.by_name is 'Who added it';
  `.execute(db);
  await sql
    .raw(
      FROM_UDI.map(
        ([column, comment]) => `
          alter table device drop column ${column};
          alter table device add column ${column} text
            generated always as (coalesce(fields ->> '${column}', inherited -> '${column}' ->> 'value')) stored;
          comment on column device.${column} is '${comment}';`,
      ).join(''),
    )
    .execute(db);
}
