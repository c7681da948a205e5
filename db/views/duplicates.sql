-- What was found more than once, one row for each further telling. `kind` is `copy` for another text that tells a story, `repeat` for a text that was found in a second place word for word, `revision` for an older version of a page. `document_id` is the further telling, `first_id` what counts in its place: the first document of the story, the document itself, the newest version.
create view duplicates as
with further as (
    select
        'copy' as kind, document_id, story_id as first_id, (select number from documents where id = document_id) as number,
        null as origin
    from stories
    where document_id <> story_id and newer_id is null
    union all
    select 'revision', document_id, newer_id, (select number from documents where id = document_id), null
    from stories
    where newer_id is not null
    union all
    select 'repeat', d.id, d.id, d.number, s.origin
    from sightings as s
    join documents as d on d.number = s.document
    where s.origin <> (select min(origin) from sightings where document = s.document)
)
select
    f.kind, f.first_id, first.title as first_title, first.published as first_published,
    first.publisher as first_publisher, first.origin as first_origin,
    f.document_id, d.title, d.published, coalesce(s.publisher, d.publisher) as publisher, coalesce(s.url, d.url) as url,
    coalesce(f.origin, d.origin) as origin
from further as f
join documents as d on d.number = f.number
join documents as first on first.id = f.first_id
left join sightings as s on s.document = f.number and s.origin = f.origin;
