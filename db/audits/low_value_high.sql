-- The value lies between its bounds.
select id, value, low, high
from figures
where low > value or high < value;
