-- Money as it was stated, each currency and sector apart, nothing summed (one sum is told many times): smallest, largest and newest amount. `newest_in_usd` is the estimate beside the newest one, at the rate of its day; NULL where there is no rate.
create view money_by_currency as
with amounts as (
    select
        *,
        row_number() over (partition by category, unit, country, sector order by as_of desc, value desc, figure_id) as nth
    from figures_full
    where family = 'money' and modality <> 'denied'
)
select
    category, unit as currency, country, country_name, sector,
    count(*) as claims,
    count(distinct story_id) as documents,
    min(value) as smallest,
    max(value) as largest,
    max(case when nth = 1 then value end) as newest,
    max(case when nth = 1 then as_of end) as newest_day,
    max(case when nth = 1 and unit = 'USD' then value when nth = 1 then usd_estimate end) as newest_in_usd
from amounts
group by category, unit, country, country_name, sector;
