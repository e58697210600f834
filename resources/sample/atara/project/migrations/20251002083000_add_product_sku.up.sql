-- Article numbers, as the warehouse writes them.

ALTER TABLE products
    ADD COLUMN sku TEXT;

CREATE UNIQUE INDEX products_sku
    ON products (sku)
    WHERE sku IS NOT NULL;
