-- A replaced document was found on a page, and what replaced it was found on one of the same pages.
select s.document_id, s.newer_id
from stories as s
where s.newer_id is not null and not exists (
    select 1
    from documents as old
    join sightings as there on there.document = old.number and there.page <> ''
    join sightings as later on later.page = there.page
    join documents as new on new.number = later.document
    where old.id = s.document_id and new.id = s.newer_id and new.id <> old.id
);
