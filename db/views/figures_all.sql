-- One row a figure of every document, those of copies and of replaced versions too, every name joined: the newest extraction of each document. `as_of` falls back on the day of publication; `as_of_source` is `sentence` where the figure's own words date it, `earlier sentence` where the sentence before it does, else where the day of publication came from (`file time` is a guess), NULL where there is no day. `story_id` is the first document that tells the same story, `newer_id` the document that replaced this one. `is_part` is 1 where the figure is a part of one of the same category, unit and sector, so that both in one series would count people twice.
create view figures_all as
select
    f.id as figure_id, f.document_id, f.passage_id,
    f.category, coalesce(c.label, f.category) as category_label, coalesce(c.family, '') as family,
    f.value, f.low, f.high, f.qualifier, f.modifier, f.text, f.unit, f.modality, f.measure, f.group_words,
    f.place, f.place_id, f.country, coalesce(n.name, f.country) as country_name, f.latitude, f.longitude, f.place_role,
    f.source, f.claimant, f.source_type, f.via,
    f.when_words, f.date_start, f.date_end, f.date_precision, coalesce(f.as_of, d.published) as as_of,
    case
        when coalesce(f.as_of, d.published) is null then null
        when f.when_words <> '' then 'sentence'
        when f.date_start is not null then 'earlier sentence'
        else d.date_source
    end as as_of_source,
    f.cause, f.hazard, f.sector, f.part_of,
    coalesce(w.category = f.category and w.unit = f.unit and w.sector = f.sector, 0) as is_part,
    f.facets, f.nationality, f.people_estimate, f.household_size, f.household_size_source,
    f.usd_estimate, f.usd_rate, f.usd_rate_day, f.no_estimate, f.confidence, f.rule,
    p.text as sentence, p."start" as sentence_start, f."start", f."end",
    d.title, d.url as document_url, d.origin as document_origin, d.publisher, d.published, d.date_source,
    e.run_id, e.version, s.story_id, s.newer_id
from documents as d
join extractions as e on e.id = d.extraction_id
join figures as f on f.extraction_id = e.id
join stories as s on s.document_id = d.id
join passages as p on p.id = f.passage_id
left join figures as w on w.extraction_id = f.extraction_id and w.id = f.part_of
left join categories as c on c.name = f.category
left join countries as n on n.code = f.country;
