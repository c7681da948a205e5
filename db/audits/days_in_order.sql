-- Days are ISO dates, and a period ends after it starts.
with days as (
    select id, date_start, date_end, as_of from figures
    union all select id, published, null, null from documents
)
select *
from days
where date_start > date_end
    or date(date_start) is not date_start or date(date_end) is not date_end or date(as_of) is not as_of;
