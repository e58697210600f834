-- Written on a branch that was merged late: production had moved on when this arrived.
UPDATE products SET vat_percent = round(vat_percent, 1);
