-- How much of a recording is silence.

ALTER TABLE items ADD COLUMN quiet DOUBLE PRECISION NOT NULL DEFAULT 0;  -- share of its time in which nothing is to be heard
