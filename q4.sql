explain (analyze, buffers, timing off) select device.department, device.model_id, device.eos_date, device_cost.cost, count(*) from device left join device_cost on device_cost.device_id=device.id group by 1,2,3,4;
explain (analyze, buffers, timing off) select count(*) from device_list as list join device on device.id = list.device_id where device.eos_date < '2026-11-27' and device.fields ->> 'controls' is null;
explain (analyze, buffers, timing off) select count(*) from device  where device.eos_date < '2026-11-27' and device.fields ->> 'controls' is null;
