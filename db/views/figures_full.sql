-- One row a figure, each story told once: the figures of `figures_all` without those of replaced versions, and without those of copies that an earlier copy of the story gives too (the same number of the same category and unit). A figure that only a copy gives is kept.
create view figures_full as
select *
from figures_all as f
where f.newer_id is null and (f.document_id = f.story_id or not exists (
    select 1
    from stories as copy
    join stories as earlier
        on earlier.story_id = copy.story_id and earlier.rank < copy.rank and earlier.newer_id is null
    join documents as d on d.id = earlier.document_id
    join figures as said on said.extraction_id = d.extraction_id
    where copy.document_id = f.document_id
        and said.category = f.category and said.unit = f.unit and said.modality = f.modality and said.value = f.value
));
