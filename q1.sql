\timing on
explain (analyze, buffers) select count(*) from device_list;
explain (analyze, buffers) select list.device_id, jsonb_build_array(list.room) from device_list as list order by list.room, list.device_id limit 101;
explain (analyze, buffers) select list.device_id from device_list as list where list.eos_date < '2020-01-01' and list.os like '%windows%' order by list.eos_date desc nulls last, device_id limit 101;
explain (analyze, buffers) select count(*) from (select from device_list as list where search like '%sn00a%' limit 10001) x;
explain (analyze, buffers) select count(*) from (select from device_list as list where list.eos_date < '2020-01-01' and list.os like '%windows%' limit 10001) x;
explain (analyze, buffers) select list.device_id from device_list as list where not coalesce(list.site like '%general%',false) and not (list.department is null) order by manufacturer, model, serial, device_id limit 101;
