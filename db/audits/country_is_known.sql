-- Every country code is in the table of countries.
select id, country
from figures
where country <> '' and country not in (select code from countries);
