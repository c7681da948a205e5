-- Every category is in the table of categories.
select id, category
from figures
where category not in (select name from categories);
