-- The newest reported claim for each category, country, unit, measure and sector. Of several on the newest day, the one that is `best` in series_daily. A day that is only a file's time comes after every stated day.
create view latest as
with ranked as (
    select
        *,
        row_number() over (
            partition by category, country, unit, measure, sector order by as_of_source = 'file time', as_of desc, standing, value desc, figure_id
        ) as nth,
        count(*) over (partition by category, country, unit, measure, sector) as claims
    from comparable_claims
)
select
    category, category_label, family, country, country_name, unit, measure, sector,
    value, low, high, qualifier, modifier, text, people_estimate, household_size, usd_estimate, usd_rate, usd_rate_day, group_words, place, as_of, claimant, source, claims,
    figure_id, document_id, sentence, sentence_start, "start", "end",
    title, document_url, document_origin, publisher, published, date_source, confidence
from ranked
where nth = 1;
