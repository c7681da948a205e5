-- The columns with a closed vocabulary hold its words only.
with used as (
    select id, 'qualifier' as field, qualifier as word from figures
    union all select id, 'modality', modality from figures
    union all select id, 'measure', measure from figures
    union all select id, 'date_precision', date_precision from figures
    union all select id, 'place_role', place_role from figures
    union all select id, 'source_type', source_type from figures
    union all select id, 'cause', cause from figures
    union all select id, 'sector', sector from figures
    union all select id, 'hazard', hazard from figures where hazard <> ''
    union all select f.id, 'facet', j.value from figures as f, json_each(f.facets) as j
    union all select id, 'date_source', date_source from documents
)
select used.*
from used
left join vocabulary as v on v.field = used.field and v.word = used.word
where v.word is null;
