-- The unit is one that the category counts; `money` stands for every currency code.
select f.id, f.category, f.unit, c.units
from figures as f
join categories as c on c.name = f.category
where f.unit not in (select value from json_each(c.units))
    and not (f.unit glob '[A-Z][A-Z][A-Z]' and 'money' in (select value from json_each(c.units)));
