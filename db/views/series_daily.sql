-- A series for each category, country, unit, measure and sector: what was reported for each day. `best` is one of the day's claims, never an average: a claim for the whole country before one for a place in it, a number before a bound from above or a vague word, then the largest. `low` and `high` span all claims of the day; where a claim is open its value stands for the bound.
create view series_daily as
with ranked as (
    select
        *,
        row_number() over (
            partition by category, country, unit, measure, sector, as_of order by standing, value desc, figure_id
        ) as nth
    from comparable_claims
)
select
    category, country, country_name, unit, measure, sector, as_of as day,
    min(coalesce(low, value)) as low,
    max(case when nth = 1 then value end) as best,
    max(coalesce(high, value)) as high,
    count(*) as claims,
    count(distinct said_by) as claimants
from ranked
group by category, country, country_name, unit, measure, sector, as_of;
