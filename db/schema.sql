-- The tables. A comment above a table or beside a column is what the data dictionary prints.
-- Unknown is NULL, or '' for words; never 0. Days are ISO dates. Offsets count characters from 0.

-- One text as it was read. Its number links it to the full-text index.
create table documents (
    number        integer primary key,
    id            text not null unique,     -- hash of title, text and language: the same text is one document
    title         text,
    published     text,                     -- day of publication
    date_source   text not null,            -- where that day came from: option, metadata, text, default, file time, unknown
    language      text not null,
    url           text,
    publisher     text,
    origin        text not null,            -- path, URL or `path#line` that it was read from; of several the first in the alphabet
    format        text not null,
    extraction_id text not null references extractions (id), -- the extraction that the views show
    text          text not null             -- last, so that the other columns are read without it
) strict;

-- One run of the program over some sources.
create table runs (
    id       integer primary key,
    version  text not null,                 -- version of the program
    started  text not null,                 -- UTC
    finished text,                          -- UTC; NULL while it runs, or when it was stopped
    counts   text not null default '{}',    -- JSON object: documents new, unchanged, re-extracted, failed; figures
    sources  text not null default '[]'     -- JSON array: the sources as given
) strict;

-- One reading of a document by one version of the program. Older ones are kept; the views show the newest.
create table extractions (
    id          text primary key,           -- hash of document, version and publication day
    document_id text not null references documents (id) deferrable initially deferred,
    version     text not null,
    published   text,                       -- the publication day that dates in the text were reckoned from
    run_id      integer not null references runs (id)
) strict;

-- The sentences, headings, list items and table rows that hold figures.
create table passages (
    id          text primary key,           -- id of the document, start and end
    document_id text not null references documents (id),
    "start"     integer not null,           -- offset in the document
    "end"       integer not null,
    text        text not null
) strict;

-- One claim: who said how many of what, where, as of when, how surely, in which sentence.
create table figures (
    extraction_id  text not null references extractions (id),
    id             text not null,           -- hash of document, offsets, category, unit and value; same in every extraction that reads it so
    document_id    text not null references documents (id),
    passage_id     text not null references passages (id),
    "start"        integer not null,        -- offset of the number in the document
    "end"          integer not null,
    text           text not null,           -- the number as written
    value          real not null,           -- the number to chart: middle of a range, low end of a vague number
    low            real,                    -- NULL where open (`up to 500`)
    high           real,                    -- NULL where open (`at least 500`)
    qualifier      text not null,           -- exact, about, at_least, at_most, range, vague
    modifier       text not null,           -- the hedge as written
    category       text not null,           -- a name in categories
    unit           text not null,           -- person, household, house, ... or an ISO 4217 currency code
    modality       text not null,           -- reported, projected, planned, denied
    measure        text not null,           -- stock, flow, cumulative, change, unknown
    group_words    text not null,           -- who is counted, in the text's words
    place          text not null,           -- the text's words
    country        text not null,           -- ISO 3166-1 alpha-3
    place_id       text,                    -- GeoNames id
    latitude       real,                    -- degrees
    longitude      real,                    -- degrees
    place_role     text not null,           -- location, origin, destination
    source         text not null,           -- who says it, in the text's words
    claimant       text not null,           -- the same, as one normalised name
    source_type    text not null,           -- government, UN, NGO, armed group, media, monitor, witness, unnamed
    via            text not null,           -- who relays it
    when_words     text not null,           -- the words that date it
    date_start     text,                    -- first day that it covers
    date_end       text,                    -- last day that it covers
    date_precision text not null,           -- day, week, month, season, year
    as_of          text,                    -- the day on which it held
    cause          text not null,           -- conflict, disaster, disease, other
    hazard         text not null,
    sector         text not null,
    part_of        text,                    -- id of the figure that this one is a part of
    facets         text not null default '[]', -- JSON array: children, women, men, elderly, civilians, combatants, aid workers, journalists, health workers, refugees, IDPs
    nationality    text not null default '[]', -- JSON array of ISO 3166-1 alpha-3 codes: whose people the group is said to be (`Syrian refugees`, `refugees from Syria`)
    people_estimate real,                   -- people in so many households, by household_size; value stays as it was said
    household_size real,                    -- people in an average household of the country
    household_size_source text not null default '', -- where that comes from, with its year
    usd_estimate   real,                    -- US dollars, by usd_rate; value stays as it was said
    usd_rate       real,                    -- US dollars for one unit of the currency: European Central Bank
    usd_rate_day   text,                    -- the day of that rate, at most 7 days from as_of
    no_estimate    text not null default '', -- why households or money have no estimate
    confidence     real,                    -- 0 to 1
    rule           text not null,           -- what decided the category
    primary key (extraction_id, id)
) strict;

-- Where each text was found: the same text under two names is one document with two sightings.
create table sightings (
    document  integer not null references documents (number),
    origin    text not null,                -- path, URL or `path#line`
    url       text,
    publisher text,
    page      text not null,                -- the address without what differs between links to one page; '' for none
    newer_id  text references documents (id), -- the newest version of the page, NULL where this is it
    primary key (document, origin)
) strict, without rowid;

-- Which documents tell one story, and which are older versions of a page. One row a document.
create table stories (
    document_id text primary key references documents (id),
    story_id    text not null references documents (id), -- the first document of the story; its own id where it is that
    rank        text not null,              -- sorts the documents of a story: replaced ones last, then day, origin, id
    newer_id    text references documents (id) -- the document that replaced it on every page where it was found
) strict, without rowid;

-- What is kept of each text to tell how much of it another one holds.
create table signatures (
    document integer primary key references documents (number),
    scheme   text not null,                 -- what made it: others cannot be compared with it
    day      text,                          -- day of publication where the source states one
    words    integer not null,
    slots    blob not null                  -- MinHash, 32 bits each
) strict;

-- Parts of the signatures. Texts that share one are compared.
create table bands (
    band     integer not null,
    document integer not null,              -- number of the document
    primary key (band, document)
) strict, without rowid;

-- Those of the documents that were stored last, which are put among the others many at a time.
create table fresh_bands (
    document integer primary key,           -- number of the document
    bands    blob not null                  -- 32 bits each
) strict;

-- What could not be read, with the reason. A row goes when a later run reads its origin.
create table failures (
    id     text primary key,                -- hash of origin and reason
    origin text not null,
    reason text not null,
    time   text not null,                   -- UTC, of the last try
    run_id integer references runs (id)
) strict;

-- What figures are counted as. Filled from the lexicon.
create table categories (
    name     text primary key,
    label    text not null,
    meaning  text not null,
    family   text not null,
    position integer not null,              -- order of the guide
    measure  text not null,                 -- unless the text says otherwise
    units    text not null,                 -- JSON array; `money` stands for every currency code
    hxl      text not null,
    idmc     text not null
) strict;

-- Countries by their ISO 3166-1 alpha-3 code.
create table countries (
    code text primary key,
    name text not null
) strict;

-- The closed vocabularies of the columns of figures and documents.
create table vocabulary (
    field text not null,                    -- column
    word  text not null,
    primary key (field, word)
) strict;

create index extractions_by_document on extractions (document_id);
create index passages_by_document on passages (document_id);
create index figures_by_document on figures (document_id);
create index figures_by_passage on figures (passage_id);
create index documents_by_origin on documents (origin);
create index failures_by_origin on failures (origin);
create index days_of_signatures on signatures (document, day);
create index sightings_by_page on sightings (page, document) where page <> '';
create index stories_by_rank on stories (story_id, rank);

-- Full-text search: select ... from documents_fts where documents_fts match 'flood'. Word stems, accents ignored.
create virtual table documents_fts using fts5 (
    title, text, content = 'documents', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);

create trigger documents_added after insert on documents begin
    insert into documents_fts (rowid, title, text) values (new.number, new.title, new.text);
end;

create trigger documents_removed after delete on documents begin
    insert into documents_fts (documents_fts, rowid, title, text) values ('delete', old.number, old.title, old.text);
end;

create trigger documents_changed after update of title, text on documents begin
    insert into documents_fts (documents_fts, rowid, title, text) values ('delete', old.number, old.title, old.text);
    insert into documents_fts (rowid, title, text) values (new.number, new.title, new.text);
end;
