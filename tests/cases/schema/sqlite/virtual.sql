-- Virtual tables and what they keep; a table of the user's own with such a name.
CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = 'porter ascii');
CREATE VIRTUAL TABLE box USING rtree(id, x0, x1);
CREATE TABLE search_log (q TEXT);
CREATE TABLE strandline_history (id INTEGER PRIMARY KEY);
CREATE INDEX strandline_history_x ON strandline_history (id);
