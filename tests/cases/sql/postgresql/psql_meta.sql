\set ON_ERROR_STOP on
\i other.sql
SELECT 1;
  \connect db
\restrict abc
SELECT 2 \gset p_
SELECT 3;
\.
