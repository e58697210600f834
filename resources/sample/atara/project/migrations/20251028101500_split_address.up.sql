-- Street and city apart, for the new labels. Taken back on the same day: the label printer was not ready.
ALTER TABLE users ADD COLUMN street TEXT;
ALTER TABLE users ADD COLUMN city TEXT;
