explain (analyze, buffers, timing off)  with found as materialized (
      select list.device_id, list.room from device_list as list
      where (list.site like '%lindley%' and list.department like '%icu%' and list.criticality = 'life-sustaining') limit 10001
    ) select count(*) from found;
explain (analyze, buffers, timing off)  with found as materialized (
      select list.device_id, list.room from device_list as list
      where (not coalesce(list.site like '%general%',false) and not (list.department is null)) limit 10001
    ) select count(*) from found;
explain (analyze, buffers, timing off)  with found as materialized (
      select list.device_id, list.room from device_list as list
      where room is null or conflict_count > 1 limit 10001
    ) select count(*) from found;
