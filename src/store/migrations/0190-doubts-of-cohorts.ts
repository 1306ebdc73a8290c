import { type Kysely, sql } from 'kysely';

/**
 * Risk points that hang on a text depend on the place in care: they are kept of each cohort, where they were of whichever
 * cohort of a configuration was judged last. Cohorts with such texts are judged anew.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    update cohort set judged_by = null where configuration_id in (select configuration_id from identification_doubt);
    alter table identification_doubt add column cohort_id integer references cohort (id) on delete cascade;
    alter table identification_doubt drop constraint identification_doubt_pkey;
    insert into identification_doubt (cohort_id, configuration_id, key, kind, manufacturer, model, confidence, findings, points)
      select cohort.id, configuration_id, key, kind, manufacturer, model, confidence, findings, doubt.points
      from identification_doubt doubt join cohort using (configuration_id);
    delete from identification_doubt where cohort_id is null;
    alter table identification_doubt drop column configuration_id;
    alter table identification_doubt add primary key (cohort_id, key);
    comment on table identification_doubt is 'Texts of cohorts that are not recognised with certainty, and what hangs on them';
    comment on column identification_doubt.cohort_id is 'The cohort; all of a configuration have the same texts';
  `.execute(db);
}
