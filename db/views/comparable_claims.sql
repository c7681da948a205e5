-- The reported figures with a day that are not parts of others in their series, best first within a day: `standing` 0 for the whole country before 1 for a place in it, 2 and 3 where the number is only a bound from above or a vague word. `said_by` is the claimant, else the words for it, else the publisher, else the title or origin of the document.
create view comparable_claims as
select
    *,
    coalesce(
        nullif(claimant, ''), nullif(source, ''), nullif(publisher, ''), nullif(title, ''), document_origin
    ) as said_by,
    case when qualifier in ('at_most', 'vague') then 2 else 0 end
        + case when place = '' or lower(place) = lower(country_name) then 0 else 1 end as standing
from figures_full
where modality = 'reported' and not is_part and as_of is not null;
