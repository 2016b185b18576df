-- Recordings, and groups of items that a split never tears apart.

ALTER TABLE items ADD COLUMN source TEXT NOT NULL DEFAULT '';       -- the group: a speaker, a machine; '': none
ALTER TABLE items ADD COLUMN seconds DOUBLE PRECISION;              -- of a recording; NULL: a picture
ALTER TABLE items ADD COLUMN rate INTEGER NOT NULL DEFAULT 0;       -- samples a second, as stored
ALTER TABLE items ADD COLUMN channels INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN peak DOUBLE PRECISION NOT NULL DEFAULT 0;     -- the largest absolute sample; full scale is 1
ALTER TABLE items ADD COLUMN clipped DOUBLE PRECISION NOT NULL DEFAULT 0;  -- share of samples that hit full scale
