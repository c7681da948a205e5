-- Nothing refers to what is not there, every passage holds a figure, every document shows an extraction of its own.
select "table" as what, cast(rowid as text) as id from pragma_foreign_key_check
union all
select 'passage without figure', id from passages where id not in (select passage_id from figures)
union all
select 'document without extraction of its own', d.id
from documents as d
left join extractions as e on e.id = d.extraction_id and e.document_id = d.id
where e.id is null;
