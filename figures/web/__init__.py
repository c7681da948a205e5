"""The web: pages and feeds, asked for politely and taken with distrust.

`fetch.py` asks for one page. `robots.py` and `turns.py` say whether and when; `connections.py` and `addresses.py` see
to it that the answer ends in time and comes from where it may, `unpacking.py` that it stays small. `links.py` has the
pages that a feed points to, `visits.py` what an ingest asks for, and `watch.py` comes back to feeds for ever.
"""
