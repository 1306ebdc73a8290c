explain (analyze, buffers)  with found as materialized (
      select list.device_id, list.manufacturer, list.model, list.serial from device_list as list
      where (list.model like '%infusa 10%' and list.firmware like '%3%') limit 10001
    ), counted as materialized (select count(*)::integer as count from found)
    select count, id, keys from counted left join lateral (
      select list.device_id as id, jsonb_build_array(list.manufacturer,list.model) as keys, row_number() over (order by manufacturer, model, serial, device_id) as at from found as list
      where (select count from counted) <= 10000 and true order by manufacturer, model, serial, device_id limit 101
    ) as page on true order by at;
explain (analyze, buffers) select list.device_id from device_list as list where search like '%pump%' order by site, criticality_rank desc nulls last, device_id limit 101;
explain (analyze, buffers) select count(*) from (select from device_list as list where search like '%pump%' limit 10001) x;
