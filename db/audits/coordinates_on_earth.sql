-- Coordinates come in pairs, and lie on the earth.
select id, latitude, longitude
from figures
where (latitude is null) <> (longitude is null) or abs(latitude) > 90 or abs(longitude) > 180;
