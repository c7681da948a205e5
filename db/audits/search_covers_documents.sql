-- The full-text index holds every document, and nothing else.
select number as id, 'not indexed' as what from documents where number not in (select id from documents_fts_docsize)
union all
select id, 'not a document' from documents_fts_docsize where id not in (select number from documents);
