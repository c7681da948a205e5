-- Every nationality is in the table of countries.
select f.id, n.value as nationality
from figures as f, json_each(f.nationality) as n
where n.value not in (select code from countries);
