-- The document holds the figure's text at its offsets.
select f.id, f.text, substr(d.text, f."start" + 1, f."end" - f."start") as found
from figures as f
join documents as d on d.id = f.document_id
where found <> f.text or f.text = '';
