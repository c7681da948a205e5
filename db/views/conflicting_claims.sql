-- Where claimants contradict each other: the same thing counted in the same place for the same day, with bounds that do not meet. The two furthest apart are named: `lower_value` is the most that the lower claimant allows, `higher_value` the least that the higher one does.
create view conflicting_claims as
with stances as (
    select
        category, unit, measure, sector, country, country_name, coalesce(place_id, lower(place)) as place_key,
        lower(group_words) as group_key, as_of, said_by,
        min(place) as place, min(group_words) as group_words,
        min(coalesce(low, 0)) as low, max(coalesce(high, 9e999)) as high
    from comparable_claims
    group by category, unit, measure, sector, country, country_name, place_key, group_key, as_of, said_by
),
ranked as (
    select
        *,
        row_number() over (
            partition by category, unit, measure, sector, country, place_key, group_key, as_of order by high, said_by
        ) as from_below,
        row_number() over (
            partition by category, unit, measure, sector, country, place_key, group_key, as_of order by low desc, said_by
        ) as from_above
    from stances
)
select
    category, unit, measure, sector, country, country_name, min(place) as place, min(group_words) as group_words, as_of as day,
    count(*) as claimants,
    max(case when from_below = 1 then said_by end) as lower_claimant,
    min(high) as lower_value,
    max(case when from_above = 1 then said_by end) as higher_claimant,
    max(low) as higher_value
from ranked
group by category, unit, measure, sector, country, country_name, place_key, group_key, as_of
having min(high) < max(low);
