-- Confidence is between 0 and 1.
select id, confidence
from figures
where confidence < 0 or confidence > 1;
