-- A figure lies inside its passage, and both are of the same document.
select f.id, f."start", f."end", p."start" as passage_start, p."end" as passage_end
from figures as f
join passages as p on p.id = f.passage_id
where f."start" < p."start" or f."end" > p."end" or f."start" >= f."end" or f.document_id <> p.document_id;
