-- Every document belongs to a story, and the first document of each is a member that stands before all others.
select d.id, 'in no story' as what from documents as d left join stories as s on s.document_id = d.id where s.document_id is null
union all
select s.document_id, 'its first document is in another story'
from stories as s
left join stories as head on head.document_id = s.story_id
where head.story_id is not s.story_id
union all
select s.document_id, 'it stands before the first document of its story'
from stories as s
join stories as head on head.document_id = s.story_id
where s.rank < head.rank;
