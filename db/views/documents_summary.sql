-- One row a document, those without figures too: what it is and how much was found in it.
create view documents_summary as
select
    d.id as document_id, d.title, d.published, d.date_source, d.language, d.publisher, d.url, d.origin, d.format,
    length(d.text) as characters,
    count(f.id) as figures,
    coalesce(group_concat(distinct f.category), '') as categories,
    coalesce(group_concat(distinct nullif(f.country, '')), '') as countries,
    e.version, e.run_id
from documents as d
join extractions as e on e.id = d.extraction_id
left join figures as f on f.extraction_id = e.id
group by d.id;
