-- An estimate is what was said times its factor, has a source, and stands only beside households or foreign money.
select id, unit, value, people_estimate, household_size, usd_estimate, usd_rate, usd_rate_day, as_of
from figures
where (people_estimate is null) <> (household_size is null)
    or (household_size is null) <> (household_size_source = '')
    or people_estimate is not null and (unit <> 'household' or abs(people_estimate - value * household_size) > 0.51)
    or (usd_estimate is null) <> (usd_rate is null) or (usd_rate is null) <> (usd_rate_day is null)
    or usd_estimate is not null and (unit not glob '[A-Z][A-Z][A-Z]' or unit = 'USD')
    or abs(usd_estimate - value * usd_rate) > 0.006 + abs(usd_estimate) * 1e-9
    or abs(julianday(usd_rate_day) - julianday(as_of)) > 7
    or no_estimate <> '' and coalesce(people_estimate, usd_estimate) is not null;
