-- What is remembered of a page from the web, so that asking again costs little. A row is written when all its documents are stored.
create table pages (
    url       text primary key,             -- as it was asked for
    final_url text not null,                -- where redirects led: the address that the next two columns are of
    etag      text not null,
    modified  text not null,                -- the server's Last-Modified, as it was sent
    read_as   text not null,                -- version of the program, and the days given by options
    documents integer not null,             -- how many the page held
    links     text not null default '[]',   -- JSON array: the pages that a feed points to: address, day, stamp
    stamp     text not null default '',     -- what the feed that pointed here said of its last change
    read      text not null                 -- UTC, of the last time that it was read or found unchanged
) strict;
