import type pg from 'pg';

/**
 * Puts a fleet straight into the device table, drawn inside the database: the same devices for the same number. Makers
 * and models are spread as in hospitals (few models make up most of the fleet), a third of the fields is missing.
 */
export async function seedDevices(pool: pg.Pool, devices: number): Promise<void> {
  await pool.query('truncate device, identifier cascade');
  await pool.query(FLEET, [devices]);
  await pool.query(
    'vacuum analyze device, device_list, place_tally, place, lifecycle_ending, lifecycle_tally',
  );
}

/** `roll(n, salt)` is a number in [0, 1) that depends on device and salt alone. */
const FLEET = `
  with
  word as (select
    array['Alveor','Norrvik','Kessling','Orindo','Tessaro','Hallam & Roe','Vantera','Brightwell','Ostrand','Luma','Draymoor','Castelline','Ferrow','Ingleby','Quillon','Sorrel','Thornbury','Ulverton','Westerly','Yarrow'] as makers,
    array['Infusa','CNS','PatientView','DoseLink','Lumen','BloodGas','SonoPro','Sentry','Hemo','Optic','Aria','Fetal','Vent','Pulse','Scope','Cath','Neo','Onco','Path','Dent'] as lines,
    array['infusion pump','patient monitor','ventilator','CT scanner','ultrasound','blood gas analyser','defibrillator','dialysis machine','ECG recorder','anaesthesia machine','X-ray','MRI scanner','building controller','nurse call','lab analyser'] as types,
    array['General','St Brannoc','Westmere','Lindley','Harbour','North Campus'] as sites,
    array['ICU','NICU','Emergency','Cardiology','Radiology','Dialysis','Oncology','Maternity','Theatre 1','Theatre 2','Laboratory','Pharmacy','Imaging','Day surgery','Stroke unit','Paediatrics','Neurology','Eye clinic','Physiotherapy','Facilities'] as departments,
    array['life-sustaining','critical','diagnostic','general','administrative'] as criticalities,
    array['internet-facing','flat','segmented','isolated'] as exposures),
  draw as (
    select n,
      floor(power(((hashint8(n::bigint * 8 + 1)::bigint + 2147483648) / 4294967296.0), 2) * 400)::int as model,
      floor(power(((hashint8(n::bigint * 8 + 2)::bigint + 2147483648) / 4294967296.0), 1.6) * 6)::int as site,
      floor(((hashint8(n::bigint * 8 + 3)::bigint + 2147483648) / 4294967296.0) * 20)::int as department,
      ((hashint8(n::bigint * 8 + 4)::bigint + 2147483648) / 4294967296.0) as a, ((hashint8(n::bigint * 8 + 5)::bigint + 2147483648) / 4294967296.0) as b, ((hashint8(n::bigint * 8 + 6)::bigint + 2147483648) / 4294967296.0) as c, ((hashint8(n::bigint * 8 + 7)::bigint + 2147483648) / 4294967296.0) as d
    from generate_series(1, $1::int) as n,
      lateral (select 1) as one)
  insert into device (id, name, fields, source_count, conflict_count, seen_at, created_at, changed_at)
  select
    ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    'HP-' || lpad(n::text, 6, '0'),
    jsonb_strip_nulls(jsonb_build_object(
      'manufacturer', makers[1 + model % 20],
      'model', lines[1 + (model / 20)] || ' ' || (100 + model),
      'deviceType', types[1 + model % 15],
      'version', case when a < 0.8 then (1 + model % 7) || '.' || floor(b * 9)::int || '.' || floor(c * 4)::int end,
      'os', case when model % 3 = 0 then case when b < 0.5 then 'Windows 10 IoT Enterprise' else 'Windows 7 Embedded' end when model % 3 = 1 then 'Linux' end,
      'serial', case when d < 0.9 then 'SN' || lpad(to_hex((n::bigint * 2654435761) % 4294967296), 8, '0') end,
      'assetTag', 'HP-' || lpad(n::text, 6, '0'),
      'ip', case when b < 0.7 then '10.' || (n / 65536) || '.' || ((n / 256) % 256) || '.' || (n % 256) end,
      'mac', case when b < 0.7 then '02:00:' || substr(lpad(to_hex(n), 8, '0'), 1, 2) || ':' || substr(lpad(to_hex(n), 8, '0'), 3, 2) || ':' || substr(lpad(to_hex(n), 8, '0'), 5, 2) || ':' || substr(lpad(to_hex(n), 8, '0'), 7, 2) end,
      'hostname', case when b < 0.5 then 'dev-' || to_hex(n) end,
      'vlan', case when b < 0.7 then (100 + department)::text end,
      'segment', case when b < 0.6 then 'seg-' || (site * 20 + department) end,
      'exposure', case when b < 0.6 then exposures[1 + floor(power(c, 0.5) * 4)::int] end,
      'site', sites[1 + site],
      'building', chr(65 + department % 8),
      'floor', (department % 6)::text,
      'room', (department % 6) || lpad(floor(d * 500)::int::text, 3, '0'),
      'department', case when c < 0.93 then departments[1 + department] end,
      'owner', case when d < 0.4 then 'Clinical engineering' end,
      'criticality', case when model % 11 <> 0 then criticalities[1 + (model % 15) / 3] end,
      'fdaClass', (array['I','II','III'])[1 + model % 3],
      'storesPhi', model % 4 = 0,
      'transmitsPhi', model % 5 = 0,
      'installDate', (date '2008-01-01' + (a * 6500)::int)::text,
      'warrantyEnd', case when c < 0.5 then (date '2012-01-01' + (a * 6500)::int)::text end,
      'eosDate', case when model % 2 = 0 then (date '2018-01-01' + (model * 13))::text end)),
    1 + floor(d * 3)::int,
    case when d > 0.97 then 1 + floor(c * 3)::int else 0 end,
    timestamptz '2026-03-01' - make_interval(secs => floor(power(a, 3) * 31536000)),
    timestamptz '2025-01-01',
    timestamptz '2026-03-01' - make_interval(secs => floor(power(b, 2) * 31536000))
  from draw, word`;
