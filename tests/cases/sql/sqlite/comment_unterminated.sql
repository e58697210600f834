SELECT 1;
/* abc