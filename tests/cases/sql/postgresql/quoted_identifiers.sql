SELECT "we;ird""" FROM "a""b;";
SELECT "ünï;cödé";