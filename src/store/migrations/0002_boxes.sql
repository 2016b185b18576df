-- Object detection: labelled boxes, in pixels of the upright picture from its top-left corner.

CREATE TABLE boxes (
  item INTEGER NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  place INTEGER NOT NULL,                -- 0, 1, … in the order of labelling
  class INTEGER NOT NULL REFERENCES classes(id) ON DELETE CASCADE,
  x DOUBLE PRECISION NOT NULL,
  y DOUBLE PRECISION NOT NULL,
  width DOUBLE PRECISION NOT NULL CHECK (width > 0),
  height DOUBLE PRECISION NOT NULL CHECK (height > 0),
  difficult INTEGER NOT NULL,
  crowd INTEGER NOT NULL,
  PRIMARY KEY (item, place)
);
CREATE INDEX boxes_by_class ON boxes (class, item);

ALTER TABLE items ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;    -- of the boxes; 0: never labelled
ALTER TABLE items ADD COLUMN labelled INTEGER NOT NULL DEFAULT 0;   -- 1: the boxes are all that is to be found
ALTER TABLE items ADD COLUMN worth DOUBLE PRECISION;                -- how much labelling it would teach a model

DROP INDEX items_unlabelled;
CREATE INDEX items_unlabelled ON items (project, id) WHERE class IS NULL AND labelled = 0;
CREATE INDEX items_by_worth ON items (project, worth) WHERE class IS NULL AND labelled = 0 AND worth IS NOT NULL;
