-- Everyone who states figures, by normalised name, else in the text's words: how many, in how many documents (copies of one story count once), from when to when, of what. Figures that the writer states without a source are left out.
create view claimants as
with named as (
    select *, coalesce(nullif(claimant, ''), source) as who from figures_full
)
select
    who as claimant,
    max(source_type) as source_type,
    count(*) as figures,
    count(distinct story_id) as documents,
    min(as_of) as first_day,
    max(as_of) as last_day,
    group_concat(distinct category) as categories
from named
where who <> ''
group by who;
