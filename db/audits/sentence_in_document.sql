-- The document holds each passage's text at its offsets.
select p.id, p.text, substr(d.text, p."start" + 1, p."end" - p."start") as found
from passages as p
join documents as d on d.id = p.document_id
where found <> p.text or p.text = '';
