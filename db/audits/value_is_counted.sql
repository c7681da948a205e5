-- A value is a count or an amount: never negative, never endless.
select id, value
from figures
where value < 0 or abs(value) > 1e15;
