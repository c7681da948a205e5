-- Exact and approximate numbers have both bounds at the value, `at least` is open above, `at most` below.
select id, qualifier, value, low, high
from figures
where case qualifier
    when 'exact' then low is not value or high is not value
    when 'about' then low is not value or high is not value
    when 'at_least' then low is not value or high is not null
    when 'at_most' then high is not value or low is not null
    when 'range' then low is null or high is null
    when 'vague' then low is not value or high is null
end;
