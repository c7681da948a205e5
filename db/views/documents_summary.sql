-- One row a document, those without figures too: what it is and how much was found in it. It tells a story first where `story_id` is its own id; `copies` counts the other tellings of its story then, word for word or nearly, and `outlets` are their publishers, or where they were found; `newer_id` is the version that replaced it. Count stories, not documents: where story_id = document_id and newer_id is null.
create view documents_summary as
with told as (
    select
        s.story_id, count(*) as tellings,
        group_concat(distinct coalesce(nullif(seen.publisher, ''), seen.origin)) as outlets
    from stories as s
    join documents as d on d.id = s.document_id
    join sightings as seen on seen.document = d.number
    where s.newer_id is null
    group by s.story_id
)
select
    d.id as document_id, d.title, d.published, d.date_source, d.language, d.publisher, d.url, d.origin, d.format,
    length(d.text) as characters,
    count(f.id) as figures,
    coalesce(group_concat(distinct f.category), '') as categories,
    coalesce(group_concat(distinct nullif(f.country, '')), '') as countries,
    e.version, e.run_id, s.story_id, s.newer_id,
    coalesce(t.tellings - 1, 0) as copies, coalesce(t.outlets, '') as outlets
from documents as d
join extractions as e on e.id = d.extraction_id
join stories as s on s.document_id = d.id
left join told as t on t.story_id = d.id
left join figures as f on f.extraction_id = e.id
group by d.id;
