-- The whole of a part is a figure of the same extraction, and not smaller than the part.
select f.id, f.value, f.part_of, w.value as whole
from figures as f
left join figures as w on w.extraction_id = f.extraction_id and w.id = f.part_of
where f.part_of is not null and (w.id is null or w.id = f.id or f.value > coalesce(w.high, f.value) and w.unit = f.unit);
