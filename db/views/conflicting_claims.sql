-- Claims that cannot both hold: the same thing counted in the same place on the same day by different claimants, with bounds that do not meet.
create view conflicting_claims as
select
    a.category, a.unit, a.measure, a.country, a.country_name, a.place, a.group_words, a.as_of as day,
    a.said_by as lower_claimant, a.value as lower_value, a.figure_id as lower_figure_id,
    b.said_by as higher_claimant, b.value as higher_value, b.figure_id as higher_figure_id
from comparable_claims as a
join comparable_claims as b
    on b.category = a.category and b.unit = a.unit and b.measure = a.measure and b.country = a.country
    and b.as_of = a.as_of
    and coalesce(b.place_id, lower(b.place)) = coalesce(a.place_id, lower(a.place))
    and lower(b.group_words) = lower(a.group_words)
    and b.said_by <> a.said_by
    and a.high < b.low;
